import { describe, expect, it } from "vitest";
import type { Knock } from "../ports/link.ts";
import { readCredentials } from "./credentials.ts";

function knock(part: Partial<Knock>): Knock {
  return {
    path: "/ws/brocker/",
    query: "",
    headers: {},
    subprotocols: [],
    peer: { address: "", host: "", loopback: true },
    ...part,
  };
}
const base64url = (text: string) => Buffer.from(text).toString("base64url");

describe("credentials of a handshake", () => {
  it.each([
    ["Token s3cret", "s3cret"],
    ["token   s3cret ", "s3cret"],
    ["BEARER s3cret", "s3cret"],
    ["s3cret", "s3cret"],
    ["Token", ""],
    ["Bearer ", ""],
    ["Tokenizer", "Tokenizer"],
    ["", ""],
  ])("C2 the header `Authorization: %s` holds the secret `%s`", (authorization, secret) => {
    expect(readCredentials(knock({ headers: { authorization } })).secret).toBe(secret);
  });

  it("C2 filters are parted by commas; blanks around them and empty entries are ignored", () => {
    const asked = readCredentials(knock({ headers: { tag: " a/+ , ,b/#,, c " } }));
    expect(asked.filters).toEqual(["a/+", "b/#", "c"]);
  });

  it("C2 header text is UTF-8 that the parser read as latin1", () => {
    const tag = Buffer.from("küche/temperatur", "utf8").toString("latin1");
    expect(readCredentials(knock({ headers: { tag } })).filters).toEqual(["küche/temperatur"]);
  });

  it("C3 token and filters are each taken from the first place that has them", () => {
    const asked = readCredentials(
      knock({
        headers: { authorization: "Token" },
        subprotocols: ["signalbox.v1", `token.${base64url("from-offer")}`, `tags.${base64url("a,b")}`],
        query: "token=from-query&tags=c",
      }),
    );
    expect(asked).toMatchObject({ secret: "from-offer", filters: ["a", "b"], by: "subprotocol" });
    const mixed = readCredentials(knock({ headers: { authorization: "Token h" }, query: "tags=c%2Fd" }));
    expect(mixed).toMatchObject({ secret: "h", filters: ["c/d"], by: "header" });
  });

  it("C3 the query is percent-decoded and + stays +", () => {
    const asked = readCredentials(knock({ query: "token=a+b%20c&tags=x/+/y,%2B&tags=second" }));
    expect(asked).toMatchObject({ secret: "a+b c", filters: ["x/+/y", "+"], by: "query" });
    expect(readCredentials(knock({ query: "token=100%&tags=a" })).secret).toBe("100%");
  });

  it("M6 a client asks for error frames by query or by subprotocol", () => {
    expect(readCredentials(knock({ query: "errors=1" })).wantsErrors).toBe(true);
    expect(readCredentials(knock({ subprotocols: ["signalbox.errors"] })).wantsErrors).toBe(true);
    expect(readCredentials(knock({})).wantsErrors).toBe(false);
  });
});
