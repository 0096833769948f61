/** Who calls `/api/rooms`: the operator by the admin key, or a subject by its token's secret (H10). */
import type { DoorStep } from "../../contract/codes.ts";
import type { Subject } from "../../contract/nouns.ts";
import type { StoredToken } from "../../ports/store.ts";
import type { FurtherRefusal } from "../../sessions/admission-steps.ts";
import type { ConsoleCore } from "../console-core.ts";
import { notAllowed, type Refused, stopped, tooMany, unauthorized } from "../refused.ts";
import type { ChatRequest } from "./chat-door.ts";

export type ChatCaller = ChatOperator | ChatSubject;

export interface ChatOperator {
  readonly subject: null;
}

export interface ChatSubject {
  readonly subject: Subject;
  readonly token: StoredToken;
}

/** Credentials are judged and recorded as those of sockets, after the wait of their address (C8). @throws Refused UNAUTHORIZED, FORBIDDEN, STOPPED */
export function findCaller(
  core: Pick<ConsoleCore, "admission">,
  { credentials, hasKey, attempt }: ChatRequest,
): ChatCaller {
  if (hasKey) return { subject: null };
  const verdict = core.admission.judgeCredentials(attempt, credentials, needsSubject);
  if (!verdict.admitted) throw refusedStep(verdict.step);
  const { token } = verdict;
  if (token.subject === null) throw refusedStep("subject-missing");
  return { subject: token.subject, token };
}

/** M7: a message over HTTP counts like one of a socket. @throws Refused TOO_MANY */
export function countMessage(
  core: Pick<ConsoleCore, "admission" | "rates">,
  caller: ChatCaller,
  { credentials, attempt }: ChatRequest,
): void {
  if (caller.subject === null || core.rates.allowsRequest(caller.token.id)) return;
  core.admission.reject(attempt, { step: "request-too-fast", detail: "" }, credentials, caller.token);
  throw tooMany("The token sends too many messages a second; try again in a second");
}

const needsSubject = ({ subject }: StoredToken): FurtherRefusal | undefined =>
  subject === null ? { step: "subject-missing", detail: "a chat room needs to know who speaks" } : undefined;

function refusedStep(step: DoorStep): Refused {
  switch (step) {
    case "stopping":
    case "broker-stopped":
      return stopped();
    case "subject-missing":
      return notAllowed("The token has no subject: a chat room needs to know who speaks");
    default:
      return unauthorized(
        "Send the admin key, or the secret of a token that may connect, as Authorization: Bearer <secret>",
      );
  }
}
