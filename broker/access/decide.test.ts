/** Owns the tests of the decision. */
import { expect, it } from "vitest";
import { mayPublish, maySubscribe, nearestGrant } from "./decide.ts";
import { policyOf } from "./testing/policies.ts";

const policy = policyOf(
  { app: { "home/+/door": "read", "home/hall/+": "readwrite", "energy/#": "read" }, bare: {} },
  { settings: { allowOverlaps: true } },
);

it("T5 a subscription needs one permission that covers the whole filter", () => {
  expect(maySubscribe(policy, "app", "home/attic/door")).toMatchObject({ allowed: true });
  expect(maySubscribe(policy, "app", "energy/+/now")).toMatchObject({ grant: { pattern: "energy/#" } });
  expect(maySubscribe(policy, "app", "home/+/+")).toMatchObject({ allowed: false, code: "filter-not-covered" });
  expect(maySubscribe(policy, "nobody", "energy")).toMatchObject({ allowed: false, nearest: undefined });
});

it("M2 publishing needs readwrite on a tag that covers the topic", () => {
  expect(mayPublish(policy, "app", "home/hall/light")).toMatchObject({ allowed: true });
  expect(mayPublish(policy, "app", "home/attic/door")).toMatchObject({
    allowed: false,
    code: "publish-needs-readwrite",
    nearest: { pattern: "home/+/door" },
  });
  expect(mayPublish(policy, "app", "garden")).toMatchObject({ allowed: false, code: "publish-not-covered" });
});

it("T7 the strongest of all covering permissions counts", () => {
  expect(mayPublish(policy, "app", "home/hall/door")).toMatchObject({
    allowed: true,
    grant: { pattern: "home/hall/+" },
  });
  expect(maySubscribe(policy, "app", "home/hall/door")).toMatchObject({ grant: { access: "readwrite" } });
});

it("C5 the nearest permission has the longest run of equal leading levels", () => {
  expect(nearestGrant(policy, "app", "home/hall/light/bulb")?.pattern).toBe("home/hall/+");
  expect(nearestGrant(policy, "app", "home/attic/light")?.pattern).toBe("home/+/door");
  expect(nearestGrant(policy, "app", "home/#")?.pattern).toBe("home/+/door");
  expect(nearestGrant(policy, "bare", "home")).toBeUndefined();
});
