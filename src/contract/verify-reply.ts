import { MockError } from '../mock-error.ts';
import type { Contract } from './contract.ts';
import { resolvePlace } from './document.ts';
import { toPointer } from './json-pointer.ts';
import type { Operation, Response } from './operation.ts';
import { findResponse, toOperationName } from './operation.ts';
import type { Check, SchemaError } from './schema.ts';
import type { Violation } from './violation.ts';

/** What the contract says of a reply. */
export interface ReplyVerdict {
  /** The response that the contract lists for the status; undefined if it lists none. */
  readonly response: Response | undefined;
  /** How the body breaks that response's schema; empty if it keeps it. */
  readonly violations: readonly Violation[];
  /** The same with the schema's rules, as a failure of the mock tells them. */
  readonly problems: readonly string[];
}

/** Judges a reply by its status and its body as a JSON value. A reply that is not an operation's keeps the contract. */
export type VerifyReply = (
  operation: Operation | undefined,
  reply: { readonly status: number; readonly value: unknown },
) => ReplyVerdict;

export function createReplyVerifier(contract: Contract): VerifyReply {
  const checks: ReadonlyMap<Response, Check | undefined> = new Map(
    contract.operations.flatMap(({ responses }) =>
      [...responses.values()].map((response) => [response, createReplyCheck(contract, response)] as const),
    ),
  );
  return (operation, { status, value }) => {
    const response = operation === undefined ? undefined : findResponse(operation, status);
    const errors = response === undefined ? undefined : checks.get(response)?.(value);
    if (errors === undefined) return { response, violations: NONE, problems: NONE };
    return { response, violations: errors.map(toViolation), problems: errors.map(toProblem) };
  };
}

const NONE: readonly never[] = [];

function toViolation({ instancePath, message = 'is not valid', keyword }: SchemaError): Violation {
  return { side: 'reply', location: ['body', ...instancePath.split('/').slice(1)], rule: keyword, message };
}

function toProblem({ instancePath, message = 'is not valid', schemaPath }: SchemaError): string {
  return `${instancePath === '' ? '/' : instancePath} ${message}, by the rule ${schemaPath}`;
}

/** The members of a list's schema that say nothing of the list as a whole. */
const PLAIN = new Set(['type', 'items', 'title', 'description']);

/**
 * The check of a reply's body. The trackers of a list are replaced, never changed, so one that passed stays valid: each is checked
 * when it is first sent in a list. A schema that says more of a list than what its items are is asked every time.
 */
function createReplyCheck(contract: Contract, { schema }: Response): Check | undefined {
  if (schema === undefined) return undefined;
  const { node, pointer } = resolvePlace(contract.schemas.document, schema.pointer);
  if (node['type'] !== 'array' || node['items'] === undefined || !Object.keys(node).every((key) => PLAIN.has(key))) {
    return schema.check;
  }
  const items = contract.schemas.compile(toPointer(pointer, 'items'));
  const valid = new WeakSet<object>();
  return (value) => {
    if (!Array.isArray(value)) return schema.check(value);
    for (const item of value as readonly unknown[]) {
      if (typeof item !== 'object' || item === null) return schema.check(value);
      if (valid.has(item)) continue;
      if (items.check(item) !== undefined) return schema.check(value);
      valid.add(item);
    }
    return undefined;
  };
}

/** The failure of the mock whose own reply breaks the contract. */
export function toReplyError(
  operation: Operation | undefined,
  status: number,
  { problems }: Pick<ReplyVerdict, 'problems'>,
): MockError {
  const name = operation === undefined ? 'the request' : toOperationName(operation);
  const reason = `the ${status} reply breaks the contract at ${problems[0] ?? '/'}`;
  return new MockError(
    'reply-breaks-contract',
    `Failed to answer ${name}: ${reason}. Nothing was changed. Correct the fixture or the contract.`,
    problems,
  );
}
