import type { RequestPattern } from '../control/control-types.ts';
import { parseQueryString } from '../python/query-string.ts';
import { explainJson, toShown } from './explain-json.ts';
import { explainOperation } from './explain-operation.ts';
import type { IncomingRequest } from './incoming-request.ts';
import { isPathMatch } from './path-pattern.ts';

/** A request and the operation that it was routed to. */
export interface RequestSubject {
  readonly request: IncomingRequest;
  /** `PUT /tracker/{tracker_id}`; undefined if no operation matched. */
  readonly operation: string | undefined;
}

type Criterion = keyof RequestPattern;
export type Explain<Wanted> = (subject: RequestSubject, wanted: Wanted) => readonly string[];

/** Returns why a request does not meet a criterion; empty if it does. In the order in which a person would check them. */
const EXPLAIN: { readonly [Key in Criterion]-?: Explain<NonNullable<RequestPattern[Key]>> } = {
  operation: ({ request, operation }, wanted) => {
    if (operation === wanted) return [];
    const reasons = explainOperation(request, wanted);
    return reasons.length > 0 ? reasons : [`the operation is ${operation ?? 'not in the contract'}, not ${wanted}`];
  },
  method: ({ request }, wanted) =>
    wanted.toUpperCase() === request.method ? [] : [`the method is ${request.method}, not ${wanted.toUpperCase()}`],
  path: ({ request }, wanted) =>
    isPathMatch(wanted, request.path) ? [] : [`the path is ${toShown(request.path)}, not ${toShown(wanted)}`],
  query: ({ request }, wanted) => {
    const given = parseQueryString(request.query);
    return Object.entries(wanted).flatMap(([name, value]) =>
      explainValues(
        `the query parameter ${name}`,
        given.flatMap(([key, text]) => (key === name ? [text] : [])),
        value,
      ),
    );
  },
  headers: ({ request }, wanted) =>
    Object.entries(wanted).flatMap(([name, value]) =>
      explainValues(`the header ${name}`, findHeader(request.headers, name), value),
    ),
  body: ({ request }, wanted) => {
    const { json } = request.readJson();
    if (json.ok) return explainJson(json.value, wanted, 'body');
    return [request.body.length === 0 ? 'the body is empty' : 'the body is not JSON'];
  },
};

export const REQUEST_CRITERIA: readonly Criterion[] = Object.keys(EXPLAIN) as Criterion[];

/** Returns whether a request matches a pattern. Omitted criteria match every request. */
export function matchesRequest(pattern: RequestPattern, subject: RequestSubject): boolean {
  return REQUEST_CRITERIA.every((criterion) => explainCriterion(criterion, pattern, subject).length === 0);
}

/** Returns why a request does not match a pattern, one reason each; empty if it matches. */
export function explainMismatch(pattern: RequestPattern, subject: RequestSubject): string[] {
  return REQUEST_CRITERIA.flatMap((criterion) => explainCriterion(criterion, pattern, subject));
}

function explainCriterion(criterion: Criterion, pattern: RequestPattern, subject: RequestSubject): readonly string[] {
  const wanted = pattern[criterion];
  return wanted === undefined ? [] : (EXPLAIN[criterion] as Explain<unknown>)(subject, wanted);
}

function explainValues(what: string, found: readonly string[], wanted: string | null): string[] {
  if (wanted === null) return found.length === 0 ? [] : [`${what} is present`];
  if (found.includes(wanted)) return [];
  return [
    found.length === 0 ? `${what} is missing` : `${what} is ${found.map(toShown).join(', ')}, not ${toShown(wanted)}`,
  ];
}

/** Looks up own properties only: Node's headers are a plain object, which inherits names such as `constructor`. */
function findHeader(headers: IncomingRequest['headers'], name: string): string[] {
  const key = name.toLowerCase();
  const value = Object.hasOwn(headers, key) ? headers[key] : undefined;
  return value === undefined ? [] : [value].flat();
}
