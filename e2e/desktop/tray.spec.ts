/** Owns the proof that the broker outlives its window, says so, and can be reached again. */
import { connect } from "node:net";
import { expect, test } from "./desktop-test.ts";

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

test("closing the window keeps the broker serving and says so once", async ({ launch, port }) => {
  const desktop = launch();
  await desktop.page();
  await desktop.closeWindow();
  await desktop.tells("window-closed");

  const notice = await desktop.tells<{ title: string; body: string }>("notification");
  expect(notice.title).toBe("Signalbox keeps serving");
  expect(notice.body).toContain(`ws://127.0.0.1:${port}/`);
  expect(await answers(port)).toBe(true);

  await desktop.clickTray();
  await desktop.page(2);
  await desktop.closeWindow(2);
  await desktop.tells("window-closed", 2);
  expect(desktop.told("notification")).toHaveLength(1);
});

test("the tray says what is served and is the way back and out", async ({ launch, port }) => {
  const desktop = launch();
  await desktop.page();
  const menu = await desktop.tells<{ label: string; enabled: boolean }[]>("tray-menu");

  expect(menu[0]).toMatchObject({ label: `Serving ws://127.0.0.1:${port}/ws/brocker/`, enabled: false });
  expect(await desktop.tells("tray-tooltip")).toContain(`ws://127.0.0.1:${port}/`);
  await desktop.clickTrayMenu("Copy broker address");
  expect(await desktop.tells("clipboard")).toBe(`ws://127.0.0.1:${port}/ws/brocker/`);
  await desktop.clickTrayMenu("Quit and stop serving");
  expect(await desktop.exited).toBe(0);
  expect(await answers(port)).toBe(false);
});

test("the window comes back where it was", async ({ launch, userData }) => {
  const first = launch();
  await first.page();
  await first.quit();

  const second = launch({ userData });
  expect(await second.windowOptions()).toMatchObject({ x: 0, y: 0, width: 1440, height: 900 });
});
