import { toCount } from './container-wording.ts';
import { countCharacters } from './count-characters.ts';
import type { PydanticFailure } from './failure.ts';

/** A string read as an email address, with the domain in lower case. */
export type PydanticEmail = { readonly ok: true; readonly value: string } | PydanticFailure;

const LONGEST = 2048;
const LONGEST_ADDRESS = 254;
const LONGEST_DOMAIN = 253;
const LONGEST_LABEL = 63;

/** `Jo <jo@example.com>`, whose name pydantic drops. */
const WITH_NAME = /^\s*(?:[^<>@"]*|"[^"]*")\s*<(.+)>\s*$/su;
const NOT_IN_LOCAL = /[^\w.!#$%&'*+/=?^`{|}~\u{80}-\u{10FFFF}-]/gu;
const NOT_IN_DOMAIN = /[^A-Za-z\d.\u{80}-\u{10FFFF}-]/gu;
/** Invisible and unassigned characters. The package prints their names; the mock prints their code points. */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}]/gu;
/** Domains that never have a mailbox. */
const RESERVED = /(?:^|\.)(?:arpa|invalid|local|localhost|onion|test)$/;

/**
 * Reads a string as pydantic reads an `EmailStr`, with the reasons of the email-validator package for common errors. It does not check
 * Unicode as thoroughly as that package does.
 *
 * Errors: `value_error`.
 *
 * Source: answers of pydantic 2.13 with email-validator 2.4.
 */
export function parsePydanticEmail(text: string): PydanticEmail {
  if (countCharacters(text) > LONGEST) return toFailure(`Length must not exceed ${LONGEST} characters`);
  const address = (WITH_NAME.exec(text)?.[1] ?? text).trim();
  const at = address.indexOf('@');
  if (at === -1) return toFailure('An email address must have an @-sign.');
  const [local, given] = [address.slice(0, at), address.slice(at + 1)];
  const domain = given.normalize('NFKC').toLowerCase();
  const reason = findLocalReason(local) ?? findDomainReason(domain) ?? findLengthReason(local, domain);
  return reason === undefined ? { ok: true, value: `${local}@${domain}` } : toFailure(reason);
}

function toFailure(reason: string): PydanticFailure {
  const msg = `value is not a valid email address: ${reason}`;
  return { ok: false, error: { type: 'value_error', msg, ctx: { reason } } };
}

function findLocalReason(local: string): string | undefined {
  if (local === '') return 'There must be something before the @-sign.';
  if (/^".*"$/s.test(local)) return 'Quoting the part before the @-sign is not allowed here.';
  const bad = listCharacters(local, NOT_IN_LOCAL);
  if (bad !== '') return `The email address contains invalid characters before the @-sign: ${bad}.`;
  const unsafe = listCharacters(local, UNSAFE);
  if (unsafe !== '') return `The email address contains unsafe characters: ${unsafe}.`;
  if (local.startsWith('.')) return 'An email address cannot start with a period.';
  if (local.endsWith('.')) return 'An email address cannot have a period immediately before the @-sign.';
  return local.includes('..') ? 'An email address cannot have two periods in a row.' : undefined;
}

function findDomainReason(domain: string): string | undefined {
  if (domain === '') return 'There must be something after the @-sign.';
  if (/^\[.*\]$/s.test(domain)) return 'A bracketed IP address after the @-sign is not allowed here.';
  const bad = listCharacters(domain, NOT_IN_DOMAIN);
  if (bad !== '') return `The part after the @-sign contains invalid characters: ${bad}.`;
  const unsafe = listCharacters(domain, UNSAFE);
  if (unsafe !== '') return `The email address contains unsafe characters: ${unsafe}.`;
  const toName = (character: string | undefined): string => (character === '.' ? 'period' : 'hyphen');
  if (/[.-]$/.test(domain)) return `An email address cannot end with a ${toName(domain.at(-1))}.`;
  if (/^[.-]/.test(domain)) {
    return `An email address cannot have a ${toName(domain[0])} immediately after the @-sign.`;
  }
  if (domain.includes('..')) return 'An email address cannot have two periods in a row.';
  if (/\.-|-\./.test(domain)) return 'An email address cannot have a period and a hyphen next to each other.';
  if (/(?:^|\.)(?!xn)[a-z]{2}--/.test(domain)) {
    return 'An email address cannot have two letters followed by two dashes immediately after the @-sign or after a period, except Punycode.';
  }
  return undefined;
}

function findLengthReason(local: string, domain: string): string | undefined {
  const toExcess = (text: string, most: number): string =>
    `(${toCount(countCharacters(text) - most, 'character')} too many)`;
  if (domain.length > LONGEST_DOMAIN) {
    return `The email address is too long after the @-sign ${toExcess(domain, LONGEST_DOMAIN)}.`;
  }
  const label = domain.split('.').find((part) => part.length > LONGEST_LABEL);
  if (label !== undefined) {
    return `After the @-sign, periods cannot be separated by so many characters ${toExcess(label, LONGEST_LABEL)}.`;
  }
  if (!domain.includes('.')) return 'The part after the @-sign is not valid. It should have a period.';
  if (!/[a-z\u{80}-\u{10FFFF}]$/u.test(domain)) {
    return 'The part after the @-sign is not valid. It is not within a valid top-level domain.';
  }
  if (RESERVED.test(domain)) {
    return 'The part after the @-sign is a special-use or reserved name that cannot be used with email.';
  }
  const address = `${local}@${domain}`;
  if (address.length <= LONGEST_ADDRESS) return undefined;
  return `The email address is too long ${toExcess(address, LONGEST_ADDRESS)}.`;
}

/** Lists the characters of a string that match, each once and in order: `'(', SPACE, U+000A`. */
function listCharacters(text: string, pattern: RegExp): string {
  const names = [...new Set(text.match(pattern) ?? [])].map((character) => {
    if (character === ' ') return 'SPACE';
    if (character === '\\') return '"\\"';
    if (character > ' ' && character < '\u{7F}') return character === "'" ? `"'"` : `'${character}'`;
    return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  });
  return names.toSorted().join(', ');
}
