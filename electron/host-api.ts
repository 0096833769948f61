/** Owns the answers to the page's host calls: the sender is checked, the input parsed, and errors travel as data. */
import type { IpcMain, WebContents } from "electron";
import { z } from "zod";
import type { ChangedKeys } from "../broker/contract/chords.ts";
import { OPERATOR_ERRORS } from "../broker/contract/codes.ts";
import {
  type BackupAnswer,
  CHANNELS,
  type Folder,
  type HostAnswer,
  type HostError,
  type Notice,
  type PortAnswer,
} from "./host-surface.ts";
import type { SenderCheck } from "./sender.ts";

/** What the operating system does for the page. Each is asked with checked input only. */
export interface HostTools {
  copy(text: string): Promise<void>;
  revealFolder(folder: Folder): Promise<void>;
  openExternal(url: string): Promise<void>;
  notify(notice: Notice): void;
}

/** What the app itself does for the page. */
export interface AppTools {
  openWindow(): void;
  setZoom(contents: Pick<WebContents, "setZoomFactor">, percent: number): void;
  setKeys(changed: ChangedKeys): void;
  backUp(): Promise<BackupAnswer>;
  changePort(port: number): Promise<PortAnswer>;
  restart(): void;
}

export interface HostApiOptions {
  readonly ipcMain: Pick<IpcMain, "handle">;
  readonly isOwnFrame: SenderCheck;
  readonly mayOpen: (url: string) => boolean;
  readonly tools: HostTools & AppTools;
  /** Told of a bug in a handler; the page hears "internal" only. */
  readonly onBug: (channel: string, error: unknown) => void;
}

const COPY_MAX = 1024 * 1024;
const NOTICE_MAX = 400;

const ZOOM = { least: 50, most: 200 } as const;

/** What a handler does with input that was checked; `sender` is the page that asked. */
type Run<I, O> = (input: I, sender: WebContents) => Promise<O> | O;

/** Far more than the table of commands has, and than one command can use. */
const KEYS = { commands: 500, idLength: 60, chords: 10, chordLength: 40 } as const;

const changedKeys = z
  .record(z.string().max(KEYS.idLength), z.array(z.string().max(KEYS.chordLength)).max(KEYS.chords))
  .refine((changed) => Object.keys(changed).length <= KEYS.commands);

const line = z.string().min(1).max(NOTICE_MAX);

/** Registers every handler once; the app must not call this twice. */
export function answerHostCalls({ ipcMain, isOwnFrame, mayOpen, tools, onBug }: HostApiOptions): void {
  function answer<I, O>(channel: string, schema: z.ZodType<I>, run: Run<I, O>): void {
    ipcMain.handle(channel, async (event, input: unknown): Promise<HostAnswer<O>> => {
      if (!isOwnFrame(event.senderFrame)) return refusal("FORBIDDEN");
      const parsed = schema.safeParse(input);
      if (!parsed.success) return refusal("BAD_REQUEST", parsed.error.issues[0]?.path.join(".") ?? "");
      try {
        return { ok: true, value: await run(parsed.data, event.sender) };
      } catch (error) {
        onBug(channel, error);
        return refusal("INTERNAL");
      }
    });
  }

  /** A deed has no value to answer. */
  function act<I>(channel: string, schema: z.ZodType<I>, run: Run<I, void>): void {
    answer(channel, schema, async (input, sender) => {
      await run(input, sender);
      return null;
    });
  }

  act(CHANNELS.copy, z.string().max(COPY_MAX), (text) => tools.copy(text));
  act(CHANNELS.revealFolder, z.enum(["data", "logs"]), (folder) => tools.revealFolder(folder));
  act(CHANNELS.openExternal, z.url().refine(mayOpen), (url) => tools.openExternal(url));
  act(CHANNELS.openWindow, z.undefined(), () => tools.openWindow());
  act(CHANNELS.setZoom, z.int().min(ZOOM.least).max(ZOOM.most), (percent, page) => tools.setZoom(page, percent));
  act(CHANNELS.setKeys, changedKeys, (changed) => tools.setKeys(changed));
  answer(CHANNELS.backUp, z.undefined(), () => tools.backUp());
  answer(CHANNELS.changePort, z.int().min(1).max(65_535), (port) => tools.changePort(port));
  act(CHANNELS.restart, z.undefined(), () => tools.restart());
  act(CHANNELS.notify, z.strictObject({ title: line, body: line }), (notice) => tools.notify(notice));
}

function refusal(code: HostError["code"], field?: string): { ok: false; error: HostError } {
  const error = { code, message: OPERATOR_ERRORS[code].text };
  return { ok: false, error: field === undefined ? error : { ...error, field } };
}
