/** Owns one setting of the broker: the control that its words ask for, and the way from typing to saved. */
import { Radio, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { EFFECT_NOW, SETTING_KEYS, settingWords } from "../../../../broker/contract/setting-words.ts";
import type { SettingKey, Typed } from "../../stores/setting-drafts.ts";
import { useLive, useSettingDrafts } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { QuantityField, TextField } from "./fields.tsx";
import { RightsTable } from "./rights-table.tsx";
import { isSame, judgeSetting, typedOf } from "./setting-lint.ts";
import styles from "./setting-row.module.css";
import { SettingRow } from "./setting-row.tsx";

export function BrokerSetting({ id }: { id: string }) {
  const key = SETTING_KEYS.find((known) => known === id);
  return key ? <Known id={key} /> : null;
}

function Known({ id }: { id: SettingKey }) {
  const settings = useLive((data) => data.settings);
  const draft = useSettingDrafts((state) => state.drafts[id]);
  const { type, discard, save } = useSettingDrafts((state) => state);
  const words = settingWords(id);
  const { control } = words;
  const saved = typedOf(settings, id);
  const typed = draft?.typed ?? saved;
  const verdict = judgeSetting(id, typed);
  const isChanged = draft !== undefined && !isSame(settings, id, typed);
  const problem = verdict.ok ? (draft?.problem ?? null) : verdict.reason;

  const change = (next: Typed) => type(id, next);
  const send = () => {
    if (isChanged && verdict.ok) void save(id, verdict.patch);
  };
  /** A choice has nothing to be typed: it is sent as it is made. */
  const choose = (next: Typed) => {
    type(id, next);
    const chosen = judgeSetting(id, next);
    if (chosen.ok) void save(id, chosen.patch);
  };
  const drop = () => discard(id);
  const field = { id, label: words.label, isWrong: problem !== null, onChange: change, onSave: send, onDiscard: drop };

  const part = (): ReactNode => {
    switch (control.kind) {
      case "text":
      case "words":
        return <TextField {...field} value={String(typed)} />;
      case "quantity":
        return <QuantityField {...field} value={String(typed)} unit={control.unit} none={control.none} />;
      case "switch":
        return (
          <Switch
            size="xs"
            label={typed === true ? "On" : "Off"}
            aria-label={words.label}
            checked={typed === true}
            onChange={(event) => choose(event.currentTarget.checked)}
          />
        );
      case "choice":
        return (
          <Radio.Group value={String(typed)} onChange={choose} aria-labelledby={`label-${id}`}>
            <div className={styles.choices}>
              {control.options.map(({ value, label, help }) => (
                <Radio key={value} value={value} label={label} description={help} size="xs" />
              ))}
            </div>
          </Radio.Group>
        );
      case "rights":
        return <RightsTable rights={Array.isArray(typed) ? typed : []} onChange={change} />;
      default:
        return control satisfies never;
    }
  };

  return (
    <SettingRow
      label={words.label}
      labelId={`label-${id}`}
      help={words.help}
      effect={words.effect ?? EFFECT_NOW}
      problem={problem}
      isWide={control.kind === "rights"}
    >
      {part()}
      {draft && (isChanged || draft.problem !== null) && (
        <div className={styles.line}>
          <Button size="small" look="primary" disabled={!verdict.ok || draft.isSaving} onClick={send}>
            {draft.isSaving ? "Saving" : draft.problem === null ? "Save" : "Try again"}
          </Button>
          <Button size="small" look="ghost" onClick={drop}>
            Discard
          </Button>
        </div>
      )}
    </SettingRow>
  );
}
