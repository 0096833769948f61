/** Checks who is taken for the sender of a request. */
import { IncomingMessage } from "node:http";
import { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { Callers, ForwardedConflict } from "./callers.ts";
import { canonicalHost } from "./listen-address.ts";

function from(remoteAddress: string, headers: IncomingMessage["headers"]): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, "remoteAddress", { value: remoteAddress });
  Object.defineProperty(socket, "remotePort", { value: 5000 });
  return Object.assign(new IncomingMessage(socket), { headers: { host: "own:8001", ...headers } });
}

const who = (trusted: readonly string[], remote: string, headers: IncomingMessage["headers"] = {}) =>
  new Callers(trusted).of(from(remote, headers));

describe("who sent a request", () => {
  it("E17 believes nobody's headers unless the proxy is named, and takes them as the sign of one", () => {
    const plain = who([], "::ffff:127.0.0.1");
    expect(plain).toEqual({
      peer: { address: "127.0.0.1:5000", host: "127.0.0.1", loopback: true },
      host: "own:8001",
      scheme: undefined,
    });
    for (const name of ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host", "x-forwarded-proto"]) {
      for (const trusted of [[], ["10.0.0.0/8"]]) {
        const { peer, host } = who(trusted, "127.0.0.1", { [name]: "203.0.113.9" });
        expect([name, peer.host, peer.loopback, host]).toEqual([name, "127.0.0.1", false, "own:8001"]);
      }
    }
  });

  it.each([
    ["203.0.113.9", "203.0.113.9"],
    ["198.51.100.1, 203.0.113.9", "203.0.113.9"],
    ["127.0.0.1, 203.0.113.9, 10.1.2.3", "203.0.113.9"],
    ["203.0.113.9:4711", "203.0.113.9"],
    ["[2001:DB8::1]:4711", "2001:db8::1"],
    ["2001:db8:0:0::1", "2001:db8::1"],
    ["::ffff:203.0.113.9", "203.0.113.9"],
    ["203.0.113.9, unknown", "10.0.0.5"],
    ["203.0.113.9, 1", "10.0.0.5"],
    ["nonsense, 10.9.9.9", "10.9.9.9"],
    ["10.9.9.9", "10.9.9.9"],
    [", ,", "10.0.0.5"],
  ])("E17 reads X-Forwarded-For from the nearest hop outwards: %s is %s", (chain, client) => {
    const { peer } = who(["10.0.0.0/8"], "10.0.0.5", { "x-forwarded-for": chain });
    expect(peer).toMatchObject({ host: client, loopback: false });
  });

  it.each([
    ["for=203.0.113.9", "203.0.113.9"],
    ['For="[2001:db8::1]:4711";proto=https;by=10.0.0.5', "2001:db8::1"],
    ['for=198.51.100.1, for="203.0.113.9:80"', "203.0.113.9"],
    ["for=203.0.113.9, for=_hidden", "10.0.0.5"],
    ['for="un\\"finished, for=203.0.113.9', "10.0.0.5"],
    ["for=203.0.113.9;;, x", "10.0.0.5"],
    ["proto=https", "10.0.0.5"],
  ])("E17 reads Forwarded likewise: %s is %s", (header, client) => {
    expect(who(["10.0.0.5"], "10.0.0.5", { forwarded: header }).peer.host).toBe(client);
  });

  it("E17 is never from this machine through a proxy, though all that is named is", () => {
    const { peer } = who(["loopback"], "127.0.0.1", { "x-forwarded-for": "127.0.0.1" });
    expect(peer).toMatchObject({ host: "127.0.0.1", loopback: false });
    expect(who(["loopback"], "127.0.0.1").peer.loopback).toBe(true);
  });

  it("E17 takes scheme, host and port of a trusted proxy, the nearest one's", () => {
    const x = { "x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "http, https" };
    expect(who(["10.0.0.5"], "10.0.0.5", x)).toMatchObject({ scheme: "https", host: "own:8001" });
    const named = { ...x, "x-forwarded-host": "evil.example, broker.example.com", "x-forwarded-port": "8443" };
    expect(who(["10.0.0.5"], "10.0.0.5", named).host).toBe("broker.example.com:8443");
    const forwarded = { forwarded: 'for=203.0.113.9;proto=https;host="broker.example.com:8443"' };
    expect(who(["10.0.0.5"], "10.0.0.5", forwarded)).toMatchObject({
      scheme: "https",
      host: "broker.example.com:8443",
    });
  });

  it("E17 refuses what the two headers do not agree on", () => {
    const both = { "x-forwarded-for": "203.0.113.9", forwarded: "for=198.51.100.1" };
    expect(() => who(["10.0.0.5"], "10.0.0.5", both)).toThrow(ForwardedConflict);
    const agreed = { "x-forwarded-for": "203.0.113.9", forwarded: 'for="203.0.113.9:80"' };
    expect(who(["10.0.0.5"], "10.0.0.5", agreed).peer.host).toBe("203.0.113.9");
  });

  it("E17 names a proxy that is no address", () => {
    expect(() => new Callers(["10.0.0.0/8", "gateway"])).toThrow("gateway");
  });
});

describe("spellings of a host", () => {
  it.each([
    ["[::1]", "::1"],
    ["0:0:0:0:0:0:0:1", "::1"],
    ["::ffff:127.0.0.1", "127.0.0.1"],
    ["127.1", "127.0.0.1"],
    ["LOCALHOST.", "localhost"],
    ["[::]", "::"],
    ["fe80::1%eth0", "fe80::1%eth0"],
    ["", ""],
    ["a b", "a b"],
  ])("E2 reads %s as %s", (given, canonical) => {
    expect(canonicalHost(given)).toBe(canonical);
  });
});
