/** Owns one auto-reply in the list: its switch, what it does in one line, and how it has done. */
import { Menu, Switch } from "@mantine/core";
import { IconArrowRight, IconDotsVertical } from "@tabler/icons-react";
import { useState } from "react";
import type { ReplyState } from "../../../../broker/contract/auto-replies.ts";
import type { AutoReply } from "../../../../broker/contract/library.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Clock } from "../../ui/clock.tsx";
import { formatCount, formatMoment } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./replies.module.css";
import { fieldsOfReply, replyDraft } from "./reply-fields.ts";

export type ReplyRowProps = { rule: AutoReply; state: ReplyState | undefined; onEdit: () => void };

export function ReplyRow({ rule, state, onEdit }: ReplyRowProps) {
  const client = useClient();
  const token = useLive((data) => (rule.tokenId === null ? undefined : data.tokens.get(rule.tokenId)));
  const [failure, setFailure] = useState<string | null>(null);
  const [isDeleting, setDeleting] = useState(false);
  const attempt = async (call: () => Promise<unknown>) => {
    try {
      await call();
      setFailure(null);
    } catch (error) {
      setFailure(refusalOf(error).message);
    }
  };
  const whose = rule.tokenId === null ? "the operator" : (token?.name ?? token?.id ?? "a token that is gone");
  return (
    <li className={styles.rule}>
      <div className={styles.line}>
        <Switch
          size="xs"
          aria-label={`Switch ${rule.name} on`}
          checked={rule.enabled}
          onChange={(event) => {
            const enabled = event.currentTarget.checked;
            void attempt(() => client.library.put(replyDraft(rule.id, { ...fieldsOfReply(rule), enabled })));
          }}
        />
        <button type="button" className={`${text.strong} ${text.cut}`} onClick={onEdit}>
          {rule.name}
        </button>
        <span className={text.grow} />
        <Tally state={state} />
        <Menu position="bottom-end">
          <Menu.Target>
            <Button look="ghost" size="small" isSquare aria-label={`Actions for ${rule.name}`}>
              <IconDotsVertical {...ICON.small} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={onEdit}>Edit…</Menu.Item>
            <Menu.Item onClick={() => setDeleting(true)}>Delete…</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      <p className={styles.what}>
        <code>{rule.pattern}</code>
        {rule.condition !== "" && <code className={text.third}>{rule.condition}</code>}
        <IconArrowRight {...ICON.micro} aria-label="answers on" />
        <code>{rule.replyTopic}</code>
        <span className={text.third}>
          as {whose}
          {rule.delayMs > 0 && `, after ${formatCount(rule.delayMs)} ms`}
        </span>
      </p>
      {state?.problem && (
        <p className={styles.wrong}>
          <Status tone="bad">{state.problem.reason}</Status>
        </p>
      )}
      {failure && (
        <p className={styles.wrong} role="alert">
          <Status tone="bad">{failure}</Status>
        </p>
      )}
      {isDeleting && (
        <div className={`${styles.line} ${styles.wrong}`}>
          <span className={text.second}>Delete this rule? What it did stays in the list below.</span>
          <span className={text.grow} />
          <Button look="ghost" size="small" onClick={() => setDeleting(false)}>
            Keep it
          </Button>
          <Button look="danger" size="small" onClick={() => attempt(() => client.library.delete({ id: rule.id }))}>
            Delete
          </Button>
        </div>
      )}
    </li>
  );
}

function Tally({ state }: { state: ReplyState | undefined }) {
  if (state === undefined) return null;
  const { published, refused, failed, stopped, last } = state;
  const bad = refused + failed;
  return (
    <span className={styles.tally} title={last ? `last ${formatMoment(last.at)}` : "not yet"}>
      <span>
        <b>{formatCount(published)}</b> published
      </span>
      {bad > 0 && (
        <Status tone="bad" size="micro">
          {[
            ...(refused > 0 ? [`${formatCount(refused)} refused`] : []),
            ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
          ].join(", ")}
        </Status>
      )}
      {stopped > 0 && (
        <Status tone="warn" size="micro">
          {formatCount(stopped)} held back
        </Status>
      )}
      <span className={text.third}>{last ? <Clock at={last.at} /> : "not yet"}</span>
    </span>
  );
}
