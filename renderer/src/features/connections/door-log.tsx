/** Owns the door log: who was refused, at which step, and what to do about it. */
import { useState } from "react";
import { DOOR_STEPS, HTTP_STEPS } from "../../../../broker/contract/codes.ts";
import type { DoorEntry, Token } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { Status } from "../../ui/status.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import styles from "./dock.module.css";
import { askedWords, nextOf } from "./door-next.ts";
import { HandshakeDialog } from "./handshake-dialog.tsx";
import { useDoorNext } from "./use-door-next.ts";

const STEPS: ReadonlyMap<string, { readonly text: string }> = new Map(Object.entries({ ...DOOR_STEPS, ...HTTP_STEPS }));

/** What was asked does not matter to them, and is told: the reason would only say the step again. */
const OF_TOKENS: ReadonlySet<string> = new Set(["token-unknown", "token-disabled", "token-expired", "token-barred"]);

export function DoorLog() {
  const entries = useLive((data) => data.doorlog);
  const tokens = useLive((data) => data.tokens);
  const [shown, setShown] = useState<DoorEntry | null>(null);
  const act = useDoorNext(setShown);
  if (entries.length === 0) return <p className={styles.none}>Nobody was refused.</p>;
  return (
    <>
      <table className={table.table}>
        <colgroup>
          <col style={{ width: "var(--time)" }} />
          <col style={{ width: 148 }} />
          <col style={{ width: 64 }} />
          <col style={{ width: 132 }} />
          <col style={{ width: 188 }} />
          <col />
          <col style={{ width: 172 }} />
        </colgroup>
        <thead>
          <tr>
            <th>Time</th>
            <th>Address</th>
            <th>Secret</th>
            <th>Result</th>
            <th>Step that failed</th>
            <th>What was asked, nearest permission</th>
            <th>Next</th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => {
            const token = entry.tokenId === null ? undefined : tokens.get(entry.tokenId);
            const next = nextOf(entry, token);
            return (
              <tr key={entry.id}>
                <td className={`${text.mono} ${text.second}`}>
                  <Clock at={entry.at} digits="milliseconds" />
                </td>
                <td className={text.mono} title={entry.userAgent}>
                  {entry.address}
                </td>
                <td className={`${text.mono} ${text.second}`} title={entry.secretHint}>
                  {entry.secretHint.length > 4 ? `${entry.secretHint.slice(0, 4)}…` : entry.secretHint || "none"}
                </td>
                <td>
                  <Status tone={entry.code === 4004 ? "warn" : "bad"}>Refused {entry.code}</Status>
                </td>
                <td>{STEPS.get(entry.step)?.text ?? entry.step}</td>
                <td className={text.second}>
                  <Asked entry={entry} token={token} />
                </td>
                <td>
                  <Button look="link" onClick={() => act(entry, next)}>
                    {next.label}
                  </Button>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
      <HandshakeDialog entry={shown} onClose={() => setShown(null)} />
    </>
  );
}

function Asked({ entry, token }: { entry: DoorEntry; token: Token | undefined }) {
  if (entry.filter !== null) {
    return (
      <>
        <span className={text.mono}>{entry.filter}</span>
        {entry.nearest && (
          <>
            {" nearest "}
            <span className={text.mono}>{entry.nearest.pattern}</span>
          </>
        )}
      </>
    );
  }
  if (OF_TOKENS.has(entry.step) && entry.filters.length > 0) {
    return (
      <>
        filters <span className={text.mono}>{entry.filters.join(", ")}</span>
      </>
    );
  }
  return askedWords(entry, token);
}
