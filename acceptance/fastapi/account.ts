import { Buffer } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import { accountForDetails } from './account-for-details.ts';
import { accountForReply } from './account-for-reply.ts';
import { listBodyModels } from './body-schema.ts';
import type { Answers } from './compare.ts';
import { findDifference, isSuccess } from './compare.ts';
import type { RawReply } from './connection.ts';
import type { Detail } from './detail.ts';
import { isSame, parseDetails } from './detail.ts';
import type { KnownName } from './known-differences.ts';
import { parseExactly } from './parse-exactly.ts';
import type { SchemaNode } from './values.ts';

/** What the oracle says of a request beside its answer. */
export interface OracleVerdict {
  /** What pydantic finds wrong with the body, as FastAPI calls it, without inputs; null if the body is not JSON. */
  readonly lax: readonly Detail[] | null;
  /** The same in pydantic's strict mode, which converts nothing. */
  readonly strict: readonly Detail[] | null;
  /** The exception behind an answer of 500. */
  readonly failure: string | null;
}

/** All that is asked about a difference. */
export interface Evidence {
  readonly answers: Answers;
  readonly verdict: OracleVerdict;
  /** What FastAPI answers to a GET of the same target. */
  readonly found: RawReply;
  readonly contracts: Contracts;
}

/** The documents of one contract. */
export interface Contracts {
  /** As FastAPI publishes it. */
  readonly published: SchemaNode;
  /** As the mock serves it. */
  readonly served: SchemaNode;
}

/**
 * Returns the known differences that together account for a whole difference, or undefined if they do not. All but two are about which values
 * are accepted and how they are sent back, so both answers are JSON without headers of their own, or FastAPI's is a 500.
 */
export function account(evidence: Evidence): KnownName[] | undefined {
  const { oracle, mock, request } = evidence.answers;
  if (isIntroduction(evidence.answers)) return ['introduction'];
  if (request.method === 'HEAD') return accountForHead(evidence);
  if (isRequoted(oracle, mock)) return ['redirect-quoting'];
  if (isLargeId(oracle, mock)) return ['large-integer'];
  if (request.method === 'GET') return accountForDocument(evidence) ?? accountForQuery(evidence);
  if (request.method !== 'PUT' || !isPlainJson(mock)) return undefined;
  if (oracle.status !== 500 && !isPlainJson(oracle)) return undefined;
  const names = accountForStatuses(evidence);
  // No name is no reason: then the answers differ in something of which no known difference speaks.
  return names?.length === 0 ? undefined : names;
}

function isPlainJson({ headers, surplus }: RawReply): boolean {
  return (
    surplus.length === 0 &&
    headers['content-type'] === 'application/json' &&
    headers['allow'] === undefined &&
    headers['location'] === undefined
  );
}

/** Whether the mock answers with its overview, and FastAPI with 404. */
function isIntroduction({ request, oracle, mock }: Answers): boolean {
  if (oracle.status !== 404 || mock.status !== 200 || mock.headers['vary']?.startsWith('Accept') !== true) return false;
  const isOwn = (): boolean => mock.body.toString().startsWith('{"name":"agentex-tracker-mock",');
  return isPlainJson(mock) && (request.method === 'HEAD' || (request.method === 'GET' && isOwn()));
}

/** Whether two redirects differ in how their location is quoted, and in nothing else. */
function isRequoted(oracle: RawReply, mock: RawReply): boolean {
  const [theirs, ours] = [oracle, mock].map(({ headers }) => headers['location'] ?? '');
  const isOtherwiseEqual =
    [oracle, mock].every(({ status, body, surplus }) => status === 307 && body.length + surplus.length === 0) &&
    oracle.headers['content-type'] === mock.headers['content-type'];
  return isOtherwiseEqual && theirs !== ours && theirs !== '' && decode(theirs) === decode(ours);
}

/** Byte by byte, since not every location is valid UTF-8. */
function decode(location = ''): string {
  return location.replaceAll(/%([\da-f]{2})/gi, (_, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, 16)),
  );
}

/** Whether neither finds an id, of which the mock kept 53 bits. */
function isLargeId(oracle: RawReply, mock: RawReply): boolean {
  const [theirs, ours] = [oracle, mock].map((reply) => {
    const [, id] =
      /^\{"message":"Item with id '(-?\d+)' does not exist\.","code":404,"data":null\}$/.exec(reply.body.toString()) ??
      [];
    return reply.status === 404 && isPlainJson(reply) ? Number(id) : Number.NaN;
  });
  return theirs === ours && !Number.isSafeInteger(ours);
}

/** What the mock alone refuses in a query: times that the format of the contract does not have, and Decimals that its pattern does not. */
const QUERY_NAMES: readonly KnownName[] = ['format', 'decimal-text'];

function accountForQuery({ answers: { oracle, mock } }: Evidence): KnownName[] | undefined {
  if (!isPlainJson(oracle) || !isPlainJson(mock) || mock.status !== 422) return undefined;
  const ours = parseDetails(mock.body);
  const theirs = oracle.status === 200 ? [] : parseDetails(oracle.body);
  const names = ours && theirs && accountForDetails(theirs, ours, []);
  if (names === undefined || names.length === 0) return undefined;
  return names.every((name) => QUERY_NAMES.includes(name)) ? names : undefined;
}

function accountForHead({ answers: { request, oracle, mock } }: Evidence): KnownName[] | undefined {
  const isEqual = findDifference({ request, oracle: { ...oracle, surplus: Buffer.alloc(0) }, mock }) === undefined;
  const isRefused = oracle.status === 400 && oracle.surplus.toString() === 'Invalid HTTP request received.';
  return isEqual && isRefused ? ['body-of-head'] : undefined;
}

function accountForDocument({ answers, contracts: { published, served } }: Evidence): KnownName[] | undefined {
  const { oracle, mock } = answers;
  if (oracle.status !== 200 || mock.status !== 200 || !isPlainJson(oracle) || !isPlainJson(mock)) return undefined;
  const isDocument = (body: Buffer, document: SchemaNode): boolean => isDeepStrictEqual(parseExactly(body), document);
  return isDocument(oracle.body, published) && isDocument(mock.body, served) ? ['own-document'] : undefined;
}

function accountForStatuses({ answers, verdict, found, contracts }: Evidence): KnownName[] | undefined {
  const { request, oracle, mock } = answers;
  const { lax, strict } = verdict;
  if (isSuccess(mock.status) && isSuccess(oracle.status)) {
    const hasBodies = mock.status === oracle.status && mock.body.length > 0 && oracle.body.length > 0;
    return hasBodies ? accountForReply(answers, contracts.published) : undefined;
  }
  if (isSuccess(mock.status) || mock.status === 404) {
    // What it takes it has to look for, as FastAPI does.
    if (found.status !== (mock.status === 404 ? 404 : 200)) return undefined;
    if (mock.status === 404 && findDifference({ request, oracle: found, mock }) !== undefined) return undefined;
    const theirs = oracle.status === 422 ? parseDetails(oracle.body) : undefined;
    return theirs === undefined || strict === null ? undefined : accountForDetails(theirs, [], strict);
  }
  const ours = mock.status === 422 ? parseDetails(mock.body) : undefined;
  if (ours === undefined) return undefined;
  const models = listBodyModels(contracts.published);
  switch (oracle.status) {
    case 500:
      return accountForFailure(ours, verdict);
    case 422: {
      const theirs = parseDetails(oracle.body);
      return theirs === undefined || strict === null ? undefined : accountForDetails(theirs, ours, strict, models);
    }
    case 200:
    case 201:
    case 202:
    case 204:
    // These come after the reading, and are not reached by a request that the mock refuses.
    case 400:
    case 404:
      return lax?.length !== 0 || strict === null ? undefined : accountForDetails([], ours, strict, models);
    default:
      return undefined;
  }
}

const FAILURES: readonly (readonly [RegExp, KnownName])[] = [
  [/^ValueError: Out of range float values are not JSON compliant/, 'fastapi-500-number'],
  [/^UnicodeEncodeError: .*surrogates not allowed/, 'fastapi-500-surrogate'],
  [/^PydanticSerializationError: .*surrogates not allowed/, 'fastapi-500-reply'],
  [/^UnicodeDecodeError: /, 'fastapi-500-bytes'],
];

function accountForFailure(ours: readonly Detail[], { lax, strict, failure }: OracleVerdict): KnownName[] | undefined {
  const [, found] = FAILURES.find(([pattern]) => pattern.test(failure ?? '')) ?? [];
  if (found === undefined) return undefined;
  // Without a response model it is not pydantic that fails to write the reply.
  const name = found === 'fastapi-500-surrogate' && lax?.length === 0 ? 'fastapi-500-reply' : found;
  if (name === 'fastapi-500-bytes') {
    // One error, or one for each branch of a union.
    const isOfBody = ours
      .filter(({ loc }) => loc[0] === 'body')
      .every(({ type, loc }) => type === 'model_attributes_type' && loc.length <= 2);
    return isOfBody && ours.length > 0 ? [name] : undefined;
  }
  if (lax === null || strict === null) return undefined;
  // What is wrong with the path or the query is not part of the verdict, which is about the body.
  const ofBody = ours.filter(({ loc }) => loc[0] === 'body');
  // If a body is a union, the mock reports only that a key has a lone surrogate.
  const isKey = (mine: Detail): boolean =>
    mine.type === 'string_unicode' && typeof mine.input === 'object' && lax.some((detail) => isSame(mine, detail));
  if (name === 'fastapi-500-surrogate' && ofBody.length > 0 && ofBody.every(isKey)) return [name];
  // If a field has lone surrogates, the mock reports nothing else of it.
  const isPassedOver = ({ type, loc }: Detail): boolean =>
    type !== 'string_unicode' &&
    lax.some((detail) => detail.type === 'string_unicode' && detail.loc[1] === loc[1]) &&
    ours.every((detail) => detail.type === 'string_unicode' || detail.loc[1] !== loc[1]);
  const looked = lax.filter((detail) => !isPassedOver(detail));
  const names = accountForDetails(looked, ofBody, strict);
  if (names === undefined) return undefined;
  // It failed over its errors, so there are some; or over its reply, and then there is a name for what the mock refuses.
  const isBehind = name === 'fastapi-500-reply' ? names.length > 0 : lax.length > 0;
  return isBehind ? [...new Set([name, ...names])] : undefined;
}
