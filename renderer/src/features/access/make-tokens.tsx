/** Owns "make ten tokens from this template": their names, their making, and their secrets once. */
import { NumberInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Edit } from "../../../../broker/contract/edits.ts";
import type { TokenTemplate } from "../../../../broker/contract/library.ts";
import { useLive, usePending } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { CopyButton } from "../../ui/copy-button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import dialog from "./dialog.module.css";
import { grantEdits, missingTags, tokenNames } from "./template-edits.ts";
import styles from "./templates.module.css";

/** More at once than a person reads; they can be made again and again. */
const MOST = 200;

interface Made {
  readonly tokens: readonly { readonly name: string; readonly secret: string }[];
  /** Why the rights wait as pending edits; null when they were given. */
  readonly refused: string | null;
}

export function MakeTokens({ template, onDone }: { template: TokenTemplate; onDone: () => void }) {
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const { apply, add } = usePending((state) => state);
  const [count, setCount] = useState<number | string>(10);
  const [stem, setStem] = useState(template.name);
  const [problem, setProblem] = useState<string | null>(null);
  const [isRunning, setRunning] = useState(false);
  const [made, setMade] = useState<Made | null>(null);
  const isCount = Number.isInteger(count) && Number(count) >= 1 && Number(count) <= MOST;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isCount || stem.trim() === "" || isRunning) return;
    setRunning(true);
    setProblem(null);
    const rights = { tags, permissions };
    const names = tokenNames(
      stem.trim(),
      Number(count),
      new Set([...tokens.values()].flatMap(({ name }) => name ?? [])),
    );
    const { maxConnections } = template;
    const created = await apply([
      ...missingTags(template, rights),
      ...names.map((name): Edit => {
        const token = maxConnections === undefined ? { name } : { name, maxConnections };
        return { kind: "token.create", token };
      }),
    ]);
    setRunning(false);
    if (!created.ok) return setProblem(created.refusal.message);
    // Tags come first in the answer, as they do in the list.
    const ids = created.created.slice(-names.length);
    const grants = ids.flatMap(({ id }) => grantEdits(template, id, rights));
    const given = grants.length === 0 ? ({ ok: true, created: [] } as const) : await apply(grants);
    if (!given.ok) add(grants);
    setMade({
      tokens: ids.map(({ secret = "" }, index) => ({ name: names[index] ?? "", secret })),
      refused: given.ok ? null : given.refusal.message,
    });
  };

  if (made) return <MadeList made={made} onDone={onDone} />;
  return (
    <form className={dialog.form} onSubmit={submit} noValidate aria-label="Make tokens">
      <div className={dialog.pair}>
        <NumberInput
          label="How many"
          value={count}
          min={1}
          max={MOST}
          allowDecimal={false}
          error={isCount ? null : `1 to ${MOST}.`}
          onChange={setCount}
        />
        <TextInput
          label="Named"
          value={stem}
          error={stem.trim() === "" ? "A name; a number is put after it." : null}
          onChange={(event) => setStem(event.currentTarget.value)}
        />
      </div>
      {problem && (
        <p role="alert" className={dialog.problem}>
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={dialog.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onDone}>
          Cancel
        </Button>
        <Button type="submit" look="primary" disabled={!isCount || isRunning}>
          Make {formatPlural(Number(count) || 0, "token")}
        </Button>
      </div>
    </form>
  );
}

function MadeList({ made, onDone }: { made: Made; onDone: () => void }) {
  const lines = made.tokens.map(({ name, secret }) => `${name}\t${secret}`).join("\n");
  return (
    <div className={dialog.form}>
      <div className={styles.line}>
        <Status tone="ok">{formatPlural(made.tokens.length, "token")} made</Status>
        <span className={text.grow} />
        <CopyButton isWordy label="Copy names and secrets" value={lines} />
      </div>
      {made.refused && (
        <p role="alert" className={dialog.problem}>
          <Status tone="bad">Their rights wait as pending edits: {made.refused}</Status>
        </p>
      )}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a list that scrolls must be reachable by keyboard */}
      <ul className={styles.secrets} tabIndex={0} aria-label="Names and secrets">
        {made.tokens.map(({ name, secret }) => (
          <li key={name}>
            <span className={text.strong}>{visibleName(name)}</span>
            <code>{secret}</code>
          </li>
        ))}
      </ul>
      <div className={dialog.actions}>
        <span className={text.grow} />
        <Button look="primary" onClick={onDone}>
          Done
        </Button>
      </div>
    </div>
  );
}
