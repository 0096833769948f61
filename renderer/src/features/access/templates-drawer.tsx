/** Owns the drawer of templates: the same permissions for many tokens, made from one, applied to others. */
import { Drawer, Select, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { TokenTemplate } from "../../../../broker/contract/library.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive, useShell } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import dialog from "./dialog.module.css";
import { TemplateCard } from "./template-card.tsx";
import { templateOf } from "./template-edits.ts";
import styles from "./templates.module.css";

export function TemplatesDrawer() {
  const isOpen = useShell((state) => state.overlay === "templates");
  const close = useShell((state) => state.closeOverlay);
  return (
    <Drawer
      opened={isOpen}
      onClose={close}
      title="Token templates"
      size={560}
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Templates />
    </Drawer>
  );
}

function Templates() {
  const library = useLive((data) => data.library);
  const templates = [...library.values()].filter((document): document is TokenTemplate => document.kind === "template");
  return (
    <div className={styles.drawer}>
      <p className={text.third}>
        A template is a set of permissions. Applied to tokens it becomes pending edits in the matrix: nothing is saved
        before you have seen what saving does.
      </p>
      <FromToken />
      {templates.length === 0 && (
        <p className={text.third}>No template yet. Take one from a token that has the right set.</p>
      )}
      <ul className={styles.cards}>
        {templates.map((template) => (
          <TemplateCard key={template.id} template={template} />
        ))}
      </ul>
    </div>
  );
}

function FromToken() {
  const client = useClient();
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const [tokenId, setTokenId] = useState<string | null>(null);
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<{ field: "token" | "name" | null; message: string } | null>(null);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const token = tokenId === null ? undefined : tokens.get(tokenId);
    if (!token) return setProblem({ field: "token", message: "Which token?" });
    const called = name.trim() || (token.name ?? "");
    if (called === "") return setProblem({ field: "name", message: "A name, since the token has none." });
    try {
      await client.library.put(templateOf(token, called, { tags, permissions }));
      setName("");
      setTokenId(null);
      setProblem(null);
    } catch (error) {
      const refusal = refusalOf(error);
      setProblem({ field: refusal.field === "name" ? "name" : null, message: refusal.message });
    }
  };
  return (
    <form className={styles.make} onSubmit={submit} noValidate aria-label="Template from a token">
      <Select
        label="New template from"
        placeholder="Choose a token"
        data={[...tokens.values()].map((token) => ({ value: token.id, label: token.name ?? token.id }))}
        value={tokenId}
        error={problem?.field === "token" ? problem.message : null}
        searchable={tokens.size > 12}
        onChange={setTokenId}
      />
      <TextInput
        label="Name"
        placeholder={(tokenId && tokens.get(tokenId)?.name) ?? "Door sensor"}
        value={name}
        error={problem?.field === "name" ? problem.message : null}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit">Create template</Button>
      {problem?.field === null && (
        <p role="alert" className={dialog.problem}>
          <Status tone="bad">{problem.message}</Status>
        </p>
      )}
    </form>
  );
}
