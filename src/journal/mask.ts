import { unquote } from '../python/unquote.ts';

/** What records and log lines have in place of a secret. */
export const MASK = '***';

/** Names of headers and query members whose values are secrets, as clients and servers call them. Those of signed URLs are `X-Amz-Signature`, `sig` and the like. */
const SECRET_NAMES =
  /key|token|secret|passw|passphrase|pwd|credential|authorization|cookie|signature|(?:^|[^a-z])sig(?:[^a-z]|$)/i;

/** User name and password in a URL. */
const USER_INFO = /:\/\/[^/?#\s]*@/g;

/** The start of a URL's authority, as it stands in a query: as it is, or escaped once or more. */
const NESTED_URL = /(?::|%(?:25)*3a)(?:\/|%(?:25)*2f){2}/i;

/** How many URLs within URLs are read. What nests deeper is masked whole, so that it costs nothing. */
const LEVELS = 3;

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

  const maskMember = (member: string, levels: number): string => {
    // The separator may stand in front, and a member may have no name.
    const [head] = /^[&#]?(?:[^=]*=)?/.exec(member) ?? [''];
    if (head.endsWith('=') && isSecret(unquote(head.slice(0, -1).replace(/^[&#]/, '')))) return head + MASK;
    return head + maskNested(member.slice(head.length), levels);
  };
  /** Masks a value that may have a URL in it. One without a secret stays as it was sent. */
  const maskNested = (value: string, levels: number): string => {
    if (!NESTED_URL.test(value)) return value;
    if (levels === 0) return MASK;
    // Before the escapes are decoded, since a password may have an escaped slash.
    const sent = maskUser(value);
    const decoded = unquote(sent);
    const masked = decoded.includes('://') ? maskTarget(decoded, levels - 1) : maskNested(decoded, levels - 1);
    return masked === decoded ? sent : escapeAs(sent, masked);
  };
  const maskQuery = (text: string, levels: number): string =>
    text.includes('=') || NESTED_URL.test(text)
      ? text
          .split(/(?=[&#])/)
          .map((member) => maskMember(member, levels))
          .join('')
      : text;
  const maskTarget = (text: string, levels: number): string => {
    const start = text.search(/[?#]/) + 1;
    const [path, rest] = start === 0 ? [text, ''] : [text.slice(0, start), text.slice(start)];
    return maskUser(path) + maskQuery(rest, levels);
  };
  const target = (text: string): string => maskTarget(text, LEVELS);
  return {
    isSecret,
    query: (text) => maskQuery(text, LEVELS),
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

function maskUser(text: string): string {
  return text.replaceAll(USER_INFO, `://${MASK}@`);
}

/** Escapes a decoded value, except what is readable and allowed in a query, and the characters that were sent without an escape. */
function escapeAs(sent: string, decoded: string): string {
  const plain = new Set(sent);
  return decoded
    .toWellFormed()
    .replaceAll(/[^\w:/?@=*.~!$(),;-]/gu, (character) =>
      character !== '%' && plain.has(character) ? character : encodeURIComponent(character),
    );
}
