/** Owns the proof that a command finds who answers it, and that a person's preferences outlive damage. */
import { describe, expect, it, vi } from "vitest";
import { createCommandsStore } from "./commands.ts";
import { createPreferencesStore, DEFAULT_PREFERENCES, parsePreferences } from "./preferences.ts";
import { createShellStore } from "./shell.ts";

function home() {
  const kept = new Map<string, string>();
  const listeners: ((event: StorageEvent) => void)[] = [];
  return {
    kept,
    other: (newValue: string) => {
      for (const listener of listeners) listener({ key: "signalbox-preferences", newValue } as StorageEvent);
    },
    localStorage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    },
    addEventListener: (_type: "storage", listener: (event: StorageEvent) => void) => {
      listeners.push(listener);
    },
  };
}

function stores() {
  const shell = createShellStore("overview");
  const preferences = createPreferencesStore(home());
  return { shell, preferences, commands: createCommandsStore(shell, preferences).getState() };
}

describe("commands", () => {
  it("are answered by the newest offer, and by nobody once it is taken back", () => {
    const { commands, preferences } = stores();
    const [first, second] = [vi.fn(), vi.fn()];
    commands.offer({ "shell.palette": first });
    const takeBack = commands.offer({ "shell.palette": second });
    commands.run("shell.palette");
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1]);
    takeBack();
    commands.run("shell.palette");
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([1, 1]);
    expect(preferences.getState().recent).toEqual(["shell.palette"]);
  });

  it("of another screen go there first and run when it offers them", async () => {
    const { commands, shell } = stores();
    const save = vi.fn();
    commands.run("access.save");
    expect(shell.getState().screen).toBe("access");
    commands.offer({ "access.save": save });
    await Promise.resolve();
    expect(save).toHaveBeenCalledOnce();
    const again = vi.fn();
    commands.offer({ "access.save": again });
    await Promise.resolve();
    expect(again).not.toHaveBeenCalled();
  });

  it("that nobody offers do nothing and are not remembered", () => {
    const { commands, preferences } = stores();
    commands.run("workspace.import");
    expect(preferences.getState().recent).toEqual([]);
  });
});

describe("preferences", () => {
  it("are kept, and taken over from another window", () => {
    const place = home();
    const store = createPreferencesStore(place);
    store.getState().change({ density: "compact" });
    store.getState().setKeys("token.new", ["mod+J"]);
    expect(createPreferencesStore(place).getState()).toMatchObject({
      density: "compact",
      keys: { "token.new": ["mod+J"] },
    });
    place.other(JSON.stringify({ times: "iso" }));
    expect(store.getState()).toMatchObject({ density: "comfortable", times: "iso", keys: {} });
  });

  it("fall back part by part when what is kept is damaged or of another version", () => {
    expect(parsePreferences("{")).toEqual(DEFAULT_PREFERENCES);
    expect(parsePreferences(null)).toEqual(DEFAULT_PREFERENCES);
    expect(
      parsePreferences('{"density":"huge","zoom":9000,"keys":{"token.new":[1,"N"]},"recent":"x","times":"iso"}'),
    ).toEqual({
      ...DEFAULT_PREFERENCES,
      times: "iso",
      keys: { "token.new": ["N"] },
    });
  });
});
