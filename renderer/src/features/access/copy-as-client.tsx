/** Owns the ready program of one token. */
import { useClient, useLive } from "../../stores/stores.tsx";
import { ConnectSnippet } from "../../ui/connect-snippet.tsx";

export function CopyAsClient({ tokenId }: { tokenId: string }) {
  const client = useClient();
  const url = useLive((data) => data.server.addresses[0]?.broker ?? "");
  const token = useLive((data) => data.tokens.get(tokenId));
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  if (!token) return null;
  const rows = [...permissions.values()].filter((row) => row.tokenId === tokenId);
  const filters = rows.flatMap((row) => tags.get(row.tagId)?.pattern ?? []);
  return (
    <ConnectSnippet
      url={url}
      tokens={[{ id: tokenId, name: token.name ?? tokenId, secretHint: token.secretHint, filters }]}
      fetchSecret={async (id) => (await client.tokens.secret({ id })).secret}
    />
  );
}
