/** Owns the journey of an auto-reply: written beside its try, refused by its token's rights, allowed, heard, and held back from a circle. */
import { connect, makeToken } from "./admin-api.ts";
import { expect, test } from "./browser-test.ts";
import { expectAccessible, openConsole, openScreen } from "./console-page.ts";

test("a rule is tried, refused by name, allowed, and then answers a real client", async ({ page, server }) => {
  const hub = await makeToken(server, { "home/+/light": "read" }, { name: "Hub" });
  const door = await makeToken(server, { "home/+/door": "readwrite" }, { name: "Door" });
  const sensor = await connect(server, door.secret, "home/+/door");
  const lamp = await connect(server, hub.secret, "home/+/light");
  const heard: string[] = [];
  lamp.on("message", (data) => heard.push(data.toString()));
  const say = (open: boolean) => sensor.send(JSON.stringify({ tag: "home/hall/door", message: { open } }));
  try {
    await openConsole(page, server);
    await openScreen(page, "Access");
    await page.getByRole("button", { name: "Auto-replies" }).click();
    const drawer = page.getByRole("dialog", { name: "Auto-replies" });
    await drawer.getByRole("button", { name: "Write a rule" }).click();
    await expect(drawer.getByLabel("Name")).toBeFocused();
    await drawer.getByRole("button", { name: "Cancel" }).click();
    await expect(drawer.getByRole("button", { name: "Write a rule" })).toBeFocused();
    await page.keyboard.press("Enter");
    await drawer.getByRole("button", { name: "Create rule" }).click();
    await expect(drawer.getByText("A name, so that its outcomes can be told apart.")).toBeVisible();

    await drawer.getByLabel("Name").fill("Lamp follows door");
    await drawer.getByLabel("When a message comes on").fill("home/+/door");
    await drawer.getByLabel("And if").fill("@.open == ");
    await expect(drawer.getByText(/The condition is no JSONPath/)).toBeVisible();
    await drawer.getByLabel("And if").fill("@.open == true");
    await drawer.getByLabel("Reply on").fill("home/{{topic 2}}/light");
    await drawer.getByLabel("Reply", { exact: true }).fill('{"on": {{json.open}}, "by": "{{topic}}"}');
    await drawer.getByRole("combobox", { name: "Publishes as" }).click();
    await page.getByRole("option", { name: "Hub" }).click();
    const trial = drawer.getByRole("region", { name: "Try it" });
    await expect(trial.getByText("No message has come that home/+/door matches")).toBeVisible();
    await trial.getByText("Your own").click();
    await trial.getByLabel("Topic").fill("home/hall/door");
    await trial.getByRole("textbox", { name: "Message" }).fill('{"open": true}');
    await expect(trial.getByText("The permission here is read; publishing needs readwrite")).toBeVisible();
    await expect(trial.getByText('{"on": true, "by": "home/hall/door"}')).toBeVisible();
    await expectAccessible(page);
    await drawer.getByRole("button", { name: "Create rule" }).click();

    say(false);
    say(true);
    await expect(drawer.getByText("1 refused")).toBeVisible();
    const outcome = drawer.getByRole("listitem").filter({ hasText: "needs readwrite" });
    await expect(outcome).toContainText("Lamp follows door");
    await expect(outcome).toContainText("nearest read on home/+/light");

    await drawer.getByRole("button", { name: "Lamp follows door", exact: true }).click();
    await drawer.getByRole("combobox", { name: "Publishes as" }).click();
    await page.getByRole("option", { name: /^The operator/ }).click();
    await expect(trial.getByText("It would be published")).toBeVisible();
    await drawer.getByRole("button", { name: "Save rule" }).click();
    say(true);
    await expect
      .poll(() => heard)
      .toEqual(['{"tag":"home/hall/light","message":{"on": true, "by": "home/hall/door"}}']);
    await expect(drawer.getByText("1 published")).toBeVisible();
    await expectAccessible(page);

    await drawer.getByRole("switch", { name: "Switch Lamp follows door on" }).press("Space");
    await expect(drawer.getByRole("switch", { name: "Switch Lamp follows door on" })).not.toBeChecked();
    await drawer.getByRole("button", { name: "Actions for Lamp follows door" }).click();
    await page.getByRole("menuitem", { name: "Delete…" }).click();
    await drawer.getByRole("button", { name: "Delete", exact: true }).click();
    await expect(drawer.getByText("No rule yet")).toBeVisible();
  } finally {
    sensor.terminate();
    lamp.terminate();
  }
});

test("a rule that hears itself is held back and says why, and what is typed outlives the drawer", async ({
  page,
  server,
}) => {
  const client = await makeToken(server, { "#": "readwrite" }, { name: "Client" });
  const socket = await connect(server, client.secret, "#");
  try {
    await openConsole(page, server);
    await page.keyboard.press("Control+K");
    await page.getByPlaceholder("Search or run a command").fill("Auto-replies");
    await page.keyboard.press("Enter");
    const drawer = page.getByRole("dialog", { name: "Auto-replies" });
    await drawer.getByRole("button", { name: "Write a rule" }).click();
    await drawer.getByLabel("Name").fill("Echo");
    await page.keyboard.press("Escape");
    await expect(drawer).toBeHidden();
    await page.getByRole("button", { name: "Auto-replies" }).click();
    await expect(drawer.getByLabel("Name")).toHaveValue("Echo");
    await drawer.getByLabel("When a message comes on").fill("#");
    await drawer.getByLabel("Reply on").fill("echo/{{topic}}");
    await drawer.getByRole("button", { name: "Create rule" }).click();
    await expect(drawer.getByText("Echo", { exact: true })).toBeVisible();
    socket.send(JSON.stringify({ tag: "a", message: 1 }));
    await expect(drawer.getByText("1 held back")).toBeVisible();
    await drawer.getByText("Held back", { exact: true }).first().click();
    await expect(drawer.getByText(/it answers no message of its own chain/)).toBeVisible();
  } finally {
    socket.terminate();
  }
});
