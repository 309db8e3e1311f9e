import type { IpAddress } from './ip-address.ts';
import { parseIpv4, parseIpv6, printIpAddress } from './ip-address.ts';

/** An address with the length of its network's prefix. */
export interface IpInterface {
  readonly address: IpAddress;
  readonly prefix: number;
  /** False if bits after the prefix are set: then it is an interface, not a network. */
  readonly isNetwork: boolean;
}

/** Reads `1.2.3.4/24`, `1.2.3.4/255.255.255.0`, `1.2.3.4/0.0.0.255` or `1.2.3.4` as Python's `ipaddress` does. Returns undefined if it is not one. */
export function parseIpv4Interface(text: string): IpInterface | undefined {
  return parseInterface(text, parseIpv4, 32, parseIpv4Mask);
}

/** Reads `::1/64` or `::1` as Python's `ipaddress` does. Returns undefined if it is neither. */
export function parseIpv6Interface(text: string): IpInterface | undefined {
  return parseInterface(text, parseIpv6, 128, () => undefined);
}

export function printIpInterface({ address, prefix }: IpInterface): string {
  return `${printIpAddress(address)}/${prefix}`;
}

function parseInterface(
  text: string,
  parseAddress: (text: string) => IpAddress | undefined,
  size: number,
  parseMask: (text: string) => number | undefined,
): IpInterface | undefined {
  const [start = '', mask, ...others] = text.split('/');
  const address = others.length > 0 ? undefined : parseAddress(start);
  if (address === undefined) return undefined;
  let prefix: number | undefined = size;
  if (mask !== undefined) prefix = /^\d+$/.test(mask) ? Number(mask) : parseMask(mask);
  if (prefix === undefined || prefix > size) return undefined;
  return { address, prefix, isNetwork: address.bits % (1n << BigInt(size - prefix)) === 0n };
}

/** A netmask, or a hostmask, which begins with zeros. */
function parseIpv4Mask(text: string): number | undefined {
  const mask = parseIpv4(text)?.bits;
  if (mask === undefined) return undefined;
  const bits = mask.toString(2).padStart(32, '0');
  const ones = /^(1*)0*$/.exec(bits)?.[1];
  if (ones !== undefined) return ones.length;
  return /^(0*)1*$/.exec(bits)?.[1]?.length;
}
