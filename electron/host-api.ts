/** Owns the answers to the page's host calls: the sender is checked, the input parsed, and errors travel as data. */
import type { IpcMain } from "electron";
import { z } from "zod";
import { OPERATOR_ERRORS } from "../broker/contract/codes.ts";
import {
  CHANNELS,
  type Folder,
  type HostAnswer,
  type HostError,
  type Notice,
  type PickedFile,
} from "./host-surface.ts";
import type { SenderCheck } from "./sender.ts";

/** What the operating system does for the page. Each is asked with checked input only. */
export interface HostTools {
  copy(text: string): Promise<void>;
  pickFile(): Promise<PickedFile | null>;
  revealFolder(folder: Folder): Promise<void>;
  openExternal(url: string): Promise<void>;
  notify(notice: Notice): void;
}

export interface HostApiOptions {
  readonly ipcMain: Pick<IpcMain, "handle">;
  readonly isOwnFrame: SenderCheck;
  readonly mayOpen: (url: string) => boolean;
  readonly tools: HostTools;
  /** Told of a bug in a handler; the page hears "internal" only. */
  readonly onBug: (channel: string, error: unknown) => void;
}

const COPY_MAX = 1024 * 1024;
const NOTICE_MAX = 400;

const line = z.string().min(1).max(NOTICE_MAX);

/** Registers every handler once; the app must not call this twice. */
export function answerHostCalls({ ipcMain, isOwnFrame, mayOpen, tools, onBug }: HostApiOptions): void {
  function answer<I, O>(channel: string, schema: z.ZodType<I>, run: (input: I) => Promise<O> | O): void {
    ipcMain.handle(channel, async (event, input: unknown): Promise<HostAnswer<O>> => {
      if (!isOwnFrame(event.senderFrame)) return refusal("FORBIDDEN");
      const parsed = schema.safeParse(input);
      if (!parsed.success) return refusal("BAD_REQUEST", parsed.error.issues[0]?.path.join(".") ?? "");
      try {
        return { ok: true, value: await run(parsed.data) };
      } catch (error) {
        onBug(channel, error);
        return refusal("INTERNAL");
      }
    });
  }

  /** A deed has no value to answer. */
  function act<I>(channel: string, schema: z.ZodType<I>, run: (input: I) => Promise<void> | void): void {
    answer(channel, schema, async (input) => {
      await run(input);
      return null;
    });
  }

  act(CHANNELS.copy, z.string().max(COPY_MAX), (text) => tools.copy(text));
  answer(CHANNELS.pickFile, z.undefined(), () => tools.pickFile());
  act(CHANNELS.revealFolder, z.enum(["data", "logs"]), (folder) => tools.revealFolder(folder));
  act(CHANNELS.openExternal, z.url().refine(mayOpen), (url) => tools.openExternal(url));
  act(CHANNELS.notify, z.strictObject({ title: line, body: line }), (notice) => tools.notify(notice));
}

function refusal(code: HostError["code"], field?: string): { ok: false; error: HostError } {
  const error = { code, message: OPERATOR_ERRORS[code].text };
  return { ok: false, error: field === undefined ? error : { ...error, field } };
}
