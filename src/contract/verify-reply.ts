import { MockError } from '../mock-error.ts';
import type { Contract } from './contract.ts';
import { resolvePlace } from './document.ts';
import { toPointer } from './json-pointer.ts';
import type { Operation, Response } from './operation.ts';
import { findResponse, toOperationName } from './operation.ts';
import { toSchemaMessage } from './schema-message.ts';
import type { Check, SchemaError } from './schema.ts';
import type { Violation } from './violation.ts';

/** The result of verifying a reply against the contract. */
export interface ReplyVerdict {
  /** The response that the contract lists for the status; undefined if it lists none. */
  readonly response: Response | undefined;
  /** The violations of that response's schema by the body; empty if the body is valid. */
  readonly violations: readonly Violation[];
  /** The same violations with the pointers of the rules, for the mock's error message. */
  readonly problems: readonly string[];
}

/** Verifies a reply by its status and its body as a JSON value. A reply that belongs to no operation is valid. */
export type VerifyReply = (
  operation: Operation | undefined,
  reply: { readonly status: number; readonly value: unknown },
) => ReplyVerdict;

export function createReplyVerifier(contract: Contract): VerifyReply {
  const checks = new Map<Response, Check>();
  // Created for the first reply, since most operations get none.
  const findCheck = (response: Response): Check => {
    let check = checks.get(response);
    if (check === undefined) {
      check = createReplyCheck(contract, response);
      checks.set(response, check);
    }
    return check;
  };
  return (operation, { status, value }) => {
    const response = operation === undefined ? undefined : findResponse(operation, status);
    const errors = response === undefined ? undefined : findCheck(response)(value);
    if (errors === undefined) return { response, violations: NONE, problems: NONE };
    return { response, violations: errors.map(toViolation), problems: errors.map(toProblem) };
  };
}

const accept: Check = () => undefined;

const NONE: readonly never[] = [];

function toViolation(error: SchemaError): Violation {
  const { instancePath, keyword } = error;
  const location = ['body', ...instancePath.split('/').slice(1)];
  return { side: 'reply', location, rule: keyword, message: toSchemaMessage(error) };
}

function toProblem(error: SchemaError): string {
  const { instancePath, schemaPath } = error;
  return `${instancePath === '' ? '/' : instancePath} ${toSchemaMessage(error)}, by the rule ${schemaPath}`;
}

/** The keywords of a list's schema that do not constrain the list as a whole. */
const PLAIN = new Set(['type', 'items', 'title', 'description']);

/**
 * Creates the check of a reply's body. The trackers of a list are replaced, never changed, so a valid one stays valid: each is checked
 * when it is first sent in a list. A schema that constrains the list as a whole is checked every time.
 */
function createReplyCheck(contract: Contract, { schema }: Response): Check {
  if (schema === undefined) return accept;
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

/** Creates the error of a mock whose own reply breaks the contract, or that of a generator. */
export function toReplyError(
  operation: Operation | undefined,
  { status, source }: { readonly status: number; readonly source?: string },
  { problems }: Pick<ReplyVerdict, 'problems'>,
): MockError {
  const name = operation === undefined ? 'the request' : toOperationName(operation);
  const whose = source === 'prism' ? ' that Prism made up' : '';
  const reason = `the ${status} reply${whose} breaks the contract at ${problems[0] ?? '/'}`;
  const advice =
    source === 'prism'
      ? 'Let --rest or --serve sample the operation, or stub it'
      : 'Correct the fixture or the contract';
  return new MockError(
    'reply-breaks-contract',
    `Failed to answer ${name}: ${reason}. Nothing was changed. ${advice}.`,
    problems,
  );
}
