/** The log writes lines of JSON in which no secret stands. */
import { expect, it } from "vitest";
import { PinoLog } from "./pino-log.ts";

const SECRET = "s3cr3t-Value-0123456789";

function logTo(): { log: PinoLog; text: () => string; lines: () => Record<string, unknown>[] } {
  const written: string[] = [];
  const log = new PinoLog({ level: "debug", destination: { write: (line) => void written.push(line) } });
  return { log, text: () => written.join(""), lines: () => written.map((line) => JSON.parse(line)) };
}

it("G1 fields and message stand in one line of JSON with its level", () => {
  const { log, lines } = logTo();
  log.warn({ connectionId: "con_1", count: 3, tags: ["a/+"] }, "something");
  expect(lines()).toEqual([
    expect.objectContaining({ level: 40, connectionId: "con_1", count: 3, tags: ["a/+"], msg: "something" }),
  ]);
});

it.each<[string, Record<string, unknown>]>([
  ["authorization", { authorization: `Token ${SECRET}` }],
  ["a header in any case and at any depth", { request: { raw: { headers: { Authorization: `Bearer ${SECRET}` } } } }],
  ["cookie", { headers: { cookie: `signalbox=${SECRET}`, "set-cookie": [`signalbox=${SECRET}`] } }],
  ["the subprotocol that carries a token", { "sec-websocket-protocol": `signalbox.v1, token.${SECRET}` }],
  [
    "a secret in a list",
    {
      tokens: [
        { id: "t", secret: SECRET },
        { id: "u", sealedSecret: SECRET, secretHash: SECRET },
      ],
    },
  ],
  ["adminKey and admin_key", { adminKey: SECRET, admin_key: SECRET, "Admin-Key": SECRET }],
  ["a token's text", { query: { token: SECRET } }],
  ["a query string", { url: `/ws/brocker/?tags=a&token=${SECRET}` }],
  ["a login link", { link: `http://127.0.0.1:8001/#ticket=${SECRET}` }],
  [
    "an error's message, stack and cause",
    { error: new Error(`at /ws?token=${SECRET}`, { cause: new Error(`Bearer ${SECRET}`) }) },
  ],
  ["fields of an error", { err: Object.assign(new Error("x"), { config: { authorization: SECRET } }) }],
  ["a header as text", { header: `Authorization: Token ${SECRET}` }],
  ["bytes", { payload: Buffer.from(SECRET) }],
  ["a map", { map: new Map([[SECRET, SECRET]]) }],
])("G2 no secret reaches the log: %s", (_where, fields) => {
  const { log, text } = logTo();
  log.error(fields, `refused ws://h/ws/brocker/?token=${SECRET}`);
  expect(text()).toContain("refused");
  expect(text()).not.toContain(SECRET);
  expect(text()).not.toContain(Buffer.from(SECRET).toString("base64").slice(0, 20));
});

it("G2 a token's other fields stay readable", () => {
  const { log, lines } = logTo();
  log.info({ token: { id: "tok_1", secret: SECRET }, tokenId: "tok_1", revision: 4n }, "made");
  expect(lines()[0]).toMatchObject({ token: { id: "tok_1", secret: "[redacted]" }, tokenId: "tok_1", revision: "4" });
});

it("G1 a field that holds itself does not stop the log", () => {
  const { log, lines } = logTo();
  const ring: Record<string, unknown> = { name: "ring" };
  ring.self = ring;
  log.info({ ring }, "round");
  expect(lines()[0]).toMatchObject({ ring: { name: "ring" }, msg: "round" });
});

it("G3 the level is set while it runs", () => {
  const { log, lines } = logTo();
  log.level = "warn";
  log.info({}, "quiet");
  log.warn({}, "loud");
  log.level = "silent";
  log.error({}, "nothing");
  expect(lines().map((line) => line.msg)).toEqual(["loud"]);
  expect(log.level).toBe("silent");
});
