/** Owns the list of wire protocols that this broker speaks, and where each is knocked at. */
import { useLive } from "../../stores/stores.tsx";
import table from "../../ui/table.module.css";
import text from "../../ui/text.module.css";
import { SettingRow } from "./setting-row.tsx";

export function Dialects() {
  const dialects = useLive((data) => data.server.dialects);
  const rights = useLive((data) => data.settings.anonymous.length);
  return (
    <SettingRow
      label="Protocols and paths"
      help="One broker behind every one of them: the same tokens, permissions and topics."
      effect={null}
      isWide
    >
      <table className={table.table}>
        <thead>
          <tr>
            <th>Dialect</th>
            <th>Path</th>
            <th>Without a token</th>
          </tr>
        </thead>
        <tbody>
          {dialects.map(({ name, path, anonymous }) => (
            <tr key={name}>
              <td className={text.strong}>{name}</td>
              <td className={text.mono}>{path}</td>
              <td>
                {anonymous ? (rights > 0 ? "let in, with the rights below" : "refused: no rights below") : "refused"}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </SettingRow>
  );
}
