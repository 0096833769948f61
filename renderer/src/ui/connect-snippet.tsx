/** Owns "connect a device": which token, which language, and the program with its secret masked. */
import { Select } from "@mantine/core";
import { useState } from "react";
import styles from "./connect-snippet.module.css";
import { CopyButton } from "./copy-button.tsx";
import { Segmented } from "./segmented.tsx";
import type { SnippetToken } from "./snippet-tokens.ts";
import { SNIPPET_KINDS, type SnippetKind, snippetOf } from "./snippets.ts";
import text from "./text.module.css";

export type ConnectSnippetProps = {
  /** The broker's addresses, the one for this machine first. */
  urls: readonly string[];
  tokens: readonly SnippetToken[];
  /** Token that is chosen at first. */
  initialToken?: string | undefined;
  /** Fetches a token's secret; only called when the person asks for it. */
  fetchSecret: (tokenId: string) => Promise<string>;
};

const KINDS = SNIPPET_KINDS.map((kind) => ({ value: kind, label: kind }));

export function ConnectSnippet({ urls, tokens, initialToken, fetchSecret }: ConnectSnippetProps) {
  const [kind, setKind] = useState<SnippetKind>("Node");
  const [chosen, setChosen] = useState(initialToken);
  const token = tokens.find(({ id }) => id === chosen) ?? tokens[0];
  if (!token) return <p className={text.second}>There is no token yet. Create one, then connect a device with it.</p>;
  const reachable = urls.find((each) => !isLoopback(each));
  // A device is never this machine; a program may be.
  const url = (kind === DEVICE ? reachable : undefined) ?? urls[0] ?? "";
  const program = (secret: string) =>
    snippetOf(kind, { url, secret, filters: token.filters, publishTo: token.publishTo });
  return (
    <div>
      <div className={styles.row}>
        <span className={text.label}>As</span>
        <Select
          aria-label="Connect as token"
          className={styles.token}
          data={tokens.map(({ id, name }) => ({ value: id, label: name }))}
          value={token.id}
          onChange={(id) => setChosen(id ?? undefined)}
          allowDeselect={false}
          searchable={tokens.length > 12}
        />
        <span className={text.grow} />
        <Segmented label="Language" size="small" value={kind} options={KINDS} onChange={setKind} />
      </div>
      <div className={styles.well}>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a program that scrolls must be reachable by keyboard */}
        <pre className={styles.code} tabIndex={0}>
          <code>{highlighted(program(token.secretHint))}</code>
        </pre>
        <CopyButton
          className={styles.copy}
          isWordy
          label="Copy with secret"
          value={async () => program(await fetchSecret(token.id))}
        />
      </div>
      {kind === DEVICE && reachable === undefined && (
        <p className={text.second}>
          A device cannot reach this address: it leads to this machine only. Start the broker with{" "}
          <code>--host 0.0.0.0</code>, and its address in the network stands here.
        </p>
      )}
      {token.filters.length === 0 && (
        <p className={text.second}>This token has no permission yet: its connection would be refused.</p>
      )}
    </div>
  );
}

/** The language of programs that run on a device of their own. */
const DEVICE: SnippetKind = "Arduino";

function isLoopback(url: string): boolean {
  return /^wss?:\/\/(localhost|127\.|\[::1\])/.test(url);
}

/** Strings green, the rest as it is. */
function highlighted(program: string) {
  return program.split(/("(?:[^"\\]|\\.)*"|'[^']*')/g).map((part, index) => {
    const key = `${index}`;
    return /^["']/.test(part) ? (
      <span key={key} className={styles.string}>
        {part}
      </span>
    ) : (
      <span key={key}>{part}</span>
    );
  });
}
