/** Owns the try of a rule that is being written: what it would do now, kept current while the person types. */
import { useEffect, useState } from "react";
import type { Tried } from "../../../../broker/contract/auto-replies.ts";
import { refusalOf } from "../../console/refusal.ts";
import { useClient, useLive } from "../../stores/stores.tsx";
import type { ReplyFields } from "./reply-fields.ts";

const ASK_MS = 200;

export interface OwnMessage {
  readonly topic: string;
  readonly json: string;
}

export interface ReplyTry {
  readonly answer: Tried | null;
  readonly failure: { readonly message: string; readonly field: string | undefined } | null;
}

/** `own` is a message that the person wrote; null takes the newest that the pattern matches. */
export function useReplyTry(fields: ReplyFields, own: OwnMessage | null): ReplyTry {
  const client = useClient();
  const revision = useLive((data) => data.revision);
  const [tried, setTried] = useState<ReplyTry>({ answer: null, failure: null });
  const { pattern, condition, replyTopic, template, tokenId } = fields;
  const question = JSON.stringify({ rule: { pattern, condition, replyTopic, template, tokenId }, own });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the question stands for the fields, the revision for the policy
  useEffect(() => {
    if (pattern === "") return setTried({ answer: null, failure: null });
    let isCurrent = true;
    const timer = setTimeout(async () => {
      const rule = { pattern, condition, replyTopic, template, tokenId };
      try {
        const answer = await client.autoReplies.try(own === null ? { rule } : { rule, message: own });
        if (isCurrent) setTried({ answer, failure: null });
      } catch (error) {
        const { message, field } = refusalOf(error);
        if (isCurrent) setTried((before) => ({ ...before, failure: { message, field } }));
      }
    }, ASK_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, question, revision]);
  return tried;
}
