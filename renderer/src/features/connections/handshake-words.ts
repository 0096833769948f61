/** Owns how a connection's credentials and topics are named, as its dialect's handshake carried them; pure. */
import type { ConnectionView } from "../../../../broker/contract/nouns.ts";

type Shown = Pick<ConnectionView, "dialect" | "credentialsBy" | "secretHint">;

/** Where the secret stood, and a hint of it. */
export function credentialsWords({ credentialsBy, secretHint }: Shown): readonly [string, string] {
  switch (credentialsBy) {
    case "header":
      return ["Authorization", `Token ${secretHint}`];
    case "subprotocol":
      return ["Subprotocol token", secretHint];
    case "query":
      return ["Query token", secretHint];
    case "frame":
      return ["Authenticate frame", secretHint];
    case "none":
      return ["Credentials", "none: anonymous"];
    default:
      return credentialsBy satisfies never;
  }
}

/** What stands before its topics: the broker dialect asks for them at the door, chat by its path, the others by frames later. */
export function topicsWord({ dialect }: Pick<Shown, "dialect">): string {
  if (dialect === "broker") return "Tag";
  return dialect === "chat" ? "Room" : "Subscribed to";
}
