/** Owns the topic grammar (T1 to T7): topics, patterns, and which of them match, cover and overlap. */

/** Either fine, or the reason why not, as a sentence for a person. */
export type Checked = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** T1. */
export declare function checkTopic(topic: string): Checked;
/** T2. */
export declare function checkPattern(pattern: string): Checked;
/** T3, T4: does the valid `pattern` match the valid `topic`? */
export declare function matches(pattern: string, topic: string): boolean;
/** T5: does `granted` match every topic that `asked` can match? */
export declare function covers(granted: string, asked: string): boolean;
/** T7: a topic that both match, or undefined when there is none. */
export declare function overlapExample(a: string, b: string): string | undefined;
/** C5: number of equal leading levels. */
export declare function sharedLevels(a: string, b: string): number;
/** True when the pattern holds + or #. */
export declare function hasWildcard(pattern: string): boolean;
/** `count` example topics of a pattern, for the editor. */
export declare function exampleTopics(pattern: string, count: number): readonly string[];
