/** Topics as a section: made, described and deleted by an operator, and taken back (A5). The history keeps them. */
import type { TopicEdit } from "../../ports/store.ts";
import type { Topics } from "../../topics/topics.ts";
import { summaryOf, takeTopicEdit, undoTopicEdit } from "../topics/topic-edits.ts";
import type { Section, SectionEdit } from "./section.ts";

/** The edit of one topic; without `undo` for what cannot be taken back. */
export function topicEdit(topics: Topics, edit: TopicEdit, undo: TopicEdit | undefined): SectionEdit<"topics"> {
  return { name: "topics", change: [edit], undo: undo && [undo], summary: [summaryOf(topics, edit)] };
}

export const topicsSection = (topics: Topics): Section<"topics"> => ({
  name: "topics",
  isEdit: true,
  isEmpty: (edits) => edits.length === 0,
  take(edits) {
    for (const edit of edits) takeTopicEdit(topics, edit);
  },
  undo(edits) {
    if (edits === undefined) return {};
    const undo = edits.map((edit) => undoTopicEdit(topics, edit));
    return { edit: { name: "topics", change: edits, undo, summary: edits.map((edit) => summaryOf(topics, edit)) } };
  },
  touched: (edits) => edits.map(({ name }) => `topic ${name}`),
});
