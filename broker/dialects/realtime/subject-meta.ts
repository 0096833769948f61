/** Owns what clients store about their subject with `set_meta` (Q7), in memory and bounded. */
import { ownTopicOf } from "../../access/subject.ts";
import { isNestedBeyond } from "../../contract/json-depth.ts";
import { LIMITS } from "../../contract/limits.ts";
import type { Subject } from "../../contract/nouns.ts";

export class SubjectMeta {
  /** By subject, the longest silent first. */
  private readonly bySubject = new Map<string, Map<string, string>>();

  /** Stores the JSON text under the key. False: too long or too deep, or the subject holds too many keys. */
  set(subject: Subject, key: string, json: string): boolean {
    if (key.length > LIMITS.metaKeyLength || Buffer.byteLength(json) > LIMITS.metaValueBytes) return false;
    // Whoever asks for it gets a value, which is walked on its way.
    if (isNestedBeyond(json, LIMITS.jsonDepth)) return false;
    const name = ownTopicOf(subject);
    const values = this.bySubject.get(name) ?? new Map<string, string>();
    if (!values.has(key) && values.size >= LIMITS.metaKeys) return false;
    values.set(key, json);
    this.bySubject.delete(name);
    if (this.bySubject.size >= LIMITS.metaSubjects) this.forgetOldest();
    this.bySubject.set(name, values);
    return true;
  }

  /** JSON texts by key. */
  of(subject: Subject): ReadonlyMap<string, string> {
    return this.bySubject.get(ownTopicOf(subject)) ?? new Map();
  }

  private forgetOldest(): void {
    const oldest = this.bySubject.keys().next().value;
    if (oldest !== undefined) this.bySubject.delete(oldest);
  }
}
