/** Owns the pictures of the stage: the film strip of a right being taken away, one picture a step. */
import type { SignalboxProcess } from "../../broker/testing/signalbox-process.ts";
import { Pictures, type Scheme } from "./pictures.ts";

const TALK_MS = 150;
const SETTLE_MS = 15_000;
const ROOMS = ["hall", "kitchen", "bedroom", "livingroom", "garage"] as const;

/** `server` runs an empty workspace. */
export async function theatreStory(server: SignalboxProcess, scheme: Scheme): Promise<void> {
  const pictures = await Pictures.open(server, scheme);
  const { page } = pictures;
  let step = 0;
  const talk = setInterval(() => void say(server, step++), TALK_MS);
  try {
    await pictures.screen("Sandbox");
    await pictures.keep("theatre-1-empty");
    await page.getByRole("button", { name: "Start the sample house" }).click();
    await page.getByRole("button", { name: "Import and start" }).click();
    await page.getByRole("status", { name: "Verdict" }).getByText("5 online").waitFor();
    await page.waitForTimeout(SETTLE_MS);
    await pictures.keep("theatre-2-online");
    await page.getByRole("group", { name: "Wall dashboard, home/+/door" }).getByText("none", { exact: true }).click();
    await page.getByRole("button", { name: /^Save: closes 2/ }).waitFor();
    await pictures.keep("theatre-3-preview", 500);
    await page.getByRole("button", { name: /^Save: closes 2/ }).click();
    await page.getByText("0 messages leaked").waitFor();
    await pictures.keep("theatre-4-closed", 1_500);
    await page.keyboard.press("F11");
    await pictures.keep("theatre-5-present", 1_000);
  } finally {
    clearInterval(talk);
    await pictures.close();
  }
}

/** The house goes about its day: something is published in one of its rooms. */
async function say(server: SignalboxProcess, step: number): Promise<void> {
  const room = ROOMS[step % ROOMS.length] ?? "hall";
  const celsius = Math.round((20 + 2 * Math.sin(step / 7)) * 10) / 10;
  const messages = [
    { topic: `home/${room}/temp`, message: { celsius } },
    { topic: `home/${room}/door`, message: { open: step % 3 === 0 } },
    { topic: `home/${room}/light`, message: { on: step % 2 === 0 } },
  ];
  await server.call("POST", "/messages", messages[step % messages.length]);
}
