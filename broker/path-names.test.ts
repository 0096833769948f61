/** Tests names in the paths of every REST interface: each is served as exactly that name, or refused with a sentence. */
import { afterAll, beforeAll, expect, it } from "vitest";
import { type ChatUnderTest, startChat } from "./testing/chat-harness.ts";
import { httpText, request } from "./testing/http-text.ts";

let stand: ChatUnderTest;
let routes: { method: string; path: string }[];
beforeAll(async () => {
  stand = await startChat();
  const { paths } = (await stand.api("GET", "/openapi.json")).body;
  const admin = Object.entries<object>(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ method: method.toUpperCase(), path: `/api/v1${path}` })),
  );
  routes = [...admin, ...OTHERS].filter(({ path }) => path.includes("{"));
  expect(routes.length).toBeGreaterThan(50);
});
afterAll(() => stand.stop());

/** Of the protocols' own REST interfaces, which no document lists. */
const OTHERS = [
  ...["GET", "DELETE"].map((method) => ({ method, path: "/api/rooms/{name}/" })),
  ...["GET", "POST"].map((method) => ({ method, path: "/api/rooms/{name}/messages/" })),
  ...["GET", "POST"].map((method) => ({ method, path: "/api/rooms/{name}/members/" })),
  { method: "DELETE", path: "/api/rooms/{name}/members/{who}/" },
  { method: "POST", path: "/api/rooms/direct/{who}/" },
  ...["GET", "DELETE"].map((method) => ({ method, path: "/api/topics/{name}/" })),
  ...["POST", "DELETE"].map((method) => ({ method, path: "/api/topics/{name}/delete/" })),
  { method: "GET", path: "/api/topics/{name}/subscribers/" },
  { method: "GET", path: "/api/topics/{name}/messages/" },
];

async function ask(method: string, path: string) {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${new URL(stand.engine.url).host}`];
  const more = method === "GET" ? [] : ["Content-Type: application/json", "Content-Length: 2"];
  const auth = `Authorization: Bearer ${stand.engine.adminKey}`;
  const sent = request([...lines, auth, ...more], method === "GET" ? "" : "{}");
  const { statuses, text } = await httpText(stand.engine.port, sent, 1);
  const body = Buffer.from(text.slice(text.indexOf("\r\n\r\n") + 4), "latin1").toString("utf8");
  return { status: statuses[0] ?? 0, body };
}

const LONG = "x".repeat(4096);
/** What stands in the path, and the name that it is; null where it is none. */
const NAMES: readonly (readonly [spelled: string, name: string | null])[] = [
  [".", "."],
  ["..", ".."],
  ["%2E", "."],
  ["%2e%2E", ".."],
  ["..%2F..%2Ftokens", "../../tokens"],
  ["a%2Fb", "a/b"],
  ["%2F", "/"],
  ["a%00b", "a\0b"],
  ["%", null],
  ["%zz", null],
  ["%25", "%"],
  ["%252E%252E", "%2E%2E"],
  [";a=b", ";a=b"],
  ["%20", " "],
  ["a%20b", "a b"],
  ["a+b", "a+b"],
  ["%F0%9F%8F%A0", "🏠"],
  ["%ED%A0%80", null],
  ["%C3", null],
  [LONG, LONG],
  ["constructor", "constructor"],
  ["__proto__", "__proto__"],
  ["a%23b%3Fc", "a#b?c"],
];

it.each(NAMES)(
  "E8 E18 a name spelled %s in any path is served as it is or refused in a sentence, never by a fault",
  async (spelled) => {
    const wrong: string[] = [];
    const left = routes.map(({ method, path }) => ({
      method,
      path: path.replaceAll(/\{[^}]*\}/g, () => spelled),
      route: path,
    }));
    const worker = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop()) {
        const { status, body } = await ask(next.method, next.path);
        const where = `${next.method} ${next.route}: ${status} ${body.slice(0, 200)}`;
        if (status < 200 || status >= 500) wrong.push(where);
        if (status < 400 || status >= 500) continue;
        const { message, error = message } = JSON.parse(body);
        if (typeof error !== "string" || error.length < 8) wrong.push(where);
      }
    };
    await Promise.all(Array.from({ length: 8 }, worker));
    expect(wrong).toEqual([]);
    expect(stand.log.text()).not.toContain("a procedure failed");
  },
);

it.each(NAMES.filter(([, name]) => name !== null))(
  "E18 O19 P11 a topic spelled %s is that topic and no other",
  async (spelled, name) => {
    const made = await stand.api("POST", "/topics", { name });
    const admin = await ask("GET", `/api/v1/topics/${spelled}`);
    const pubsub = await ask("GET", `/api/topics/${spelled}/`);
    if (made.status !== 201) {
      // No topic can be called so.
      expect(made.status, JSON.stringify(made.body)).toBe(400);
      expect([admin.status, pubsub.status]).toEqual([expect.toBeOneOf([400, 404]), 404]);
      return;
    }
    expect([admin.status, JSON.parse(admin.body).name]).toEqual([200, name]);
    expect([pubsub.status, JSON.parse(pubsub.body).name]).toEqual([200, name]);
    expect(JSON.parse((await ask("GET", `/api/topics/${spelled}/messages/`)).body).topic).toBe(name);
    expect((await ask("DELETE", `/api/v1/topics/${spelled}`)).status).toBe(200);
    expect((await stand.api("GET", "/topics")).body.items).toEqual([]);
  },
);

it.each(NAMES.filter(([, name]) => name !== null))(
  "E18 H10 a chat room spelled %s is that room and no other",
  async (spelled, name) => {
    const made = await stand.api("POST", "/rooms", { name });
    const admin = await ask("GET", `/api/v1/rooms/${spelled}`);
    const chat = await ask("GET", `/api/rooms/${spelled}/`);
    if (made.status !== 201) {
      expect(made.status, JSON.stringify(made.body)).toBe(400);
      expect([admin.status, chat.status]).toEqual([expect.toBeOneOf([400, 404]), expect.toBeOneOf([400, 404])]);
      return;
    }
    expect([admin.status, JSON.parse(admin.body).name]).toEqual([200, name]);
    expect([chat.status, JSON.parse(chat.body).name]).toEqual([200, name]);
    expect((await ask("DELETE", `/api/rooms/${spelled}/`)).status).toBe(200);
    expect((await stand.api("GET", "/rooms")).body.items).toEqual([]);
  },
);
