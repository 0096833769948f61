/** Owns the saved messages: in folders, loaded to be edited, or sent again as they are. */
import { Popover, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconBookmark, IconSend, IconTrash } from "@tabler/icons-react";
import { type FormEvent, useState } from "react";
import type { SavedMessage } from "../../../../broker/contract/library.ts";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useDraft, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ICON } from "../../ui/icons.ts";
import text from "../../ui/text.module.css";
import { visibleName } from "../../ui/visible.ts";
import styles from "./saved.module.css";
import { byFolder } from "./saved-folders.ts";

export function SavedMessages({ sender }: { sender: SandboxClient | undefined }) {
  const client = useClient();
  const library = useLive((data) => data.library);
  const draft = useDraft((state) => state.draft);
  const change = useDraft((state) => state.change);
  const [name, setName] = useState("");
  const [folder, setFolder] = useState("");
  const [isOpen, setOpen] = useState(false);
  const folders = byFolder(library.values());
  const count = folders.reduce((sum, { messages }) => sum + messages.length, 0);

  const told = async (title: string, call: () => Promise<unknown>) => {
    try {
      await call();
      return true;
    } catch (error) {
      notifications.show({ color: "red", title, message: refusalOf(error).message });
      return false;
    }
  };
  const load = ({ topic, template, format }: SavedMessage) => {
    change({ topic, template, format });
    setOpen(false);
  };
  const send = ({ topic, template, format }: SavedMessage) =>
    told("Nothing was sent", () => client.sandbox.publish({ clientId: sender?.id ?? null, topic, template, format }));
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    const { topic, template, format } = draft;
    const same = folders
      .flatMap(({ messages }) => messages)
      .find((message) => message.name === name.trim() && message.folder === folder.trim());
    const saved = await told("The message was not saved", () =>
      client.library.put({
        kind: "savedMessage",
        name: name.trim(),
        folder: folder.trim(),
        order: same?.order ?? count,
        topic,
        template,
        format,
        ...(same === undefined ? {} : { id: same.id }),
      }),
    );
    if (saved) setName("");
  };

  return (
    <Popover position="top-end" width={400} trapFocus withinPortal opened={isOpen} onChange={setOpen}>
      <Popover.Target>
        <Button
          isSquare
          aria-haspopup="dialog"
          aria-label="Saved messages"
          title="Saved messages"
          onClick={() => setOpen(!isOpen)}
        >
          <IconBookmark {...ICON.small} />
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Saved messages">
        <div className={styles.list}>
          {count === 0 && <p className={text.second}>No saved messages yet. Save what stands in the composer below.</p>}
          {folders.map(({ folder: title, messages }) => (
            <section key={title} aria-label={title === "" ? "No folder" : title}>
              {title !== "" && <h3>{title}</h3>}
              <ul>
                {messages.map((message) => (
                  <li key={message.id}>
                    <button type="button" className={styles.load} onClick={() => load(message)}>
                      <span className={text.cut}>{visibleName(message.name)}</span>
                      <span className={`${text.mono} ${text.third} ${text.cut}`}>{visibleName(message.topic)}</span>
                    </button>
                    <Button
                      look="ghost"
                      size="small"
                      isSquare
                      aria-label={`Send ${message.name}`}
                      onClick={() => void send(message)}
                    >
                      <IconSend {...ICON.small} />
                    </Button>
                    <Button
                      look="ghost"
                      size="small"
                      isSquare
                      aria-label={`Delete ${message.name}`}
                      onClick={() => void told("The message stays", () => client.library.delete({ id: message.id }))}
                    >
                      <IconTrash {...ICON.small} />
                    </Button>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
        <form className={styles.save} onSubmit={save}>
          <TextInput
            aria-label="Name of the message"
            placeholder="Name"
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            aria-label="Folder"
            placeholder="Folder"
            value={folder}
            list="saved-folders"
            onChange={(event) => setFolder(event.currentTarget.value)}
          />
          <datalist id="saved-folders">
            {folders.map(({ folder: title }) => (
              <option key={title} value={title} />
            ))}
          </datalist>
          <Button type="submit" disabled={name.trim() === ""}>
            Save
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
