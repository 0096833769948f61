/** Owns the proof that the broker opens on the wished port or on the one a person chose, and on no other. */
import { createServer } from "node:net";
import { expect, it } from "vitest";
import { nextFreePort, openOnPort, type PortChoice, portQuestion } from "./port-busy.ts";

function search(busy: readonly number[], choices: PortChoice[], free: number | undefined = 8002) {
  const remembered: number[] = [];
  const asked: number[] = [];
  return {
    remembered,
    asked,
    result: openOnPort({
      port: 8001,
      open: async (port) => {
        if (busy.includes(port)) throw new Error("busy");
        return port;
      },
      isBusy: (error) => error instanceof Error && error.message === "busy",
      ask: async (port) => {
        asked.push(port);
        return { choice: choices.shift() ?? { do: "quit" }, free };
      },
      remember: (port) => void remembered.push(port),
    }),
  };
}

it("opens on the wished port without a question", async () => {
  const { result, asked } = search([], []);
  expect(await result).toBe(8001);
  expect(asked).toEqual([]);
});

it("moves only when told to, and remembers only when told to", async () => {
  const once = search([8001], [{ do: "move", remember: false }]);
  expect(await once.result).toBe(8002);
  expect(once.remembered).toEqual([]);

  const forGood = search([8001], [{ do: "move", remember: true }]);
  expect(await forGood.result).toBe(8002);
  expect(forGood.remembered).toEqual([8002]);
});

it("asks again when the offered port was taken meanwhile, and ends when the person quits", async () => {
  const { result, asked } = search([8001, 8002], [{ do: "move", remember: false }, { do: "quit" }]);
  expect(await result).toBeUndefined();
  expect(asked).toEqual([8001, 8002]);
});

it("asks nothing about another trouble", async () => {
  const failing = openOnPort({
    port: 8001,
    open: () => Promise.reject(new Error("the data folder cannot be read")),
    isBusy: () => false,
    ask: () => Promise.reject(new Error("asked")),
    remember: () => {},
  });
  await expect(failing).rejects.toThrow("the data folder cannot be read");
});

it("puts into words what was pressed; a closed dialog is a quit", () => {
  const { options, choice } = portQuestion(8001, 8002);
  expect(options.buttons).toEqual(["Use port 8002", "Try 8001 again", "Quit"]);
  expect(choice(0, true)).toEqual({ do: "move", remember: true });
  expect(choice(1, false)).toEqual({ do: "retry" });
  expect(choice(options.cancelId ?? -1, false)).toEqual({ do: "quit" });
  expect(options.buttons?.[options.defaultId ?? -1]).toBe("Try 8001 again");
});

it("offers no move when no port near is free", () => {
  const { options, choice } = portQuestion(65_535, undefined);
  expect(options.buttons).toEqual(["Try 65535 again", "Quit"]);
  expect(options.checkboxLabel).toBeUndefined();
  expect(choice(0, false)).toEqual({ do: "retry" });
});

it("finds the next port that is really free", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : 0;
  const next = await nextFreePort(taken - 1, "127.0.0.1");
  await new Promise((resolve) => server.close(resolve));
  expect(next).toBeGreaterThan(taken);
});
