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

/** Reads a string as pydantic reads an `HttpUrl`. Errors: `url_too_long`, `url_parsing`, `url_scheme`. */
export function parsePydanticHttpUrl(text: string): PydanticUrl {
  // In bytes, unlike the length of a string.
  if (encoder.encode(text).length > MOST_BYTES) return { ok: false, error: TOO_LONG };
  const read = parsePydanticUrl(text);
  return read.ok && !/^https?:/.test(read.value) ? { ok: false, error: WRONG_SCHEME } : read;
}

const encoder = new TextEncoder();
const MOST_BYTES = 2083;
const TOO_LONG = {
  type: 'url_too_long',
  msg: `URL should have at most ${MOST_BYTES} characters`,
  ctx: { max_length: MOST_BYTES },
};

const HTTP_SCHEMES = "'http' or 'https'";
const WRONG_SCHEME = {
  type: 'url_scheme',
  msg: `URL scheme should be ${HTTP_SCHEMES}`,
  ctx: { expected_schemes: HTTP_SCHEMES },
};

/** The characters that the standard drops from the name of a host, so that a host of only these is empty. */
const DROPPED = /\p{Variation_Selector}|\u034f|[\u00ad\u200b\u2060\u2064\ufeff]/gu;
/** The characters that the name of a host must not contain, also percent-encoded. */
const FORBIDDEN = /[\0- "#<>?@[\\\]^`{|}\x7f]|%(?:[01][\da-f]|2[0235f]|3[ace-f]|40|5[b-e]|60|7[b-df])/i;

const SPECIAL = new Set(['http', 'https', 'ws', 'wss', 'ftp', 'file']);

/** Returns why a string is not a URL, in the wording of the `url` crate. */
function toReason(text: string): string {
  if (text === '') return 'input is empty';
  // The standard removes control characters and spaces around a URL, and tabs and line breaks within it.
  const trimmed = text.replaceAll(/^[\0- ]+|[\t\n\r]|[\0- ]+$/g, '');
  const scheme = /^([a-z][a-z\d+.-]*):/i.exec(trimmed)?.[1]?.toLowerCase();
  if (scheme === undefined) return 'relative URL without a base';
  const rest = trimmed.slice(scheme.length + 1).replace(/^[/\\]*/, '');
  const isSpecial = SPECIAL.has(scheme);
  const end = rest.search(isSpecial ? /[/\\?#]|$/ : /[/?#]|$/);
  const authority = rest.slice(rest.lastIndexOf('@', end) + 1, end);
  const isBracketed = authority.startsWith('[');
  // The URL of a file has no port.
  const name = scheme === 'file' ? authority : authority.split(':')[0];
  const host = isBracketed ? /^\[[^\]]*\]?/.exec(authority)?.[0] : name;
  if (host === undefined || host === '' || (isSpecial && host.replaceAll(DROPPED, '') === '')) return 'empty host';
  const after = authority.slice(host.length);
  const isIpv6 = parseUrl(`http://${host}/`) !== undefined && /^(?::|$)/.test(after);
  if (isBracketed && !isIpv6) return 'invalid IPv6 address';
  if (parseUrl(`${scheme}://${host}/`) !== undefined) return 'invalid port number';
  if (!isSpecial) return 'invalid domain character';
  if (FORBIDDEN.test(host)) return 'invalid international domain name';
  // A host whose last label is a number must be an IPv4 address.
  const isIpv4 = /(?:^|\.)(?:\d+|0x[\da-f]*)\.?$/i.test(host);
  return isIpv4 ? 'invalid IPv4 address' : 'invalid international domain name';
}
