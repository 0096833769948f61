/** Owns the whole handshake of a refused client. */
import { Modal } from "@mantine/core";
import type { DoorEntry } from "../../../../broker/contract/nouns.ts";
import { formatMoment } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";

export function HandshakeDialog({ entry, onClose }: { entry: DoorEntry | null; onClose: () => void }) {
  const pairs: readonly (readonly [string, string])[] = entry
    ? [
        ["Time", formatMoment(entry.at)],
        ["Address", entry.address],
        ["User agent", entry.userAgent || "none"],
        ["Dialect", entry.dialect],
        ["Credentials by", entry.credentialsBy],
        ["Secret", entry.secretHint || "none"],
        ["Token", entry.tokenName ?? entry.tokenId ?? "none"],
        ["Filters", entry.filters.join(", ") || "none"],
        ["Refused", `${entry.code}, ${entry.reason}`],
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
