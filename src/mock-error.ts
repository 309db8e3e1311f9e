import type { Problem } from './control/control-types.ts';

/**
 * The mock's own failures. They are not answers of the API: over HTTP they are sent as RFC 9457 `application/problem+json`, so that no
 * client mistakes one for a reply of the API.
 */

/** Every failure of the mock: its code, HTTP status and title. */
const FAILURES = {
  'contract-invalid': { status: 500, title: 'The contract cannot be served' },
  'fixture-invalid': { status: 422, title: 'The world cannot be loaded' },
  'archive-invalid': { status: 422, title: 'The archive cannot be read' },
  'option-invalid': { status: 500, title: 'An option is not valid' },
  'reply-breaks-contract': { status: 500, title: 'The reply breaks the contract' },
  'session-name-invalid': { status: 400, title: 'The session name is not valid' },
  'preference-invalid': { status: 400, title: 'A preference is not valid' },
  'stub-invalid': { status: 422, title: 'The stub is not valid' },
  'scenario-invalid': { status: 422, title: 'The scenario cannot be loaded' },
  'admin-request-invalid': { status: 422, title: 'The request to the control API is not valid' },
  'admin-unauthorized': { status: 401, title: 'The control API needs a token' },
  'admin-forbidden': { status: 403, title: 'The control API is not open to this caller' },
  'admin-unreachable': { status: 502, title: 'The control API cannot be reached' },
  'operation-not-served': { status: 501, title: 'The mock does not serve the operation' },
  'request-breaks-contract': { status: 400, title: 'The request breaks the contract' },
  'upstream-failed': { status: 502, title: 'The upstream server gave no reply' },
  'upstream-breaks-contract': { status: 502, title: 'The reply of the upstream server breaks the contract' },
  'not-found': { status: 404, title: 'Not found' },
  'method-not-allowed': { status: 405, title: 'Method not allowed' },
  conflict: { status: 409, title: 'Conflict with the present state' },
  'violations-found': { status: 409, title: 'The contract was broken' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  overloaded: { status: 503, title: 'Too much is waiting' },
  'too-many-attempts': { status: 429, title: 'Too many wrong tokens' },
  'server-not-started': { status: 500, title: 'The server cannot start' },
  'insufficient-storage': { status: 507, title: 'No room for the change' },
  'internal-error': { status: 500, title: 'The mock failed' },
} as const;

export type MockErrorCode = keyof typeof FAILURES;

/** The start of a problem document's `type`. The code follows. */
const TYPE_PREFIX = 'urn:agentex-tracker-mock:';

/** How many problems a message lists. */
const LISTED = 20;

/** A failure of the mock itself, with a stable {@link MockErrorCode} and a message that says what to do. */
export class MockError extends Error {
  override readonly name = 'MockError';
  readonly code: MockErrorCode;
  /** The message without the problems. */
  readonly summary: string;
  /** The individual problems, one line each. Empty if the summary is complete. */
  readonly problems: readonly string[];

  constructor(code: MockErrorCode, summary: string, problems: readonly string[] = [], options?: ErrorOptions) {
    const [head, lines] = [summary.split('\n').map(toPrintable).join('\n'), problems.map(toPrintable)];
    const rest = lines.length - LISTED;
    // A list that is truncated already does not say how many problems are missing.
    const more = rest <= 0 ? [] : [lines.at(-1)?.startsWith('…') === true ? '… and more' : `… and ${rest} more`];
    super([head, ...[...lines.slice(0, LISTED), ...more].map((line) => `  ${line}`)].join('\n'), options);
    this.code = code;
    this.summary = head;
    this.problems = lines;
  }

  /** The HTTP status that this failure is sent with. */
  get status(): number {
    return FAILURES[this.code].status;
  }

  /** The failure as an RFC 9457 problem document. */
  toProblem(): Problem {
    return {
      type: `${TYPE_PREFIX}${this.code}`,
      title: FAILURES[this.code].title,
      status: this.status,
      detail: this.summary,
      ...(this.problems.length > 0 ? { problems: this.problems } : {}),
    };
  }
}

/** Returns the failure that a problem document describes, or undefined if the document is not one of the mock's. */
export function parseProblem(value: unknown): MockError | undefined {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('detail' in value)) return undefined;
  const { type, detail } = value;
  if (typeof type !== 'string' || !type.startsWith(TYPE_PREFIX) || typeof detail !== 'string') return undefined;
  const code = type.slice(TYPE_PREFIX.length);
  if (!isMockErrorCode(code)) return undefined;
  const problems = 'problems' in value && Array.isArray(value.problems) ? value.problems.map(String) : [];
  return new MockError(code, detail, problems);
}

function isMockErrorCode(code: string): code is MockErrorCode {
  return Object.hasOwn(FAILURES, code);
}

/**
 * Escapes the characters of a line that control a terminal or start another line. A message quotes its subject, such as the name of a
 * member of a fixture, and goes to logs and terminals.
 */
export function toPrintable(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
