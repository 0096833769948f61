/** Owns one template: its rights, and what can be done with it. */
import { useState } from "react";
import type { TokenTemplate } from "../../../../broker/contract/library.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Disc } from "../../ui/disc.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import { ApplyTemplate } from "./apply-template.tsx";
import { MakeTokens } from "./make-tokens.tsx";
import styles from "./templates.module.css";

const SHOWN = 8;

export function TemplateCard({ template }: { template: TokenTemplate }) {
  const client = useClient();
  const [deed, setDeed] = useState<"none" | "apply" | "make" | "delete">("none");
  const [failure, setFailure] = useState<string | null>(null);
  const { name, grants, maxConnections } = template;
  const limit = maxConnections === undefined ? "" : maxConnections === 0 ? ", no limit" : `, ${maxConnections} at once`;
  const remove = async () => {
    try {
      await client.library.delete({ id: template.id });
    } catch (error) {
      setFailure(refusalOf(error).message);
    }
  };
  const done = () => setDeed("none");
  return (
    <li className={styles.card} aria-label={`Template ${name}`}>
      <div className={styles.line}>
        <h3 className={text.cut}>{visibleName(name)}</h3>
        <span className={text.grow} />
        <Button size="small" aria-expanded={deed === "apply"} onClick={() => setDeed("apply")}>
          Apply to tokens…
        </Button>
        <Button size="small" aria-expanded={deed === "make"} onClick={() => setDeed("make")}>
          Make tokens…
        </Button>
        <Button size="small" look="ghost" aria-label={`Delete template ${name}`} onClick={() => setDeed("delete")}>
          Delete
        </Button>
      </div>
      <p className={text.third}>
        {formatPlural(grants.length, "permission")}
        {limit}
      </p>
      <ul className={styles.grants}>
        {grants.slice(0, SHOWN).map(({ pattern, access }) => (
          <li key={pattern}>
            <Disc access={access} />
            {access} <code>{pattern}</code>
          </li>
        ))}
        {grants.length > SHOWN && <li className={text.third}>and {grants.length - SHOWN} more</li>}
      </ul>
      {deed === "apply" && <ApplyTemplate template={template} onDone={done} />}
      {deed === "make" && <MakeTokens template={template} onDone={done} />}
      {deed === "delete" && (
        <div className={styles.line}>
          <span className={text.second}>Delete the template? The tokens keep what it gave them.</span>
          <span className={text.grow} />
          <Button size="small" look="ghost" onClick={done}>
            Keep it
          </Button>
          <Button size="small" look="danger" onClick={remove}>
            Delete
          </Button>
        </div>
      )}
      {failure && (
        <p role="alert">
          <Status tone="bad">{failure}</Status>
        </p>
      )}
    </li>
  );
}
