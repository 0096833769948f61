/** Owns the frames that wait within a turn: one chain for all sessions that wait for the same. */
import type { Frame } from "./frame.ts";

/**
 * Frames in the order they were queued, seen from the newest. Sessions that were given the same frames since they last had none stand at the
 * same place, so a frame for a thousand of them is linked once, and the piece that leaves is joined once. Places never change; who stands
 * at one holds what lies before it.
 */
export class Line {
  /** Frames up to here, this one among them. */
  readonly count: number;
  /** What they weigh, in bytes. */
  readonly bytes: number;
  readonly frame: Frame | null;
  private readonly before: Line | null;
  /** The place that was last made behind this one. */
  private behind: Line | null = null;
  /** All frames as one; a single one is its own. */
  private piece: Uint8Array | null;

  /** Without arguments: a place where nothing waits yet. */
  constructor(before: Line | null = null, frame: Frame | null = null) {
    this.before = before;
    this.frame = frame;
    this.count = before === null ? 0 : before.count + 1;
    this.bytes = before === null || frame === null ? 0 : before.bytes + frame.byteLength;
    this.piece = this.count === 1 ? frame : null;
  }

  /** The place behind this one at which `frame` is the newest. */
  with(frame: Frame): Line {
    const { behind } = this;
    if (behind !== null && behind.frame === frame) return behind;
    this.behind = new Line(this, frame);
    return this.behind;
  }

  /** Oldest first. */
  frames(): Frame[] {
    const frames: Frame[] = [];
    for (let at: Line | null = this; at?.frame; at = at.before) frames.push(at.frame);
    return frames.reverse();
  }

  /** All frames as one piece: one write of one piece is cheaper than a gathered write of many, also when nobody shares it. */
  joined(): Uint8Array {
    this.piece ??= Buffer.concat(this.frames(), this.bytes);
    return this.piece;
  }

  /** Lets go of what was queued behind this place; who stands there keeps it. */
  forget(): void {
    this.behind = null;
  }
}
