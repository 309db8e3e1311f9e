/**
 * The mock's own failures. They are never the API's answers: over HTTP they go out as RFC 9457 `application/problem+json`, so that
 * no client takes one for a reply of the API.
 */

/** Every failure of the mock: its code, the HTTP status it is sent with, and its title. */
const FAILURES = {
  'contract-invalid': { status: 500, title: 'The contract cannot be served' },
  'fixture-invalid': { status: 422, title: 'The world cannot be loaded' },
  'option-invalid': { status: 500, title: 'An option is not valid' },
  'reply-breaks-contract': { status: 500, title: 'The reply breaks the contract' },
  'session-name-invalid': { status: 400, title: 'The session name is not valid' },
  'preference-invalid': { status: 400, title: 'A preference cannot be followed' },
  'stub-invalid': { status: 422, title: 'The stub cannot be made' },
  'admin-request-invalid': { status: 422, title: 'The request to the control API is not valid' },
  'admin-unauthorized': { status: 401, title: 'The control API needs a token' },
  'admin-forbidden': { status: 403, title: 'The control API is not open to this caller' },
  'admin-unreachable': { status: 502, title: 'The control API cannot be reached' },
  'upstream-failed': { status: 502, title: 'The upstream server gave no reply' },
  'not-found': { status: 404, title: 'There is no such thing' },
  'method-not-allowed': { status: 405, title: 'The method is not allowed there' },
  conflict: { status: 409, title: 'It is there already' },
  'violations-found': { status: 409, title: 'The contract was broken' },
  'body-too-large': { status: 413, title: 'The request body is too large' },
  'server-not-started': { status: 500, title: 'The server cannot start' },
  'internal-error': { status: 500, title: 'The mock failed' },
} as const;

export type MockErrorCode = keyof typeof FAILURES;

/** An RFC 9457 problem document. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** The single mistakes, where there are several. */
  readonly problems?: readonly string[];
}

/** How a problem document's `type` begins; the code follows. */
const TYPE_PREFIX = 'urn:agentex-tracker-mock:';

/** A failure of the mock itself, with a stable {@link MockErrorCode} and one message that says what to do. */
export class MockError extends Error {
  override readonly name = 'MockError';
  readonly code: MockErrorCode;
  /** The single mistakes, one readable line each; empty where the message says it all. */
  readonly problems: readonly string[];

  constructor(code: MockErrorCode, message: string, problems: readonly string[] = [], options?: ErrorOptions) {
    super(message.split('\n').map(toPrintable).join('\n'), options);
    this.code = code;
    this.problems = problems.map(toPrintable);
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
      detail: this.message,
      ...(this.problems.length > 0 ? { problems: this.problems } : {}),
    };
  }
}

/** The failure that a problem document tells of; undefined where the document is none of the mock's. */
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
 * A line without what steers a terminal or forges a second line. A message quotes what it speaks of, such as a member of a fixture by its
 * name, and goes to logs and terminals.
 */
export function toPrintable(line: string): string {
  return line.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
}
