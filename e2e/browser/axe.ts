/** Owns the check that a page can be used by everybody: no violation that axe knows of, in the scheme that is shown. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds in the page as it stands: what fades in is measured when it is there. */
export async function violationsIn(page: Page, builder = new AxeBuilder({ page })) {
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
  );
  return (await builder.analyze()).violations;
}

/** `allowed`: rules that do not fit what is shown; say why where it is called. */
export async function expectAccessible(page: Page, what: string, allowed: string[] = []): Promise<void> {
  // A tooltip under the pointer lies outside of every landmark, as tooltips do.
  await page.mouse.move(600, 30);
  await expect(page.getByRole("tooltip")).toHaveCount(0);
  const violations = await violationsIn(page, new AxeBuilder({ page }).withTags(TAGS).disableRules(allowed));
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  expect(found, what).toEqual([]);
}
