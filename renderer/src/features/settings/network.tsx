/** Owns where the broker is reached: its addresses, and who that lets in. */
import { useLive } from "../../stores/stores.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./network.module.css";
import { SettingRow } from "./setting-row.tsx";

const ONLY_HERE = (
  <>
    Only programs on this machine can reach the broker. To let others in, start it with a host of this network, such as{" "}
    <code>--host 0.0.0.0</code>.
  </>
);

export function Addresses() {
  const { addresses, admin } = useLive((data) => data.server);
  const known = [
    ...addresses.map(({ label, broker }) => ({ kind: "Broker", value: broker, note: label })),
    ...addresses.map(({ label, console: page }) => ({ kind: "Console", value: page, note: label })),
    { kind: "Admin API", value: admin, note: "needs the admin key" },
  ];
  return (
    <SettingRow label="Addresses" help="What clients, browsers and scripts connect to." effect={null} isWide>
      <ul className={styles.addresses}>
        {known.map(({ kind, value, note }) => (
          <li key={`${kind} ${value}`}>
            <span className={text.label}>{kind}</span>
            <span className={`${text.mono} ${text.cut}`}>{value}</span>
            <span className={`${text.small} ${text.third}`}>{note}</span>
            <CopyButton value={value} label={`Copy ${kind} address, ${note}`} />
          </li>
        ))}
      </ul>
    </SettingRow>
  );
}

export function Reach() {
  const { addresses, tls } = useLive((data) => data.server);
  const isNetwork = addresses.some(({ label }) => label !== "this machine");
  return (
    <SettingRow
      label="Reach and TLS"
      help={isNetwork ? "Other machines of this network can reach the broker." : ONLY_HERE}
      effect={null}
    >
      <Status tone={tls ? "ok" : isNetwork ? "warn" : "off"}>
        {tls ? "TLS is on" : isNetwork ? "No TLS on the local network" : "No TLS, and none is needed on this machine"}
      </Status>
      {isNetwork && !tls && (
        <p className={`${text.small} ${text.second}`}>
          Whoever can listen on this network can read tokens and messages. Start the broker with a certificate (
          <code>--tls-cert</code> and <code>--tls-key</code>), or keep it to this machine.
        </p>
      )}
    </SettingRow>
  );
}
