/** Checks that a token's sessions close at the moment it expires. */
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LIMITS } from "../../contract/limits.ts";
import { DeskUnderTest } from "../../testing/desk-harness.ts";
import { getToken } from "./single-edits.ts";

let under: DeskUnderTest;
beforeEach(() => {
  under = new DeskUnderTest();
});
afterEach(() => under.desk.close());

const inMs = (ms: number) => new Date(under.clock.now() + ms).toISOString();

describe("the expiry of a token", () => {
  it("R1 closes its sessions with 4002 at that moment, and nobody else's", () => {
    const { secret } = under.token({ "a/#": "read" }, { expiresAt: inMs(5_000), name: "Guest" });
    const client = under.connect(secret, "a/b");
    const other = under.connect(under.token({ b: "read" }).secret, "b");
    under.clock.advance(4_999);
    expect(client.closedWith).toBeNull();
    under.clock.advance(1);
    expect(client.closedWith).toEqual({ code: 4002, reason: "token expired" });
    expect(other.closedWith).toBeNull();
    expect(under.connect(secret, "a/b").closedWith?.code).toBe(4003);
    const [revocation] = under.core.journals.revocations.newest();
    expect(revocation).toMatchObject({ actor: "broker", closed: 1, kept: 1, summary: [{ subject: "Guest" }] });
    expect(under.store.listAudit({ limit: 1 })[0]).toMatchObject({ actor: "broker", revertible: false });
    expect(under.core.policy.current.revision).toBe(under.store.load().revision);
  });

  it("R1 follows edits: prolonged, shortened, and set into the past", () => {
    const { id, secret } = under.token({ "a/#": "read" }, { expiresAt: inMs(5_000) });
    const client = under.connect(secret, "a/b");
    under.edit({ kind: "token.update", id, patch: { expiresAt: inMs(60_000) } });
    under.clock.advance(30_000);
    expect(client.closedWith).toBeNull();
    under.edit({ kind: "token.update", id, patch: { expiresAt: inMs(1_000) } });
    under.clock.advance(1_000);
    expect(client.closedWith?.code).toBe(4002);
    under.edit({ kind: "token.update", id, patch: { expiresAt: null } });
    const again = under.connect(secret, "a/b");
    const { effect } = under.edit({ kind: "token.update", id, patch: { expiresAt: inMs(-1) } });
    expect(effect.closed).toMatchObject([{ code: 4002 }]);
    expect(again.closedWith?.code).toBe(4002);
    const audits = under.store.listAudit({ limit: 100 }).length;
    under.clock.advance(120_000);
    expect(under.store.listAudit({ limit: 100 })).toHaveLength(audits);
  });

  it("R1 notices within a minute that the wall clock was set forward", () => {
    const { secret } = under.token({ "a/#": "read" }, { expiresAt: inMs(86_400_000) });
    const client = under.connect(secret, "a/b");
    under.clock.jump(86_400_000);
    under.clock.advance(60_000);
    expect(client.closedWith?.code).toBe(4002);
  });

  it("R1 closes again when the clock was set back and the time comes a second time, and shows the token as enabled meanwhile", async () => {
    await under.start();
    const { id, secret } = under.token({ "a/#": "read" }, { expiresAt: inMs(5_000) });
    const state = () => getToken(under.desk, id).state;
    under.clock.advance(5_000);
    expect(state()).toBe("expired");
    under.clock.jump(-20_000);
    under.clock.advance(LIMITS.clockWatchMs);
    expect(state()).toBe("enabled");
    const client = under.connect(secret, "a/b");
    under.clock.advance(18_000);
    expect(client.closedWith).toBeNull();
    under.clock.advance(2_000);
    expect(client.closedWith).toEqual({ code: 4002, reason: "token expired" });
    expect(state()).toBe("expired");
  });

  it("R1 closes within a second when the clock was set past the expiry", async () => {
    await under.start();
    const { secret } = under.token({ "a/#": "read" }, { expiresAt: inMs(86_400_000) });
    const client = under.connect(secret, "a/b");
    under.clock.jump(86_400_000);
    under.clock.advance(LIMITS.clockWatchMs);
    expect(client.closedWith?.code).toBe(4002);
  });

  it("R1 records each expiry once, also beside a token that an edit has set into the past", () => {
    const { id } = under.token({}, { expiresAt: inMs(60_000) });
    under.token({}, { expiresAt: inMs(90_000), name: "Later" });
    under.edit({ kind: "token.update", id, patch: { expiresAt: inMs(-1) } });
    under.clock.advance(120_000);
    const expiries = under.store.listAudit({ limit: 100 }).filter(({ actor }) => actor === "broker");
    expect(expiries.map(({ summary }) => summary[0]?.subject)).toEqual(["Later"]);
  });

  it("R1 closes although the store does not take the audit row", () => {
    const { secret } = under.token({ "a/#": "read" }, { expiresAt: inMs(1_000) });
    const client = under.connect(secret, "a/b");
    under.store.close();
    under.clock.advance(1_000);
    expect(client.closedWith?.code).toBe(4002);
    expect(under.log.text()).toContain("was not recorded");
  });
});
