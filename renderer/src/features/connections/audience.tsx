/** Owns speaking to the client of a connection: to its user, to itself, to everybody, or asking it and waiting. */
import { NumberInput, Select, Textarea } from "@mantine/core";
import { IconMessageQuestion, IconSend } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { ConnectionView, Subject } from "../../../../broker/contract/nouns.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatPlural } from "../../ui/format.ts";
import { ICON } from "../../ui/icons.ts";
import panel from "../../ui/side-panel.module.css";
import text from "../../ui/text.module.css";
import styles from "./audience.module.css";
import { AudienceAnswer } from "./audience-answer.tsx";
import { AUDIENCES, jsonProblem, timeoutProblem, useAudienceDraft } from "./audience-draft.ts";
import { type AudienceOutcome, AudienceResult } from "./audience-result.tsx";
import { DisconnectUser } from "./disconnect-user.tsx";
import { StoredMeta } from "./stored-meta.tsx";

/** Whom a realtime connection acts as: its token's subject, or the token itself. */
const actingAs = ({ subject, tokenId }: ConnectionView): Subject =>
  subject === null ? { userType: "token", userId: tokenId } : { userType: subject.userType, userId: subject.userId };

export function Audience({ connection }: { connection: ConnectionView }) {
  const client = useClient();
  const connections = useLive((data) => data.connections);
  const [draft, change] = useAudienceDraft();
  const [outcome, setOutcome] = useState<AudienceOutcome | null>(null);
  const user = actingAs(connection);
  const online = [...connections.values()].filter((row) => row.dialect === "realtime" && row.closed === null);
  const tabs = online.filter((row) => isSame(actingAs(row), user)).length;
  const problem = jsonProblem(draft.json);
  const timeProblem = draft.kind === "ask" ? timeoutProblem(draft.timeout) : null;
  const isWaiting = outcome?.kind === "waiting";
  const labels = {
    user: `This user, ${formatPlural(tabs, "connection")}`,
    connection: "This connection alone",
    everybody: `Everybody online, ${formatPlural(online.length, "connection")}`,
    ask: "Ask this user and wait",
  };

  const send = async (): Promise<AudienceOutcome> => {
    const { json } = draft;
    switch (draft.kind) {
      case "user":
        return { kind: "sent", ...(await client.realtime.sendToUser({ ...user, json })) };
      case "connection":
        return { kind: "sent", ...(await client.realtime.sendToConnection({ id: connection.id, json })) };
      case "everybody":
        return { kind: "sent", ...(await client.realtime.broadcast({ json })) };
      case "ask": {
        const answer = await client.realtime.request({ ...user, json, timeout: Number(draft.timeout) });
        return answer.json === null
          ? { kind: "unanswered", ms: answer.ms }
          : { kind: "answered", json: answer.json, ms: answer.ms };
      }
    }
  };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null || timeProblem !== null || isWaiting) return;
    if (draft.kind === "ask") setOutcome({ kind: "waiting" });
    try {
      setOutcome(await send());
    } catch (error) {
      setOutcome({ kind: "failed", message: refusalOf(error).message });
    }
  };

  return (
    <>
      <div className={panel.section}>
        <h3>
          Send
          <span className={`${text.small} ${text.third} ${text.cut}`}>
            to {user.userType} <span className={text.mono}>{user.userId}</span>
          </span>
        </h3>
        <form className={styles.form} onSubmit={submit} noValidate>
          <Select
            label="To"
            data={AUDIENCES.map((value) => ({ value, label: labels[value] }))}
            value={draft.kind}
            allowDeselect={false}
            onChange={(value) => change({ kind: AUDIENCES.find((kind) => kind === value) ?? "user" })}
          />
          <Textarea
            label="Data, any JSON value"
            value={draft.json}
            error={problem}
            autosize
            minRows={4}
            maxRows={14}
            spellCheck={false}
            classNames={{ input: text.mono ?? "" }}
            onChange={(event) => change({ json: event.currentTarget.value })}
          />
          {draft.kind === "ask" && (
            <NumberInput
              label="Wait, seconds"
              value={draft.timeout}
              min={0}
              error={timeProblem}
              onChange={(timeout) => change({ timeout })}
            />
          )}
          <div className={styles.actions}>
            <div role="status" aria-live="polite" className={styles.outcome}>
              {outcome && <AudienceResult outcome={outcome} />}
            </div>
            <Button type="submit" look="primary" disabled={problem !== null || timeProblem !== null || isWaiting}>
              {draft.kind === "ask" ? <IconMessageQuestion {...ICON.small} /> : <IconSend {...ICON.small} />}
              {draft.kind === "ask" ? "Ask" : "Send"}
            </Button>
          </div>
          {outcome?.kind === "answered" && <AudienceAnswer json={outcome.json} />}
        </form>
      </div>
      <StoredMeta connectionId={connection.id} />
      <DisconnectUser user={user} connections={tabs} onOutcome={setOutcome} />
    </>
  );
}

const isSame = (one: Subject, other: Subject): boolean =>
  one.userType === other.userType && one.userId === other.userId;
