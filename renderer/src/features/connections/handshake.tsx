/** Owns what a connection said at the door, its secret masked. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";
import { formatMoment } from "../../ui/format.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import { credentialsWords, topicsWord } from "./handshake-words.ts";

export function Handshake({ connection, isWhole }: { connection: ConnectionView; isWhole: boolean }) {
  const { filters } = connection;
  const asked = isWhole || filters.length < 2 ? filters.join(", ") : `${filters[0]}, +${filters.length - 1}`;
  const [credentials, secret] = credentialsWords(connection);
  return (
    <div className={panel.section}>
      <h3>Handshake</h3>
      <dl className={panel.pairs}>
        <dt>Address</dt>
        <dd className={text.mono}>{connection.address}</dd>
        <dt>{credentials}</dt>
        <dd className={text.mono}>{secret}</dd>
        {connection.clientId !== undefined && (
          <>
            <dt>Calls itself</dt>
            <dd className={text.mono}>{connection.clientId}</dd>
          </>
        )}
        <dt>{topicsWord(connection)}</dt>
        <dd className={text.mono}>{asked || "nothing"}</dd>
        {isWhole && (
          <>
            <dt>Dialect</dt>
            <dd>{connection.dialect}</dd>
            <dt>User agent</dt>
            <dd>{connection.userAgent || "none"}</dd>
            <dt>Connected</dt>
            <dd className={text.mono}>{formatMoment(connection.connectedAt)}</dd>
            <dt>Id</dt>
            <dd className={text.mono}>{connection.id}</dd>
          </>
        )}
      </dl>
    </div>
  );
}
