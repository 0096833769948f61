/** Owns the proof of precedence, and that every wrong value is named with its source. */
import { generateKeyPairSync } from "node:crypto";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Surroundings } from "../surroundings.ts";
import { OPTION_KEYS, variableOf } from "./options.ts";
import { type Flags, resolveOptions } from "./resolve-options.ts";

let data = "";
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), "signalbox-options-"));
});
afterEach(() => rmSync(data, { recursive: true, force: true }));

const write = (name: string, content: unknown): string => {
  const file = join(data, name);
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return file;
};
const resolve = (flags: Flags = {}, env: Surroundings["env"] = {}) =>
  resolveOptions({ data, ...flags }, { env, platform: "linux", home: data, out: () => {}, err: () => {} });

describe("the options of a server", () => {
  it("listens on loopback, port 8001, when nobody says otherwise", () => {
    expect(resolve()).toMatchObject({
      host: "127.0.0.1",
      port: 8001,
      logLevel: "info",
      sample: false,
      readyJson: false,
    });
  });

  it("takes a flag before the environment before the settings file", () => {
    write("settings.json", { port: 1001 });
    expect(resolve().port).toBe(1001);
    expect(resolve({}, { SIGNALBOX_PORT: "1002" }).port).toBe(1002);
    expect(resolve({ port: "1003" }, { SIGNALBOX_PORT: "1002" }).port).toBe(1003);
  });

  it("names each option's environment variable after its flag", () => {
    expect(variableOf("readyJson")).toBe("SIGNALBOX_READY_JSON");
    expect(new Set(OPTION_KEYS.map(variableOf)).size).toBe(OPTION_KEYS.length);
  });

  it("reads true and false from the environment", () => {
    expect(resolve({}, { SIGNALBOX_SAMPLE: "false" }).sample).toBe(false);
    expect(resolve({}, { SIGNALBOX_SAMPLE: "1" }).sample).toBe(true);
  });

  it("takes an empty variable for an unset one", () => {
    expect(resolve({}, { SIGNALBOX_PORT: "" }).port).toBe(8001);
  });

  it("takes every key from a settings file named with --config, the data folder included", () => {
    const elsewhere = join(data, "elsewhere");
    const config = write("other.json", { data: elsewhere, port: 7000, readyJson: true, anonymous: ["news/#:read"] });
    expect(resolve({ data: undefined, config })).toMatchObject({
      data: elsewhere,
      port: 7000,
      readyJson: true,
      anonymous: [{ pattern: "news/#", access: "read" }],
    });
  });

  it("keeps the last colon for the access, so that a pattern may hold one", () => {
    expect(resolve({ anonymous: ["a:b/+:readwrite"] }).anonymous).toEqual([{ pattern: "a:b/+", access: "readwrite" }]);
    expect(resolve({}, { SIGNALBOX_ANONYMOUS: "a:read, b/#:readwrite" }).anonymous).toHaveLength(2);
  });

  it.each([
    ["a port that is no number", { port: "abc" }, "--port"],
    ["an empty port", { port: "" }, "--port"],
    ["a port out of range", { port: "70000" }, "--port"],
    ["an empty host", { host: " " }, "--host"],
    ["a pattern that T2 refuses", { anonymous: ["a+:read"] }, "--anonymous"],
    ["an access that is none", { anonymous: ["a:write"] }, "--anonymous"],
    ["a log level that is none", { logLevel: "loud" }, "--log-level"],
    ["a certificate without its key", { tlsCert: "a.pem" }, "--tls-key"],
    ["Redis, which is not built yet", { redis: "redis://127.0.0.1" }, "--redis"],
    ["joining a cluster, which is not built yet", { join: true }, "--join"],
    ["a key file that is not there", { tlsCert: "/no/a.pem", tlsKey: "/no/a.key" }, "/no/a.pem"],
  ])("refuses %s with exit code 2 and its name", (_what, flags, named) => {
    expect(() => resolve(flags)).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining(named) }),
    );
  });

  it.each([
    ["box.lan", ["box.lan"]],
    [" box.lan , *.example.com,, ", ["box.lan", "*.example.com"]],
    ["*", ["*"]],
    ["192.168.1.20,[::1],fe80::1", ["192.168.1.20", "[::1]", "fe80::1"]],
    ["k\u00fcche.lan", ["k\u00fcche.lan"]],
  ])("E2 takes --allowed-hosts %j by flag, variable and file", (given, names) => {
    expect(resolve({ allowedHosts: given }).allowedHosts).toEqual(names);
    expect(resolve({}, { SIGNALBOX_ALLOWED_HOSTS: given }).allowedHosts).toEqual(names);
    write("settings.json", { allowedHosts: given.split(",") });
    expect(resolve().allowedHosts).toEqual(names);
  });

  it.each([
    "http://box.lan",
    "box.lan:8001",
    "box.lan/",
    "a b",
    "*box.lan",
    "box.*",
    "*.",
    "user@box.lan",
    "box.lan,a b",
  ])("E2 refuses --allowed-hosts %j, and says what a name is", (given) => {
    expect(() => resolve({ allowedHosts: given })).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringContaining("without scheme and port") }),
    );
    expect(() => resolve({}, { SIGNALBOX_ALLOWED_HOSTS: given })).toThrow("SIGNALBOX_ALLOWED_HOSTS");
  });

  it.each([
    ["10.0.0.5", ["10.0.0.5"]],
    ["10.0.0.5, 172.16.0.0/12,2001:db8::/32", ["10.0.0.5", "172.16.0.0/12", "2001:db8::/32"]],
    ["loopback,linklocal,uniquelocal", ["loopback", "linklocal", "uniquelocal"]],
    ["10.0.0.0/255.0.0.0", ["10.0.0.0/255.0.0.0"]],
  ])("E17 takes --trusted-proxies %j by flag, variable and file", (given, proxies) => {
    expect(resolve({ trustedProxies: given }).trustedProxies).toEqual(proxies);
    expect(resolve({}, { SIGNALBOX_TRUSTED_PROXIES: given }).trustedProxies).toEqual(proxies);
    write("settings.json", { trustedProxies: given.split(",") });
    expect(resolve().trustedProxies).toEqual(proxies);
  });

  it.each(["proxy.lan", "*", "10.0.0.0/", "http://10.0.0.5", "10.0.0.5 10.0.0.6", "Loopback!"])(
    "E17 refuses --trusted-proxies %j, and says what it takes",
    (given) => {
      expect(() => resolve({ trustedProxies: given })).toThrow(
        expect.objectContaining({ exitCode: 2, message: expect.stringContaining("10.0.0.0/8") }),
      );
    },
  );

  it("names the variable and the settings file as the source of a wrong value", () => {
    expect(() => resolve({}, { SIGNALBOX_PORT: "abc" })).toThrow("SIGNALBOX_PORT");
    const file = write("settings.json", { port: "abc" });
    expect(() => resolve()).toThrow(`port in ${file}`);
  });

  it("never repeats an admin key in a refusal", () => {
    expect(() => resolve({ adminKey: "short" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("short") }),
    );
  });

  it("Y9 reads a settings file and certificates in the encodings of Windows, and a key with the line end of its file", () => {
    const settings = '\ufeff{\r\n  "port": 1001\r\n}\r\n';
    for (const encoding of ["utf8", "utf16le"] as const) {
      writeFileSync(join(data, "settings.json"), settings, encoding);
      const [cert, key] = ["cert.pem", "key.pem"].map((name) => join(data, name));
      const pems = ["localhost-cert.pem", "localhost-key.pem"].map((name) =>
        readFileSync(join(import.meta.dirname, "../../testing/tls", name), "utf8").replaceAll("\n", "\r\n"),
      );
      for (const [at, file] of [cert, key].entries()) writeFileSync(file ?? "", `\ufeff${pems[at]}`, encoding);
      expect(resolve({ tlsCert: cert, tlsKey: key })).toMatchObject({
        port: 1001,
        tls: { cert: pems[0], key: pems[1] },
      });
    }
    expect(resolve({}, { SIGNALBOX_ADMIN_KEY: "a-key-of-a-file\r\n" }).adminKey).toBe("a-key-of-a-file");
  });

  it("E12 refuses a key that belongs to another certificate, and names both files", () => {
    const [cert, key] = ["cert.pem", "key.pem"].map((name) => join(data, name)) as [string, string];
    copyFileSync(join(import.meta.dirname, "../../testing/tls/localhost-cert.pem"), cert);
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    writeFileSync(key, privateKey.export({ type: "pkcs8", format: "pem" }));
    expect(() => resolve({ tlsCert: cert, tlsKey: key })).toThrow(
      `--tls-key: ${key} does not belong to the certificate ${cert}; name the files of one pair`,
    );
  });

  it("Y9 refuses a settings file in an old code page, and says how to save it", () => {
    writeFileSync(join(data, "settings.json"), '{"host":"Küche"}', "latin1");
    expect(() => resolve()).toThrow("save it as UTF-8");
  });

  it("refuses a settings file that is not JSON, is no object, or holds an unknown key", () => {
    const file = write("settings.json", "{");
    expect(() => resolve()).toThrow(`The settings file ${file} is not JSON`);
    write("settings.json", []);
    expect(() => resolve()).toThrow("must hold one JSON object");
    write("settings.json", { prot: 1 });
    expect(() => resolve()).toThrow("prot");
  });

  it("refuses a settings file that would move its own folder, and one that is named and absent", () => {
    write("settings.json", { data: "/elsewhere" });
    expect(() => resolve()).toThrow("--config");
    expect(() => resolve({ config: join(data, "none.json") })).toThrow("none.json");
  });

  it("does not mind a data folder that is not there yet", () => {
    mkdirSync(join(data, "sub"));
    expect(resolve({ data: join(data, "sub", "new") }).data).toBe(join(data, "sub", "new"));
  });
});
