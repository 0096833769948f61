/** Owns the icons: renders resources/icons/icon.svg and the tray's marks to PNG with a system Chromium, once, by hand. */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium, type Page } from "@playwright/test";
import { chromiumPath } from "./chromium.ts";

const folder = new URL("../resources/icons/", import.meta.url);
const at = (name: string) => fileURLToPath(new URL(name, folder));

/** electron-builder makes .ico and .icns from the largest; Linux takes the sizes as they are. */
const APP_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];

async function render(page: Page, svg: string, size: number, file: string): Promise<void> {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`);
  writeFileSync(at(file), await page.screenshot({ omitBackground: true }));
}

const browser = await chromium.launch({ executablePath: chromiumPath(), args: ["--no-sandbox", "--disable-gpu"] });
try {
  const page = await browser.newPage({ deviceScaleFactor: 1 });
  const icon = readFileSync(at("icon.svg"), "utf8");
  for (const size of APP_SIZES) await render(page, icon, size, `${size}x${size}.png`);
  await render(page, icon, 1024, "icon.png");
  const mark = readFileSync(at("tray.svg"), "utf8");
  // macOS recolours a template image, so it is black; elsewhere the mark stands on its own ground.
  for (const [scale, suffix] of [
    [1, ""],
    [2, "@2x"],
  ] as const) {
    await render(page, mark, 16 * scale, `trayTemplate${suffix}.png`);
    await render(page, icon, 16 * scale, `tray${suffix}.png`);
  }
} finally {
  await browser.close();
}
