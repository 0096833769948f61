/** Owns what must hold of the repository as a whole: no machine's paths in it, and papers that speak of what is there. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { ROOT } from "./run.ts";

const read = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const { scripts, bin } = z
  .object({ scripts: z.record(z.string(), z.string()), bin: z.record(z.string(), z.string()) })
  .parse(JSON.parse(read("package.json")));

/** Files that git knows and that are there, text only. */
const tracked = (): readonly string[] =>
  execFileSync("git", ["ls-files", "-z"], { cwd: ROOT, encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "" && !/\.(png|ico|icns|woff2|db)$/.test(path) && existsSync(join(ROOT, path)));

describe("the repository", () => {
  it("holds no path of the machine that it was written on", () => {
    const paths = [ROOT.replace(/\/$/, ""), homedir()].filter((path) => path.split("/").length > 2 || path === "/root");
    const found = tracked().filter((file) => {
      const text = read(file);
      return paths.some((path) => text.includes(`${path}/`));
    });
    expect(found).toEqual([]);
  });

  it("has in package.json every npm script that README names", () => {
    const named = [...read("README.md").matchAll(/npm (?:run ([\w:]+)|(start|test)\b)/g)].map(
      ([, run, short]) => run ?? short,
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((name) => name === undefined || scripts[name] === undefined)).toEqual([]);
  });

  it("starts and tests with the two commands that README promises", () => {
    expect(read("README.md")).toContain("npm ci && npm start");
    expect(read("README.md")).toContain("npm ci && npm test");
  });

  it("has what README, ARCHITECTURE and the decisions link to", () => {
    const broken = tracked()
      .filter((file) => file.endsWith(".md"))
      .flatMap((file) =>
        [...read(file).matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => ({
          file,
          target: join(file, "..", target ?? ""),
        })),
      )
      .filter(({ target }) => !existsSync(join(ROOT, target)));
    expect(broken).toEqual([]);
  });

  it("looks nothing up in the console by a free name in a plain object, which has names of its own", () => {
    const tables = tracked()
      .filter((file) => /^renderer\/.*(?<!\.test)\.tsx?$/.test(file))
      .flatMap((file) =>
        read(file)
          .split("\n")
          .filter((line) => /^\s*(export )?const \w+: (Readonly<)?Record<string,/.test(line))
          .map((line) => `${file}: ${line}`),
      );
    expect(tables).toEqual([]);
  });

  it("keeps ARCHITECTURE under 150 lines, and each room that it draws is there", () => {
    const lines = read("ARCHITECTURE.md").split("\n");
    expect(lines.length).toBeLessThan(150);
    const rooms = lines.map((line) => /^\| `([a-z][\w./-]*)` \|/.exec(line)?.[1]).filter((room) => room !== undefined);
    expect(rooms.length).toBeGreaterThan(20);
    expect(rooms.filter((room) => !existsSync(join(ROOT, room)))).toEqual([]);
  });

  it("locks the packages of every platform, or npm ci refuses the lock file", () => {
    const Lock = z.object({
      packages: z.record(z.string(), z.object({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
    });
    const { packages } = Lock.parse(JSON.parse(read("package-lock.json")));
    const locked = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, "")));
    const wanted = Object.values(packages).flatMap((entry) => Object.keys(entry.optionalDependencies ?? {}));
    expect(wanted.length).toBeGreaterThan(20);
    expect(wanted.filter((name) => !locked.has(name))).toEqual([]);
  });

  it("offers a bin that a shell can run", () => {
    const main = bin.signalbox ?? "";
    expect(read(main).startsWith("#!/usr/bin/env node\n")).toBe(true);
    expect(statSync(join(ROOT, main)).mode & 0o111).not.toBe(0);
  });
});
