/** Owns the fields of a token, for new and known ones alike. */
import { NumberInput, Switch, Textarea, TextInput } from "@mantine/core";
import styles from "./dialog.module.css";
import type { TokenErrors, TokenFields } from "./token-fields.ts";

export type TokenFormProps = {
  fields: TokenFields;
  errors: TokenErrors;
  onChange: (change: Partial<TokenFields>) => void;
};

export function TokenForm({ fields, errors, onChange }: TokenFormProps) {
  return (
    <>
      <TextInput
        label="Name"
        placeholder="Phone app"
        value={fields.name}
        error={errors.name}
        data-autofocus
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <div className={styles.pair}>
        <NumberInput
          label="Connections at once (0 is no limit)"
          value={fields.maxConnections}
          error={errors.maxConnections}
          min={0}
          allowDecimal={false}
          onChange={(maxConnections) => onChange({ maxConnections })}
        />
        <TextInput
          label="Expires (empty is never)"
          type="datetime-local"
          value={fields.expiresAt}
          error={errors.expiresAt}
          onChange={(event) => onChange({ expiresAt: event.currentTarget.value })}
        />
        <TextInput
          label="Subject type"
          placeholder="device"
          value={fields.userType}
          error={errors.userType}
          onChange={(event) => onChange({ userType: event.currentTarget.value })}
        />
        <TextInput
          label="Subject id"
          placeholder="phone-1"
          value={fields.userId}
          error={errors.userId}
          onChange={(event) => onChange({ userId: event.currentTarget.value })}
        />
        <TextInput
          label="Username (where it is not the id)"
          placeholder="alice"
          value={fields.username}
          error={errors.username}
          onChange={(event) => onChange({ username: event.currentTarget.value })}
        />
        <NumberInput
          label="Messages a second (empty is no limit)"
          value={fields.messagesPerSecond}
          error={errors.messagesPerSecond}
          min={0}
          onChange={(messagesPerSecond) => onChange({ messagesPerSecond })}
        />
        <NumberInput
          label="Burst"
          value={fields.burst}
          error={errors.burst}
          min={1}
          allowDecimal={false}
          onChange={(burst) => onChange({ burst })}
        />
      </div>
      <Textarea
        label="Note"
        value={fields.note}
        error={errors.note}
        autosize
        minRows={2}
        maxRows={6}
        onChange={(event) => onChange({ note: event.currentTarget.value })}
      />
      <Switch
        size="xs"
        label="Enabled"
        checked={fields.enabled}
        error={errors.enabled}
        onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
      />
    </>
  );
}
