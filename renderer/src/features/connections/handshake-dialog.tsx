/** Owns the whole handshake of a refused client. */
import { Modal } from "@mantine/core";
import type { DoorEntry } from "../../../../broker/contract/nouns.ts";
import { formatMoment } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { useLast } from "../../ui/use-last.ts";

export function HandshakeDialog({ entry, onClose }: { entry: DoorEntry | null; onClose: () => void }) {
  const shown = useLast(entry);
  const pairs: readonly (readonly [string, string])[] = shown
    ? [
        ["Time", formatMoment(shown.at)],
        ["Address", shown.address],
        ["User agent", shown.userAgent || "none"],
        ["Dialect", shown.dialect],
        ["Credentials by", shown.credentialsBy],
        ["Secret", shown.secretHint || "none"],
        ["Token", shown.tokenName ?? shown.tokenId ?? "none"],
        ["Filters", shown.filters.join(", ") || "none"],
        ["Refused", `${shown.code}, ${shown.reason}`],
      ]
    : [];
  return (
    <Modal opened={entry !== null} onClose={onClose} title="Handshake" size={480}>
      <dl className={panel.pairs}>
        {pairs.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd className={text.mono}>{value}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
