/** Owns the drawer of auto-replies: the rules with how each has done, the one that is being written, and what they did last. */
import { Drawer } from "@mantine/core";
import { IconArrowLeft, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import type { AutoReply } from "../../../../broker/contract/library.ts";
import { useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import { Message } from "../../ui/message.tsx";
import { takeFocus } from "../../ui/take-focus.ts";
import text from "../../ui/text.module.css";
import styles from "./replies.module.css";
import { fieldsOfReply, type ReplyFields } from "./reply-fields.ts";
import { ReplyForm } from "./reply-form.tsx";
import { ReplyOutcomes } from "./reply-outcomes.tsx";
import { ReplyRow } from "./reply-row.tsx";

/** What is being written; it stays while the drawer is closed, so that nothing typed is lost. */
type Editing = { readonly id: string | undefined; readonly fields: ReplyFields };

export function RepliesDrawer() {
  const isOpen = useShell((state) => state.overlay === "replies");
  const close = useShell((state) => state.closeOverlay);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [isBack, setBack] = useState(false);
  const leave = () => {
    setEditing(null);
    setBack(true);
  };
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={() => setBack(false)}
      title="Auto-replies"
      size={640}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {editing === null ? (
        <Rules isBack={isBack} onEdit={setEditing} />
      ) : (
        <>
          <Button className={styles.back} look="ghost" size="small" onClick={leave}>
            <IconArrowLeft {...ICON.small} />
            All rules
          </Button>
          <ReplyForm
            key={editing.id ?? "new"}
            id={editing.id}
            fields={editing.fields}
            onChange={(fields) => setEditing({ ...editing, fields })}
            onDone={leave}
          />
        </>
      )}
    </Drawer>
  );
}

type RulesProps = {
  /** From the form: the focus was in it. */
  isBack: boolean;
  onEdit: (editing: Editing) => void;
};

function Rules({ isBack, onEdit }: RulesProps) {
  const library = useLive((data) => data.library);
  const states = useLive((data) => data.replies);
  const rules = [...library.values()].filter((document): document is AutoReply => document.kind === "autoReply");
  const focus = isBack ? takeFocus : undefined;
  const write = () => onEdit({ id: undefined, fields: fieldsOfReply(undefined) });
  if (rules.length === 0) {
    return (
      <Message
        title="No rule yet"
        detail="A rule publishes a reply when a message comes: a simulated device that answers, an acknowledgement, an alarm."
      >
        <Button ref={focus} look="primary" onClick={write}>
          Write a rule
        </Button>
      </Message>
    );
  }
  return (
    <div className={styles.drawer}>
      <div className={styles.line}>
        <p className={text.third}>The broker itself answers; each reply is judged by the rights of its token.</p>
        <span className={text.grow} />
        <Button ref={focus} onClick={write}>
          <IconPlus {...ICON.small} />
          New rule
        </Button>
      </div>
      <ul className={styles.rules}>
        {rules.map((rule) => (
          <ReplyRow
            key={rule.id}
            rule={rule}
            state={states.get(rule.id)}
            onEdit={() => onEdit({ id: rule.id, fields: fieldsOfReply(rule) })}
          />
        ))}
      </ul>
      <ReplyOutcomes />
    </div>
  );
}
