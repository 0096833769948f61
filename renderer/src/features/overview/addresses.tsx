/** Owns the row of addresses that the broker and its API listen on. */
import { useLive } from "../../stores/stores.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import text from "../../ui/text.module.css";
import styles from "./addresses.module.css";

export function Addresses() {
  const addresses = useLive((data) => data.server.addresses);
  const admin = useLive((data) => data.server.admin);
  return (
    <div className={styles.row}>
      {addresses.slice(0, 2).map(({ label, broker }) => (
        <Address key={broker} kind="Broker" value={broker} note={label} />
      ))}
      <Address kind="Admin API" value={admin} note="key needed" />
    </div>
  );
}

function Address({ kind, value, note }: { kind: string; value: string; note: string }) {
  return (
    <div className={styles.address}>
      <span className={text.label}>{kind}</span>
      <span className={`${text.mono} ${text.cut}`}>{value}</span>
      <span className={styles.note}>{note}</span>
      <CopyButton value={value} label={`Copy ${kind} address, ${note}`} />
    </div>
  );
}
