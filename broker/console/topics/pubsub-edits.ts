/** Owns the edits of topics that come over the REST interface of pub/sub: an operator's, with their rows in the audit journal (A5). */
import { OPERATOR_ERRORS } from "../../contract/codes.ts";
import { Refused } from "../refused.ts";
import { createTopic, deleteTopic, type TopicDesk } from "./registry.ts";

/** Done and on disk, or refused with nothing changed. */
type Edited = { readonly ok: true } | { readonly ok: false; readonly status: number; readonly text: string };

export function pubSubEdits(desk: TopicDesk) {
  return {
    create: (name: string, metadataJson: string) => answered(createTopic(desk, { name, metadataJson }, "pubsub")),
    delete: (name: string) => answered(deleteTopic(desk, name, "pubsub")),
  };
}

async function answered(edit: Promise<unknown>): Promise<Edited> {
  try {
    await edit;
    return { ok: true };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { code, message } = error.refusal;
    return { ok: false, status: OPERATOR_ERRORS[code].status, text: message };
  }
}
