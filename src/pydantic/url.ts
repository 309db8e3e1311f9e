import { parseUrl } from '../contract/parse-url.ts';
import { type PydanticFailure, toFailureWithReason } from './failure.ts';

/** A string read as a URL, as WHATWG's standard prints it. */
export type PydanticUrl = { readonly ok: true; readonly value: string } | PydanticFailure;

/**
 * Reads a string as pydantic reads an `AnyUrl`: both the `url` crate and JavaScript follow WHATWG's URL standard, so `http://A.de` becomes
 * `http://a.de/`.
 *
 * Errors: `url_parsing`.
 */
export function parsePydanticUrl(text: string): PydanticUrl {
  const url = parseUrl(text);
  if (url !== undefined) return { ok: true, value: url.href };
  return toFailureWithReason('url_parsing', 'Input should be a valid URL', toReason(text));
}

/** Reads a string as pydantic reads an `HttpUrl`. Errors: `url_parsing`, `url_scheme`. */
export function parsePydanticHttpUrl(text: string): PydanticUrl {
  const read = parsePydanticUrl(text);
  return read.ok && !/^https?:/.test(read.value) ? { ok: false, error: WRONG_SCHEME } : read;
}

const HTTP_SCHEMES = "'http' or 'https'";
const WRONG_SCHEME = {
  type: 'url_scheme',
  msg: `URL scheme should be ${HTTP_SCHEMES}`,
  ctx: { expected_schemes: HTTP_SCHEMES },
};

const SPECIAL = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'file']);

/** Returns why a string is not a URL, in the wording of the `url` crate. */
function toReason(text: string): string {
  if (text === '') return 'input is empty';
  // The standard removes control characters and spaces around a URL, and tabs and line breaks within it.
  const trimmed = text.replaceAll(/^[\0- ]+|[\t\n\r]|[\0- ]+$/g, '');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'relative URL without a base';
  const rest = trimmed.slice(scheme.length + 1).replace(/^[/\\]*/, '');
  const authority = rest.slice(rest.lastIndexOf('@', rest.search(/[/\\?#]|$/)) + 1).split(/[/\\?#]/)[0] ?? '';
  const isBracketed = authority.startsWith('[');
  const host = isBracketed ? /^\[[^\]]*\]?/.exec(authority)?.[0] : authority.split(':')[0];
  if (host === undefined || host === '') return 'empty host';
  const after = authority.slice(host.length);
  if (isBracketed && (parseUrl(`http://${host}/`) === undefined || !/^(?::|$)/.test(after)))
    return 'invalid IPv6 address';
  if (parseUrl(`${scheme}://${host}/`) !== undefined) return 'invalid port number';
  if (!SPECIAL.has(scheme)) return 'invalid domain character';
  // A host whose last label is a number must be an IPv4 address.
  const isIpv4 = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(host);
  return isIpv4 ? 'invalid IPv4 address' : 'invalid international domain name';
}
