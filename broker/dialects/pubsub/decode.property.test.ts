import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, decodeShort } from "./decode.ts";

/** As JavaScript and as Python write it, in the order of keys of the reference. */
const SEPARATORS = [
  [",", ":"],
  [", ", ": "],
] as const;

function written(members: readonly (readonly [string, string])[], [comma, colon]: readonly [string, string]): string {
  return `{${members.map(([key, json]) => `${JSON.stringify(key)}${colon}${json}`).join(comma)}}`;
}

describe("a publish frame", () => {
  it("P1 P5 is read the same on the short way as on the long one, whatever is in it", () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: "binary" }),
      fc.constantFrom('"}', "a}b", '","payload":', "{}"),
    );
    const id = fc.oneof(fc.uuid(), text);
    const json = fc.json();
    const separators = fc.constantFrom(...SEPARATORS);
    fc.assert(
      fc.property(
        text,
        text,
        fc.option(id),
        json,
        fc.option(text),
        separators,
        (topic, client, id, json, request, by) => {
          const message = written(
            [...(id === null ? [] : [["id", JSON.stringify(id)] as const]), ["payload", json]],
            by,
          );
          const frame = written(
            [
              ["type", '"publish"'],
              ["topic", JSON.stringify(topic)],
              ["client_id", JSON.stringify(client)],
              ["message", message],
              ...(request === null ? [] : [["request_id", JSON.stringify(request)] as const]),
            ],
            by,
          );
          const short = decodeShort(frame);
          if (short !== null) expect({ ...short, json: JSON.parse(short.json) }).toEqual(parsed(decode(frame)));
        },
      ),
    );
  });

  it("P1 P5 takes the short way when it is as the reference writes it, and never for what is no such frame", () => {
    const tail = ',"request_id":"r"}';
    const head = '{"type":"publish","topic":"t","client_id":"c","message":{';
    expect(decodeShort(`${head}"id":"x","payload":{"a":"}"}}${tail}`)).toMatchObject({ id: null, json: '{"a":"}"}' });
    expect(decodeShort(`${head}"payload":[1]}}`)).toMatchObject({ json: "[1]", requestId: null });
    for (const other of [
      `${head}"payload":1,"payload":2}${tail}`,
      `${head}"payload":1},"x":{"y":2}${tail}`,
      `${head}"payload":}${tail}`,
      `${head}"payload":1}${tail} x`,
      `${head}"payload":1},"request_id":"a","request_id":"b"}`,
      head.replace('"t"', '""').concat(`"payload":1}${tail}`),
      head.replace('"c"', '""').concat(`"payload":1}${tail}`),
      head.replace('"c"', `"${"c".repeat(257)}"`).concat(`"payload":1}${tail}`),
      head.replace('"t"', '"\\u0074"').concat(`"payload":1}${tail}`),
      "",
    ]) {
      expect(decodeShort(other)).toBeNull();
    }
  });
});

function parsed(request: ReturnType<typeof decode>): unknown {
  return request.kind === "publish" ? { ...request, json: JSON.parse(request.json) } : request;
}
