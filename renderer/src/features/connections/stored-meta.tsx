/** Owns what a user's clients stored about it, as it was when the panel opened, and asked for anew by hand. */
import { IconRefresh } from "@tabler/icons-react";
import { useCallback, useEffect, useState } from "react";
import { parseExact } from "../../../../broker/contract/exact-json.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";

export function StoredMeta({ connectionId }: { connectionId: string }) {
  const client = useClient();
  const [meta, setMeta] = useState<object | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const load = useCallback(
    () =>
      client.realtime.connectionInfo({ id: connectionId }).then(
        (info) => {
          setMeta(valuesIn(info.metaJson));
          setFailure(null);
        },
        (error) => setFailure(refusalOf(error).message),
      ),
    [client, connectionId],
  );
  useEffect(() => void load(), [load]);
  const entries = Object.entries(meta ?? {});
  return (
    <div className={panel.section}>
      <h3>
        Stored by its clients
        <span className={text.grow} />
        <Button look="ghost" size="small" isSquare aria-label="Ask again what is stored" onClick={() => void load()}>
          <IconRefresh {...ICON.small} />
        </Button>
      </h3>
      {failure !== null && <p className={text.third}>{failure}</p>}
      {failure === null && meta !== null && entries.length === 0 && (
        <p className={`${text.small} ${text.third}`}>Nothing: no set_meta yet.</p>
      )}
      {entries.length > 0 && (
        <dl className={panel.pairs}>
          {entries.map(([key, value]) => (
            <div key={key} style={{ display: "contents" }}>
              <dt className={text.mono}>{key}</dt>
              <dd className={text.mono}>{JSON.stringify(value)}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

/** By key, their numbers with every digit. */
function valuesIn(json: string): object {
  const values = parseExact(json);
  return typeof values === "object" && values !== null ? values : {};
}
