import { isObject } from '../contract/document.ts';
import type { Mask } from '../journal/mask.ts';
import { MASK } from '../journal/mask.ts';

/** The URLs in a text. The scheme is short, so that a long word is searched in linear time. */
const URLS = /[a-z][a-z\d+.-]{0,20}:\/\/[^\s"'<>]+/gi;

/** What a mask leaves of a URL with a secret. An escape follows if the URL stands in the query of another. */
const MASKED_URL = /:\/\/\*{3}@|=\*{3}(?:[&#%]|$)/;

/**
 * Returns a JSON value without its secrets: everything under a member with such a name, and the secrets in URLs. What replaces a secret has
 * its type, so that most values still keep the contract. Recurses, so the caller must refuse values that nest deep.
 */
export function withoutSecrets(value: unknown, mask: Mask, isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? MASK : maskUrls(value, mask);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, mask, isSecret));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        withoutSecrets(member, mask, isSecret || mask.isSecret(name)),
      ]),
    );
  }
  if (!isSecret || value === null) return value;
  return typeof value === 'number' ? 0 : false;
}

/** Returns a text without the secrets in its URLs. */
export function maskUrls(text: string, mask: Mask): string {
  return text.includes('://') ? text.replaceAll(URLS, (url) => mask.target(url)) : text;
}

/** Whether a text has lost a secret of a URL. */
export function hasMaskedUrl(text: string): boolean {
  return text.includes('://') && [...text.matchAll(URLS)].some(([url]) => MASKED_URL.test(url));
}
