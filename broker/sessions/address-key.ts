/** Which addresses count as one where clients are limited by address. */

/** An IPv4 address is itself, also where it is written as an IPv6 one; of an IPv6 address the first 64 bits count, since one subscriber has all the others. */
export function addressKey(host: string): string {
  if (!host.includes(":")) return host;
  if (host.includes(".")) return host.slice(host.lastIndexOf(":") + 1);
  const [address = ""] = host.split("%", 1);
  const [head = "", tail] = address.split("::");
  const first = head === "" ? [] : head.split(":");
  if (tail !== undefined) {
    const last = tail === "" ? [] : tail.split(":");
    while (first.length + last.length < 8) first.push("0");
  }
  const prefix = first.slice(0, 4).map((group) => group.replace(/^0+(?=.)/, "").toLowerCase());
  return `${prefix.join(":")}::/64`;
}
