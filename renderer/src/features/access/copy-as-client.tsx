/** Owns the ready program of one token. */
import { useClient, useLive } from "../../stores/stores.tsx";
import { ConnectSnippet } from "../../ui/connect-snippet.tsx";
import { snippetTokens } from "../../ui/snippet-tokens.ts";

export function CopyAsClient({ tokenId }: { tokenId: string }) {
  const client = useClient();
  const addresses = useLive((data) => data.server.addresses);
  const token = useLive((data) => data.tokens.get(tokenId));
  const tags = useLive((data) => data.tags);
  const permissions = useLive((data) => data.permissions);
  if (!token) return null;
  return (
    <ConnectSnippet
      urls={addresses.map(({ broker }) => broker)}
      tokens={snippetTokens([token], tags, permissions.values())}
      fetchSecret={async (id) => (await client.tokens.secret({ id })).secret}
    />
  );
}
