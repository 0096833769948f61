/** Owns the proof that a taken port is named and asked about, and that the broker never moves by itself. */
import { readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { MessageBoxOptions } from "electron";
import { expect, test } from "./desktop-test.ts";

let other: Server;

test.beforeEach(async ({ port }) => {
  other = createServer();
  await new Promise<void>((resolve) => other.listen(port, "127.0.0.1", resolve));
});
test.afterEach(() => new Promise<void>((resolve) => void other.close(() => resolve())));

test("the question names the port and offers the next free one; the answer is for this start only", async ({
  launch,
  port,
  userData,
}) => {
  const questions: MessageBoxOptions[] = [];
  const desktop = launch({
    onMessageBox: (options) => {
      questions.push(options);
      return { response: 0, checkboxChecked: false };
    },
  });
  await desktop.page();

  expect(questions).toHaveLength(1);
  expect(questions[0]?.message).toContain(`Port ${port}`);
  const free = Number(/Use port (\d+)/.exec(questions[0]?.buttons?.[0] ?? "")?.[1]);
  expect(free).toBeGreaterThan(port);
  expect(await desktop.tells("tray-tooltip")).toContain(`127.0.0.1:${free}/`);
  expect(() => readFileSync(join(userData, "desktop.json"))).toThrow();
});

test("a move is remembered when the person says so, beside what else is in the settings", async ({
  launch,
  port,
  userData,
}) => {
  writeFileSync(join(userData, "desktop.json"), JSON.stringify({ port, host: "127.0.0.1", kept: true }));
  let free = 0;
  const desktop = launch({
    args: [],
    onMessageBox: (options) => {
      free = Number(/Use port (\d+)/.exec(options.buttons?.[0] ?? "")?.[1]);
      return { response: 0, checkboxChecked: true };
    },
  });
  await desktop.page();

  expect(JSON.parse(readFileSync(join(userData, "desktop.json"), "utf8"))).toEqual({
    port: free,
    host: "127.0.0.1",
    kept: true,
  });
});

test("trying again opens on the wished port once it is free", async ({ launch, port }) => {
  const desktop = launch({
    onMessageBox: (options) => {
      other.close();
      return { response: options.buttons?.indexOf(`Try ${port} again`) ?? -1, checkboxChecked: false };
    },
  });
  await desktop.page();

  expect(await desktop.tells("tray-tooltip")).toContain(`127.0.0.1:${port}/`);
});

test("quitting at the question opens no window and ends the app", async ({ launch }) => {
  const desktop = launch({
    onMessageBox: (options) => ({ response: options.cancelId ?? -1, checkboxChecked: false }),
  });

  expect(await desktop.exited).toBe(0);
  expect(desktop.told("window-created")).toEqual([]);
});
