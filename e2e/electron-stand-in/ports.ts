/** Owns the stand-in's MessageChannelMain: two ports, one of which may go to a page and become a real MessagePort there. */
import { EventEmitter } from "node:events";
import { decode, encode } from "./codec.ts";

/** Where what is posted on a port goes. */
interface OtherEnd {
  take(data: unknown): void;
  closed(): void;
}

export class MessagePortMain extends EventEmitter {
  #other: OtherEnd | undefined;
  #queue: unknown[] = [];
  #started = false;
  #gone = false;

  join(other: OtherEnd): void {
    this.#other = other;
  }

  /** The far end, for a port that moves to a page: this object is dead afterwards, as a transferred port is. */
  handOver(): OtherEnd {
    if (this.#gone || this.#other === undefined) throw new Error("Port is already neutered");
    const other = this.#other;
    this.#gone = true;
    this.#other = undefined;
    return other;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new Error("the stand-in moves ports only with webContents.postMessage");
    const copy = decode(encode(structuredClone(message)));
    this.#other?.take(copy);
  }

  start(): void {
    if (this.#started) return;
    this.#started = true;
    for (const data of this.#queue.splice(0)) this.#emit(data);
  }

  close(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#other?.closed();
    this.#other = undefined;
    setImmediate(() => this.emit("close"));
  }

  /** Messages are queued until `start`, as documented. */
  take(data: unknown): void {
    if (this.#started) this.#emit(data);
    else this.#queue.push(data);
  }

  closed(): void {
    if (this.#gone) return;
    this.#gone = true;
    this.#other = undefined;
    setImmediate(() => this.emit("close"));
  }

  #emit(data: unknown): void {
    setImmediate(() => this.emit("message", { data, ports: [] }));
  }
}

export class MessageChannelMain {
  readonly port1 = new MessagePortMain();
  readonly port2 = new MessagePortMain();

  constructor() {
    this.port1.join(this.port2);
    this.port2.join(this.port1);
  }
}

/** Makes the partner of a moved port talk to `end` instead. */
export function redirect(partner: OtherEnd, end: OtherEnd): void {
  if (partner instanceof MessagePortMain) partner.join(end);
}
