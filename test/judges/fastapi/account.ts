import { Buffer } from 'node:buffer';
import { accountForDetails } from './account-for-details.ts';
import { accountForReply } from './account-for-reply.ts';
import type { Answers } from './compare.ts';
import { findDifference } from './compare.ts';
import type { Detail } from './detail.ts';
import { parseDetails } from './detail.ts';
import type { KnownName } from './known-differences.ts';
import type { SchemaNode } from './values.ts';

/** What the oracle says of a request beside its answer. */
export interface OracleVerdict {
  /** What pydantic finds wrong with the body, as FastAPI calls it, without inputs; null where the body is no JSON. */
  readonly lax: readonly Detail[] | null;
  /** The same in pydantic's strict mode, which converts nothing. */
  readonly strict: readonly Detail[] | null;
  /** The exception behind an answer of 500. */
  readonly failure: string | null;
}

/** The known differences that together account for the whole of a difference; undefined where they do not. */
export function account(answers: Answers, verdict: OracleVerdict, document: SchemaNode): KnownName[] | undefined {
  const { oracle, mock, request } = answers;
  if (request.method === 'HEAD') return accountForHead(answers);
  if (request.method !== 'PUT') return undefined;
  if (oracle.status === 200 && mock.status === 200) return accountForReply(oracle.body, mock.body, document);
  if (mock.status >= 500) return undefined;

  const ours = mock.status === 422 ? parseDetails(mock.body) : [];
  if (oracle.status === 500) return accountForFailure(ours, verdict);
  if (verdict.lax === null || verdict.strict === null) return undefined;
  // What comes after the reading (404, the cursor's 400) is not reached by a request that the mock refuses.
  const theirs = oracle.status === 422 ? parseDetails(oracle.body) : verdict.lax;
  if (oracle.status !== 422 && theirs.length > 0) return undefined;
  return accountForDetails(theirs, ours, verdict.strict);
}

function accountForHead({ request, oracle, mock }: Answers): KnownName[] | undefined {
  const isSame = findDifference({ request, oracle: { ...oracle, surplus: Buffer.alloc(0) }, mock }) === undefined;
  const isRefused = oracle.status === 400 && oracle.surplus.toString() === 'Invalid HTTP request received.';
  return isSame && isRefused ? ['body-of-head'] : undefined;
}

const FAILURES: readonly (readonly [RegExp, KnownName])[] = [
  [/^ValueError: Out of range float values are not JSON compliant/, 'fastapi-500-number'],
  [/^UnicodeEncodeError: .*surrogates not allowed/, 'fastapi-500-surrogate'],
  [/^PydanticSerializationError: .*surrogates not allowed/, 'fastapi-500-reply'],
  [/^UnicodeDecodeError: /, 'fastapi-500-bytes'],
];

function accountForFailure(ours: readonly Detail[], { lax, strict, failure }: OracleVerdict): KnownName[] | undefined {
  const name = FAILURES.find(([pattern]) => pattern.test(failure ?? ''))?.[1];
  if (name === undefined) return undefined;
  if (name === 'fastapi-500-bytes') {
    const [first] = ours;
    return ours.length === 1 && first?.type === 'model_attributes_type' && first.loc.length === 1 ? [name] : undefined;
  }
  if (lax === null || strict === null) return undefined;
  // Where it finds lone surrogates alone in a field, the mock says no more of it.
  const isPassedOver = ({ type, loc }: Detail): boolean =>
    type !== 'string_unicode' &&
    lax.some((detail) => detail.type === 'string_unicode' && detail.loc[1] === loc[1]) &&
    ours.every((detail) => detail.type === 'string_unicode' || detail.loc[1] !== loc[1]);
  const looked = lax.filter((detail) => !isPassedOver(detail));
  const names = accountForDetails(looked, ours, strict);
  return names === undefined || (lax.length === 0 && name !== 'fastapi-500-reply')
    ? undefined
    : [...new Set([name, ...names])];
}
