import { isObject } from '../contract/document.ts';
import type { Mask } from '../journal/mask.ts';
import { MASK } from '../journal/mask.ts';

/** Names of members whose values are secrets. */
const SECRET_NAMES = /password|token|secret|key|authorization/i;

export function isSecretMember(name: string, mask: Mask): boolean {
  return SECRET_NAMES.test(name) || mask.isSecret(name);
}

/**
 * Returns a JSON value without its secrets: everything under a member with such a name, and the secrets in the queries of URLs. What
 * replaces a secret has its type, so that most values still keep the contract. Recurses, so the caller must refuse values that nest deep.
 */
export function withoutSecrets(value: unknown, mask: Mask, isSecret = false): unknown {
  if (typeof value === 'string') return isSecret ? MASK : /^https?:/i.test(value) ? mask.target(value) : value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, mask, isSecret));
  if (isObject(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [
        name,
        withoutSecrets(member, mask, isSecret || isSecretMember(name, mask)),
      ]),
    );
  }
  if (!isSecret || value === null) return value;
  return typeof value === 'number' ? 0 : false;
}
