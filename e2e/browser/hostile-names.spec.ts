/** Proof that no text and no attribute of the console shows a name's hidden characters as they are, or without bound, whoever chose the name. */
import type { Page } from "@playwright/test";
import { WebSocket } from "ws";
import { call, connect, knock, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { openConsole } from "./console-page.ts";

const EVIL = "\u202egnp.exe\u202c\u200b";
const LONG = `${EVIL}${"x".repeat(900)}`;
const SCREENS = ["Overview", "Access", "Connections", "Traffic", "Topics", "Rooms", "Sandbox", "Settings"];

declare global {
  interface Window {
    rawNames: Set<string>;
  }
}

/** Watches every element from the start, those that come and go too. */
async function watchNames(page: Page): Promise<() => Promise<string[]>> {
  await page.addInitScript(() => {
    window.rawNames = new Set();
    // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what is looked for
    const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u180e\u200b\u2028-\u202e\u2060-\u2069\ufeff]/;
    const place = (element: Element | null) =>
      element === null ? "" : `${element.tagName.toLowerCase()}.${element.className.toString().slice(0, 60)}`;
    const look = (node: Node) => {
      if (node instanceof Text) {
        const { parentElement } = node;
        const isCode = parentElement !== null && /^(SCRIPT|STYLE|TEXTAREA)$/.test(parentElement.tagName);
        if (!isCode && hidden.test(node.data))
          window.rawNames.add(
            `${place(parentElement?.parentElement ?? null)} > ${place(parentElement)}: ${node.data.slice(0, 60)}`,
          );
      }
      if (node instanceof Element) {
        for (const { name, value } of node.attributes) {
          if (!/^(title|aria-|alt$|placeholder$)/.test(name)) continue;
          if (hidden.test(value)) window.rawNames.add(`${place(node)}[${name}]: ${value.slice(0, 60)}`);
          if (value.length > 1500) window.rawNames.add(`${place(node)}[${name}] has ${value.length} characters`);
        }
      }
      for (const child of node.childNodes) look(child);
    };
    new MutationObserver((changes) => {
      for (const { type, target, addedNodes } of changes) {
        if (type === "childList") for (const node of addedNodes) look(node);
        else look(target);
      }
    }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  return async () => [...(await page.evaluate(() => window.rawNames)).values()];
}

test("L19 no screen, panel, dialog, menu or notice shows hidden characters as they came, or a title without bound", async ({
  page,
  server,
}) => {
  test.setTimeout(240_000);
  const ask = (method: string, path: string, body?: unknown) => call(server, method, path, body);
  await ask("PATCH", "/settings", {
    allowOverlaps: true,
    workspaceName: `Home ${EVIL}`,
    anonymous: [{ pattern: "#", access: "readwrite" }],
  });
  const subject = { userType: "user", userId: EVIL, username: `Ann ${EVIL}` };
  const token = await makeToken(
    server,
    { [`home/${EVIL}/#`]: "readwrite" },
    { name: `Phone ${EVIL}`, note: EVIL, subject },
  );
  await makeToken(server, { [`garden/${EVIL}/+`]: "read" }, { name: `Tablet ${EVIL}` });
  const phone = await connect(server, token.secret, inHeader(`home/${EVIL}/a`));
  await knock(server, "wrong", inHeader(`home/${EVIL}/a`));
  await knock(server, token.secret, inHeader(`cellar/${EVIL}`));
  phone.send(JSON.stringify({ tag: `home/${EVIL}/a`, message: { [EVIL]: EVIL, number: 1, text: LONG } }));
  phone.send(JSON.stringify({ tag: `cellar/${EVIL}`, message: EVIL }));
  const pubsub = new WebSocket(server.broker.replace("brocker/", ""));
  await new Promise((resolve) => pubsub.once("open", resolve));
  const client_id = `sensor ${EVIL}`;
  pubsub.send(JSON.stringify({ type: "subscribe", topic: `t${EVIL}`, client_id }));
  pubsub.send(JSON.stringify({ type: "publish", topic: `t${EVIL}`, client_id, message: { payload: { [EVIL]: 1 } } }));
  await ask("POST", "/messages", { topic: LONG.slice(0, 400), message: { [EVIL]: 2 } });
  await ask("POST", "/topics", { name: `described/${EVIL}`, metadata: { [EVIL]: LONG } });
  await ask("PUT", "/library", {
    kind: "savedMessage",
    folder: EVIL,
    order: 1,
    format: "json",
    name: `Hot ${EVIL}`,
    topic: `home/${EVIL}/a`,
    template: JSON.stringify(EVIL),
  });
  await ask("POST", "/rooms", { name: "Kitchen" });
  await ask("POST", "/rooms/Kitchen/messages", { body: EVIL, as: { userType: "user", userId: EVIL } });
  await ask("POST", "/sandbox/clients", {
    name: `Car ${EVIL}`,
    tokenId: token.id,
    dialect: "broker",
    filters: [`home/${EVIL}/a`],
  });

  const rawNames = await watchNames(page);
  await openConsole(page, server);
  for (const name of SCREENS) {
    await page.getByRole("navigation", { name: "Screens" }).getByRole("button", { name }).click();
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await lookAround(page);
  }
  expect(await rawNames()).toEqual([]);
  phone.terminate();
  pubsub.terminate();
});

/** UTF-8 as a header carries it: `ws` refuses other letters than those of Latin-1. */
function inHeader(filter: string): string {
  return Buffer.from(filter).toString("latin1");
}

/** Opens what the screen offers: rows, tabs, menus, and dialogs, which are left again. */
async function lookAround(page: Page): Promise<void> {
  const looked = new Set<string>();
  for (const selector of ["[role=row], [role=treeitem], tbody tr, article", "[role=tab]", "button"]) {
    for (let at = 0; at < 25; at++) {
      const name = await page.evaluate(
        ([parts, index]) => {
          const part = document.querySelectorAll<HTMLElement>(`main :is(${parts})`)[index];
          if (part === undefined) return null;
          const told = `${part.getAttribute("aria-label") ?? ""} ${part.textContent}`.slice(0, 80);
          part.dispatchEvent(new PointerEvent("pointerover", { bubbles: true }));
          // These would leave the screen, or take away what the others show.
          if (!/restart|stop|download|export|back up|log out|clear|forget|tour|present|replace/i.test(told))
            part.click();
          return told;
        },
        [selector, at] as const,
      );
      if (name === null) break;
      looked.add(name);
      const layer = page.getByRole("dialog").or(page.getByRole("menu"));
      if ((await layer.count()) === 0) continue;
      // A layer that comes is looked at when it is there; then it is left.
      await expect(async () => {
        await page.keyboard.press("Escape");
        expect(await layer.count()).toBe(0);
      }).toPass();
    }
  }
  expect(looked.size).toBeGreaterThan(2);
}
