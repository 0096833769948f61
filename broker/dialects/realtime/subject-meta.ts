/** Owns what clients store about their subject with `set_meta` (Q7), in memory and bounded. */
import { ownTopicOf } from "../../access/subject.ts";
import { isNestedBeyond } from "../../contract/json-depth.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Subject } from "../../contract/nouns.ts";
import { memoryOf } from "../../contract/text.ts";
import { ownText } from "../../sessions/own-text.ts";

export class SubjectMeta {
  /** By subject, the longest silent first. */
  private readonly bySubject = new Map<string, Map<string, string>>();
  private bytes = 0;

  /** Stores the JSON text under the key. False: too long or too deep, or the subject holds too many keys. */
  set(subject: Subject, key: string, json: string): boolean {
    if (key.length > LIMITS.metaKeyLength || Buffer.byteLength(json) > LIMITS.metaValueBytes) return false;
    // Whoever asks for it gets a value, which is walked on its way.
    if (isNestedBeyond(json, LIMITS.jsonDepth)) return false;
    const name = ownTopicOf(subject);
    const values = this.bySubject.get(name) ?? new Map<string, string>();
    if (!values.has(key) && values.size >= LIMITS.metaKeys) return false;
    this.bytes += weightOf(key, json) - weightOf(key, values.get(key));
    // A part of a frame would keep the whole frame.
    values.set(key, ownText(json));
    this.bySubject.delete(name);
    while (this.bySubject.size >= LIMITS.metaSubjects || (this.bytes > LIMITS.metaBytes && this.bySubject.size > 0)) {
      this.forgetOldest();
    }
    this.bySubject.set(name, values);
    return true;
  }

  /** JSON texts by key. */
  of(subject: Subject): ReadonlyMap<string, string> {
    return this.bySubject.get(ownTopicOf(subject)) ?? new Map();
  }

  private forgetOldest(): void {
    const oldest = this.bySubject.entries().next().value;
    if (oldest === undefined) return;
    const [name, values] = oldest;
    for (const [key, json] of values) this.bytes -= weightOf(key, json);
    this.bySubject.delete(name);
  }
}

/** A value beside its texts. */
const VALUE_BYTES = 100;

const weightOf = (key: string, json: string | undefined): number =>
  json === undefined ? 0 : VALUE_BYTES + 2 * key.length + memoryOf(json);
