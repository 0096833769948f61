/** Owns the columns of some consecutive rows: what was captured, by whom, and how it fared. */
import type { Grant } from "../access/snapshot.ts";
import type { SessionCard } from "../sessions/session-card.ts";
import { type Exception, Exceptions, type Fate } from "./exceptions.ts";
import { type Apart, type Audience, type Ending, ROW_KINDS, type RowKind, type RowSubject } from "./row.ts";

/** Rows of a chunk. The ring lets go of whole chunks, so this is how finely it keeps its quota. */
export const CHUNK_ROWS = 1024;
/** From this weight on a chunk of large rows takes no more. */
export const CHUNK_BYTES = 512 * 1024;
/** What a row weighs beside its texts: its columns, its message, and what they point to. */
export const ROW_BYTES = 280;

const NOT_APART: Apart = { unsaidIn: [], hearsItself: false, notItself: false, reply: null };
const KIND_CODES = { in: 0, operator: 1, reply: 2, node: 3, refused: 4, door: 5, direct: 6 } as const satisfies Record<
  RowKind,
  number
>;

/** Columns as arrays of one kind: the collector scans the references and never looks into the numbers. */
export class Chunk {
  /** Number of the first row. */
  readonly first: number;
  count = 0;
  /** What its rows weigh. */
  bytes = 0;
  readonly subjects = new Array<RowSubject | undefined>(CHUNK_ROWS);
  private readonly kinds = new Uint8Array(CHUNK_ROWS);
  readonly senders = new Array<SessionCard | null>(CHUNK_ROWS);
  readonly grants = new Array<Grant | null>(CHUNK_ROWS);
  readonly audiences = new Array<Audience | null>(CHUNK_ROWS);
  /** Epoch milliseconds. */
  readonly at = new Float64Array(CHUNK_ROWS);
  /** `Clock.elapsed()` at the publish. */
  readonly elapsed = new Float64Array(CHUNK_ROWS);
  /** Place in the log of departures at the publish. */
  readonly departures = new Float64Array(CHUNK_ROWS);
  readonly revisions = new Uint32Array(CHUNK_ROWS);
  readonly delivered = new Int32Array(CHUNK_ROWS);
  readonly withheld = new Uint32Array(CHUNK_ROWS);
  readonly dropped = new Uint32Array(CHUNK_ROWS);
  private exceptions: Exceptions | null = null;
  private apart: Map<number, Apart> | null = null;
  /** How sessions ended from which frames of these rows were withheld, by `Session.order`. */
  private endings: Map<number, Ending> | null = null;

  constructor(first: number) {
    this.first = first;
  }

  /** Appends a row and returns its place in the chunk; the caller fills the columns of numbers. */
  push(
    kind: RowKind,
    subject: RowSubject,
    sender: SessionCard | null,
    grant: Grant | null,
    audience: Audience | null,
  ): number {
    const index = this.count++;
    this.kinds[index] = KIND_CODES[kind];
    this.subjects[index] = subject;
    this.senders[index] = sender;
    this.grants[index] = grant;
    this.audiences[index] = audience;
    return index;
  }

  kindOf(index: number): RowKind {
    return ROW_KINDS[this.kinds[index] ?? 0] ?? "in";
  }

  /** Notes how one frame of the row fared. Returns the bytes by which the chunk grew. */
  note(index: number, order: number, fate: Fate, at: number): number {
    if (this.exceptions === null) {
      this.exceptions = new Exceptions();
      return this.exceptions.bytes + this.exceptions.add(index, order, fate, at);
    }
    return this.exceptions.add(index, order, fate, at);
  }

  /** False: something is noted of the row already. */
  noteApart(index: number, apart: Partial<Apart>): boolean {
    this.apart ??= new Map();
    const isFirst = !this.apart.has(index);
    this.apart.set(index, { ...this.apartOf(index), ...apart });
    return isFirst;
  }

  apartOf(index: number): Apart {
    return this.apart?.get(index) ?? NOT_APART;
  }

  /** False: how the session ended is known, and noted anew. */
  noteEnding(order: number, ending: Ending): boolean {
    this.endings ??= new Map();
    const isFirst = !this.endings.has(order);
    this.endings.set(order, ending);
    return isFirst;
  }

  exceptionsOf(index: number): readonly Exception[] {
    return this.exceptions?.of(index) ?? [];
  }

  endingOf(order: number): Ending | undefined {
    return this.endings?.get(order);
  }
}
