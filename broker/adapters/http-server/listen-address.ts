/** Spellings of the address that the server listens on, and of addresses in headers, brought to one form. */

/**
 * `[::1]`, `0:0:0:0:0:0:0:1`, `127.1`, `LOCALHOST.` as everybody writes them: lower case, without brackets, without the dot at the end,
 * addresses in their shortest form, an IPv4 address inside IPv6 as IPv4. What is neither name nor address stays as it is.
 */
export function canonicalHost(host: string): string {
  const bare = host.trim().replace(/^\[(.*)\]$/, "$1");
  // A zone (`fe80::1%eth0`) names an interface of this machine; no URL has one.
  if (bare.includes("%")) return bare.toLowerCase();
  let name: string;
  try {
    name = new URL(`http://${bare.includes(":") ? `[${bare}]` : bare}`).hostname;
  } catch {
    return bare.toLowerCase();
  }
  // A name may hold letters that a URL encodes; only what a URL leaves as a host is taken from it.
  return unmapped(name.replace(/^\[(.*)\]$/, "$1").replace(/\.$/, ""));
}

/** The server listens on every address of the machine. */
export function isAnyAddress(host: string): boolean {
  const canonical = canonicalHost(host);
  return canonical === "0.0.0.0" || canonical === "::" || canonical === "";
}

/** Reached from this machine only: loopback addresses (RFC 1122 3.2.1.3, RFC 4291 2.5.3) and the names that always mean them (RFC 6761 6.3). */
export function isLoopbackHost(host: string): boolean {
  const name = canonicalHost(host);
  return name === "localhost" || name.endsWith(".localhost") || name === "::1" || /^127(\.\d{1,3}){3}$/.test(name);
}

/** URLs write `::ffff:127.0.0.1` as `::ffff:7f00:1`. */
function unmapped(address: string): string {
  const found = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(address);
  if (found === null) return address.startsWith("::ffff:") && address.includes(".") ? address.slice(7) : address;
  const [high, low] = [Number.parseInt(found[1] ?? "", 16), Number.parseInt(found[2] ?? "", 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
