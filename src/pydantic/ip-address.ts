/** An IP address as a number, with the zone of an IPv6 address. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly bits: bigint;
  /** `eth0` of `fe80::1%eth0`. */
  readonly zone?: string | undefined;
}

const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** Reads an IPv4 address as Python's `ipaddress` does: `1.2.3.4`, without leading zeros. Returns undefined if it is not one. */
export function parseIpv4(text: string): IpAddress | undefined {
  const octets = text.split('.');
  if (octets.length !== 4 || !octets.every((octet) => OCTET.test(octet) && Number(octet) < 256)) return undefined;
  return { version: 4, bits: octets.reduce((bits, octet) => bits * 256n + BigInt(octet), 0n) };
}

/** Reads an IPv6 address as Python's `ipaddress` does: `::1`, `::ffff:1.2.3.4`, `fe80::1%eth0`. Returns undefined if it is not one. */
export function parseIpv6(text: string): IpAddress | undefined {
  const [address = '', zone, ...others] = text.split('%');
  if (others.length > 0 || zone === '' || (zone !== undefined && zone.includes('/'))) return undefined;
  const plain = replaceEmbeddedIpv4(address);
  if (plain === undefined) return undefined;
  const halves = plain.split('::');
  const [before = [], after] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const count = before.length + (after?.length ?? 0);
  if (halves.length > 2 || (after === undefined ? count !== 8 : count > 7)) return undefined;
  const groups = [...before, ...Array.from({ length: 8 - count }, () => '0'), ...(after ?? [])];
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return undefined;
  return { version: 6, bits: groups.reduce((bits, group) => bits * 65_536n + BigInt(`0x${group}`), 0n), zone };
}

/** The last 32 bits may be written as an IPv4 address. */
function replaceEmbeddedIpv4(address: string): string | undefined {
  const start = address.lastIndexOf(':') + 1;
  const last = address.slice(start);
  if (!last.includes('.')) return address;
  const embedded = parseIpv4(last);
  if (embedded === undefined) return undefined;
  const [high, low] = [embedded.bits / 65_536n, embedded.bits % 65_536n];
  return `${address.slice(0, start)}${high.toString(16)}:${low.toString(16)}`;
}

/** Prints an address as Python's `ipaddress` does: the longest run of zero groups as `::`. */
export function printIpAddress({ version, bits, zone }: IpAddress): string {
  if (version === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, index) => (bits >> BigInt(112 - index * 16)) & 65_535n);
  const run = findLongestZeros(groups);
  const print = (part: readonly bigint[]): string => part.map((group) => group.toString(16)).join(':');
  const address =
    run === undefined ? print(groups) : `${print(groups.slice(0, run.start))}::${print(groups.slice(run.end))}`;
  return zone === undefined ? address : `${address}%${zone}`;
}

/** Returns the first of the longest runs of two or more zeros, or undefined if there is no such run. */
function findLongestZeros(groups: readonly bigint[]): { readonly start: number; readonly end: number } | undefined {
  let best: { readonly start: number; readonly end: number } | undefined;
  for (let start = 0; start < groups.length; start++) {
    let end = start;
    while (groups[end] === 0n) end++;
    if (end - start >= 2 && (best === undefined || end - start > best.end - best.start)) best = { start, end };
    start = Math.max(start, end);
  }
  return best;
}
