/** Owns how the publisher of a message is called: its connection where it is known, its token, or the operator. */
import type { MessageView } from "../../../../broker/contract/nouns.ts";
import { useLive } from "../../stores/stores.tsx";
import { connectionLabel } from "../../ui/connection-label.ts";

export function PublisherName({ message }: { message: MessageView }) {
  const { connectionId, tokenId, clientId } = message;
  const connection = useLive((data) => (connectionId === null ? undefined : data.connections.get(connectionId)));
  const token = useLive((data) => (tokenId === null ? undefined : data.tokens.get(tokenId)));
  if (connectionId === null) return <>the operator</>;
  const named = connection?.subject ? connectionLabel(connection, connectionId) : undefined;
  return <>{clientId ?? named ?? token?.name ?? connection?.tokenName ?? connectionId}</>;
}
