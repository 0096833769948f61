/** Owns the pictures of a busy house: every screen but the stage. */
import { WebSocket } from "ws";
import { z } from "zod";
import type { SignalboxProcess } from "../../broker/testing/signalbox-process.ts";
import { knockWrongly, moveIn } from "./larger-house.ts";
import { Pictures, type Scheme } from "./pictures.ts";

/** Long enough for the charts to have a line. */
const SETTLE_MS = 30_000;
/** Longer than the tester waits before it remembers a question. */
const TESTER_RESTS_MS = 2_500;

/** `server` runs the larger house's workspace and nobody is connected. */
export async function houseStory(server: SignalboxProcess, scheme: Scheme): Promise<void> {
  const moveOut = await moveIn(server.ready.broker);
  const pictures = await Pictures.open(server, scheme);
  const { page } = pictures;
  try {
    await knockWrongly(server.ready.broker);
    await revoke(server, "Guest tablet", "home/+/door");
    await talk(server);
    await page.waitForTimeout(SETTLE_MS);

    await pictures.screen("Overview");
    await pictures.keep("overview");
    await pictures.screen("Access");
    await pend(pictures, "Light controllers, home/\\+/motion", "0");
    await pend(pictures, "Phone app, home/\\+/setpoint", "0");
    await pend(pictures, "CI simulator, energy/#", "1");
    await page.getByRole("button", { name: /^Save: closes [1-9]/ }).waitFor();
    await ask(pictures, "Phone app", "subscribe", "energy/grid");
    await ask(pictures, "Wall dashboard", "publish", "home/hall/light");
    await pictures.keep("access");
    await page.getByRole("button", { name: /^Save: closes [1-9]/ }).click();
    await page.getByText(/closed in/).waitFor();
    await pictures.screen("Connections");
    await page.getByRole("row").filter({ hasText: "permission revoked" }).first().click();
    await pictures.keep("connections");

    await pictures.screen("Topics");
    await page.getByRole("treeitem", { name: /^home\/bathroom\/temp, / }).click();
    await page
      .getByRole("row", { name: /celsius/ })
      .first()
      .click();
    await pictures.keep("topics");
    await pictures.screen("Traffic");
    await page.getByLabel("Filter traffic").fill('topic:home/# or topic:energy/# not token:"CI simulator" size<4k ');
    await page.getByRole("row").filter({ hasText: "delivered" }).nth(7).click();
    await pictures.keep("traffic");
    await pictures.screen("Rooms");
    await page.getByRole("option", { name: /family/ }).click();
    const comeHome = await Promise.all(["ada", "bo", "kim"].map((name) => enter(server, name, "family")));
    await pictures.keep("rooms");
    for (const socket of comeHome) socket.terminate();
    await pictures.screen("Settings");
    await pictures.keep("settings");
  } finally {
    await pictures.close();
    moveOut();
  }
}

/** Asks the tester, which remembers the question once it rests. */
async function ask({ page }: Pictures, token: string, action: string, topic: string): Promise<void> {
  const tester = page.getByRole("complementary", { name: "Tester" });
  await tester.getByRole("combobox", { name: "Token to test" }).click();
  await page.getByRole("option", { name: token }).click();
  await tester.getByText(action, { exact: true }).click();
  await tester.getByLabel("Topic to test").fill(topic);
  await page.waitForTimeout(TESTER_RESTS_MS);
}

/** A person in a room, connected as chat's own clients are. */
async function enter(server: SignalboxProcess, userId: string, room: string): Promise<WebSocket> {
  const made = await server.call("POST", "/tokens", { name: userId, subject: user(userId) });
  const { secret } = z.object({ secret: z.string() }).parse(made.body);
  const socket = new WebSocket(new URL(`/ws/chatroom/${room}`, server.ready.broker), {
    headers: { authorization: `Token ${secret}` },
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return socket;
}

/** Makes a pending edit as a person at the keyboard would. */
async function pend({ page }: Pictures, cell: string, key: "0" | "1" | "2"): Promise<void> {
  await page.getByRole("gridcell", { name: new RegExp(`^${cell}, `) }).focus();
  await page.keyboard.press(key);
}

/** Takes a right away, so that there is a last revocation to show. */
async function revoke(server: SignalboxProcess, token: string, pattern: string): Promise<void> {
  const Items = z.object({ items: z.array(z.record(z.string(), z.unknown())) });
  const all = async (path: string) => Items.parse((await server.call("GET", path)).body).items;
  const tokenId = (await all("/tokens")).find(({ name }) => name === token)?.id;
  const tagId = (await all("/tags")).find((tag) => tag.pattern === pattern)?.id;
  const permission = (await all(`/permissions?tokenId=${tokenId}`)).find((one) => one.tagId === tagId);
  await server.call("DELETE", `/permissions/${permission?.id}`);
}

const user = (userId: string) => ({ userType: "user", userId });
const SAID: readonly (readonly [string, string])[] = [
  ["ada", "The hall sensor is quiet since nine. Is somebody working on it?"],
  ["bo", "I changed its battery, it should be back."],
  ["ada", "It is: 21.4 degrees, battery at 99."],
  ["kim", "Then I take the reminder off the board."],
  ["bo", "Thank you. The garage door is next, its battery says 12 %."],
];

/** A conversation in one of the sample's rooms. */
async function talk(server: SignalboxProcess): Promise<void> {
  for (const [who, body] of SAID) {
    const answer = await server.call("POST", "/rooms/family/messages", { as: user(who), body });
    if (answer.status >= 300) throw new Error(`the room refuses: ${JSON.stringify(answer.body)}`);
  }
}
