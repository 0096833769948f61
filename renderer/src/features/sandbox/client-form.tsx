/** Owns making or changing a simulated client: name, token, dialect, filters with what may be said about each. */
import { NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { LIMITS } from "../../../../broker/contract/limits.ts";
import type { SandboxClient } from "../../../../broker/contract/sandbox.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import { Button } from "../../ui/button.tsx";
import { ClosedList } from "../../ui/closed-list.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";
import { saveLabel, saveLook } from "../../ui/save-label.ts";
import { Status } from "../../ui/status.tsx";
import text from "../../ui/text.module.css";
import styles from "./client-form.module.css";
import { filtersIn, lintFilters } from "./filter-lint.ts";
import { useLibraryPreview } from "./use-library-preview.ts";

const NO_TOKEN = "none";
/** The dialect in which a subscriber may ask for the past (P7). */
const REPLAYS = "pubsub";

export function ClientForm({ client: edited, onClose }: { client: SandboxClient | undefined; onClose: () => void }) {
  const client = useClient();
  const tokens = useLive((data) => data.tokens);
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  const anonymous = useLive((data) => data.settings.anonymous);
  const connections = useLive((data) => data.connections);
  const dialects = useLive((data) => data.server.dialects);
  const first = edited?.tokenId ?? tokens.keys().next().value ?? NO_TOKEN;
  const [name, setName] = useState(edited?.name ?? "");
  const [tokenId, setTokenId] = useState<string>(edited === undefined ? first : (edited.tokenId ?? NO_TOKEN));
  const [dialect, setDialect] = useState(edited?.dialect ?? "broker");
  const [lastN, setLastN] = useState(edited?.lastN ?? 0);
  const [filterText, setFilterText] = useState(edited?.filters.join("\n") ?? "");
  const [problem, setProblem] = useState<{ field: string; message: string } | null>(null);
  const filters = filtersIn(filterText);
  const policy = { tags, permissions, anonymous };
  const lints = lintFilters(filters, tokenId === NO_TOKEN ? null : tokenId, policy, dialect === "broker");

  const draft = { name: name.trim(), tokenId: tokenId === NO_TOKEN ? null : tokenId, dialect, filters, lastN };
  const isEdit = edited !== undefined && draft.name !== "";
  const preview = useLibraryPreview(
    isEdit ? { put: { kind: "sandboxClient", id: edited.id, order: edited.order, ...draft } } : null,
  );

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return setProblem({ field: "name", message: "A client needs a name" });
    try {
      if (edited === undefined) {
        const { id } = await client.sandbox.add(draft);
        await client.sandbox.connect({ id });
      } else {
        await client.sandbox.update({ id: edited.id, ...draft });
      }
      onClose();
    } catch (error) {
      const refusal = refusalOf(error);
      setProblem({ field: refusal.field ?? "", message: refusal.message });
    }
  };
  const errorAt = (field: string) =>
    problem?.field === field || problem?.field.startsWith(`${field}.`) ? problem.message : null;
  const isElsewhere =
    problem !== null && !["name", "tokenId", "dialect", "filters", "lastN"].some((field) => errorAt(field));
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        value={name}
        error={errorAt("name")}
        data-autofocus
        onChange={(event) => {
          setName(event.currentTarget.value);
          if (problem?.field === "name") setProblem(null);
        }}
      />
      <div className={styles.pair}>
        <Select
          label="Token"
          value={tokenId}
          error={errorAt("tokenId")}
          data={[
            ...[...tokens.values()].map((token) => ({ value: token.id, label: token.name ?? token.id })),
            { value: NO_TOKEN, label: "No token" },
          ]}
          allowDeselect={false}
          searchable
          onChange={(value) => setTokenId(value ?? NO_TOKEN)}
        />
        <Select
          label="Dialect"
          value={dialect}
          error={errorAt("dialect")}
          data={dialects.map((each) => each.name)}
          allowDeselect={false}
          onChange={(value) => setDialect(value ?? "broker")}
        />
      </div>
      <Textarea
        label="Filters"
        description="What it hears, one a line"
        value={filterText}
        error={errorAt("filters")}
        autosize
        minRows={3}
        maxRows={8}
        spellCheck={false}
        classNames={{ input: text.mono ?? "" }}
        onChange={(event) => setFilterText(event.currentTarget.value)}
      />
      {dialect === REPLAYS && (
        <NumberInput
          label="Replay"
          description="How many past messages it asks for with each filter"
          value={lastN}
          error={errorAt("lastN")}
          min={0}
          max={LIMITS.replayMax}
          allowDecimal={false}
          clampBehavior="strict"
          onChange={(value) => setLastN(Number(value) || 0)}
        />
      )}
      {lints.length > 0 && (
        <ul className={styles.lints} aria-label="What is said about the filters" role="status">
          {lints.map(({ filter, tone, words }) => (
            <li key={filter}>
              <Status tone={tone}>
                <span className={text.mono}>{filter}</span> {words}
              </Status>
            </li>
          ))}
        </ul>
      )}
      {isElsewhere && (
        <p role="alert">
          <Status tone="bad">{problem.message}</Status>
        </p>
      )}
      {preview !== null && preview.closed.length > 0 && (
        <>
          <ClosedList preview={preview} labelOf={(id) => connectionLabel(connections.get(id), id)} />
          <p className={text.second}>The client connects again with what is saved.</p>
        </>
      )}
      <div className={styles.actions}>
        <span className={text.grow} />
        <Button look="ghost" onClick={onClose}>
          Cancel
        </Button>
        <Button type="submit" look={saveLook(preview)}>
          {edited === undefined ? "Add and connect" : saveLabel(preview)}
        </Button>
      </div>
    </form>
  );
}
