/** Owns the question before a kick: code, reason, and whether the token stays out for a while. */
import { Modal, NumberInput, Select, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { formatMs, formatPlural } from "../../ui/format.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import { useLast } from "../../ui/use-last.ts";
import styles from "./kick-dialog.module.css";
import { kickedOf } from "./kick-words.ts";

/** Whom to kick, and the reason that stands in the form at first. */
export type KickPlan = { readonly ids: readonly string[]; readonly reason?: string };

export type KickDialogProps = { plan: KickPlan | null; onClose: () => void; onDone: () => void };

export function KickDialog({ plan, onClose, onDone }: KickDialogProps) {
  const shown = useLast(plan);
  return (
    <Modal
      opened={plan !== null}
      onClose={onClose}
      title={`Kick ${formatPlural(shown?.ids.length ?? 0, "connection")}`}
      size={440}
      closeOnClickOutside={false}
    >
      {shown && <KickForm plan={shown} onClose={onClose} onDone={onDone} />}
    </Modal>
  );
}

const BARS = [
  { value: "0", label: "Not at all" },
  { value: "60", label: "1 minute" },
  { value: "600", label: "10 minutes" },
  { value: "3600", label: "1 hour" },
  { value: "86400", label: "1 day" },
];

function KickForm({ plan, onClose, onDone }: { plan: KickPlan; onClose: () => void; onDone: () => void }) {
  const { ids } = plan;
  const client = useClient();
  const connections = useLive((data) => data.connections);
  const [code, setCode] = useState<number | string>(4010);
  const [reason, setReason] = useState(plan.reason ?? "");
  const [bar, setBar] = useState("0");
  const [problem, setProblem] = useState<string | null>(null);
  const bytes = new TextEncoder().encode(reason).length;
  const isCode = Number.isInteger(code) && Number(code) >= 4000 && Number(code) <= 4999;
  const isShort = bytes <= LIMITS.closeReasonBytes;
  const kicked = kickedOf(ids, connections);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isCode || !isShort) return;
    try {
      const answer = await client.connections.kickMany({
        ids: [...ids],
        code: Number(code),
        ...(reason === "" ? {} : { reason }),
        ...(bar === "0" ? {} : { barForSeconds: Number(bar) }),
      });
      const slowest = Math.max(0, ...answer.closed.map((row) => row.closeMs));
      const gone = answer.missing.length > 0 ? `, ${answer.missing.length} had left already` : "";
      notifications.show({
        title: `${formatPlural(answer.closed.length, "connection")} kicked`,
        message: `Closed in ${formatMs(slowest)} ms${gone}`,
      });
      onDone();
    } catch (error) {
      setProblem(refusalOf(error).message);
    }
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div>
        <p className={text.second}>{kicked.names}</p>
        {kicked.isMost && (
          <p className={styles.many}>
            <Status tone="warn">{kicked.share}</Status>
          </p>
        )}
      </div>
      <div className={styles.pair}>
        <NumberInput
          label="Close code"
          value={code}
          min={4000}
          max={4999}
          allowDecimal={false}
          error={isCode ? null : "4000 to 4999."}
          onChange={setCode}
        />
        <Select
          label={kicked.tokens > 1 ? `Keep their ${kicked.tokens} tokens out for` : "Keep the token out for"}
          data={BARS}
          value={bar}
          allowDeselect={false}
          onChange={(value) => setBar(value ?? "0")}
        />
      </div>
      <TextInput
        label="Reason"
        placeholder="closed by an operator"
        value={reason}
        data-autofocus
        error={isShort ? null : "A close frame has no room for more."}
        rightSection={
          <span className={`${text.mono} ${isShort ? text.third : styles.over}`}>
            {bytes}/{LIMITS.closeReasonBytes}
          </span>
        }
        rightSectionWidth={64}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {problem && (
        <p role="alert">
          <Status tone="bad">{problem}</Status>
        </p>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look="danger" disabled={!isCode || !isShort}>
          Kick {formatPlural(ids.length, "connection")}
        </Button>
      </div>
    </form>
  );
}
