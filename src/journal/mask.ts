import { unquote } from '../python/unquote.ts';

/** What records and log lines have in place of a secret. */
export const MASK = '***';

/** Names of headers and query members whose values are secrets, as clients and servers call them. Those of signed URLs are `X-Amz-Signature`, `sig` and the like. */
const SECRET_NAMES =
  /key|token|secret|passw|passphrase|pwd|credential|authorization|cookie|signature|(?:^|[^a-z])sig(?:[^a-z]|$)/i;

/** User name and password in a URL. */
const USER_INFO = /:\/\/[^/?#\s]*@/g;

/** Agentex clients send their identity as a secret. */
const AGENTEX_NAMES = ['x-agent-identity'];

/** Hides secrets in what is shown of an exchange. What is matched and passed on keeps them. */
export interface Mask {
  /** Returns whether the values of a header or query member are secrets. */
  isSecret(name: string): boolean;
  /** Returns headers with one text each. */
  headers(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string>;
  /** @param query as sent, without the question mark */
  query(query: string): string;
  /** @param target a path or URL; its query, its fragment, and the user name and password are masked */
  target(target: string): string;
}

/** @param names further names of headers and query members, in any case */
export function createMask(names: readonly string[] = []): Mask {
  const further = new Set([...AGENTEX_NAMES, ...names].map((name) => name.toLowerCase()));
  const isSecret = (name: string): boolean => SECRET_NAMES.test(name) || further.has(name.toLowerCase());

  const maskMember = (member: string): string => {
    const end = member.indexOf('=');
    if (end === -1) return member;
    const name = member.slice(0, end);
    // The separator may stand in front.
    return isSecret(unquote(name.replace(/^[&#]/, ''))) ? `${name}=${MASK}` : member;
  };
  const query = (text: string): string =>
    text.includes('=')
      ? text
          .split(/(?=[&#])/)
          .map(maskMember)
          .join('')
      : text;
  const target = (text: string): string => {
    const start = text.search(/[?#]/) + 1;
    const [path, rest] = start === 0 ? [text, ''] : [text.slice(0, start), text.slice(start)];
    return path.replaceAll(USER_INFO, `://${MASK}@`) + query(rest);
  };
  return {
    isSecret,
    query,
    target,
    headers: (headers) =>
      Object.fromEntries(
        Object.entries(headers).flatMap(([name, value]) =>
          // A value may be an address with a query, such as that of a redirect.
          value === undefined ? [] : [[name, isSecret(name) ? MASK : target([value].flat().join(', '))] as const],
        ),
      ),
  };
}
