import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { toOperationName } from '../contract/operation.ts';
import type { RequestPattern, StubInput } from '../control/control-types.ts';
import type { Mask } from '../journal/mask.ts';
import { unquote } from '../python/unquote.ts';
import { hasMaskedUrl } from './secrets.ts';
import type { SeenExchange } from './seen-exchange.ts';

/** The headers of a reply that a client may need. */
const HEADERS: ReadonlySet<string> = new Set(['allow', 'content-type', 'link', 'location', 'retry-after']);

/**
 * Returns the pattern of the requests that are the same as one that was seen: its path, its query and the JSON of its body. Secrets are no
 * part of it, since those of the next client differ.
 */
export function toRequestPattern(
  { method, path, query, operation, request }: SeenExchange,
  { operations }: Pick<Contract, 'operations'>,
  mask: Mask,
): RequestPattern {
  const given = Object.fromEntries(query.filter(([name, value]) => !mask.isSecret(name) && !hasMaskedUrl(value)));
  const absent = Object.fromEntries(
    (operations.find((known) => toOperationName(known) === operation)?.parameters ?? [])
      .filter(({ in: place, name }) => place === 'query' && !query.some(([key]) => key === name))
      .map(({ name }) => [name, null]),
  );
  const values = { ...absent, ...given };
  const body = request.json === undefined ? undefined : withoutMasked(request.json, mask);
  return {
    ...(operation === undefined ? { method } : { operation }),
    path: unquote(path),
    ...(Object.keys(values).length > 0 && { query: values }),
    ...(body !== undefined && { body }),
  };
}

/**
 * Returns a JSON value without the parts that had a secret, or undefined if nothing is left to compare. A list is compared as a whole, so it
 * cannot lack an item.
 */
function withoutMasked(value: unknown, mask: Mask): unknown {
  if (typeof value === 'string') return hasMaskedUrl(value) ? undefined : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => withoutMasked(item, mask));
    return items.includes(undefined) ? undefined : items;
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const kept = mask.isSecret(name) ? undefined : withoutMasked(member, mask);
      return kept === undefined ? [] : [[name, kept]];
    }),
  );
}

/**
 * Returns the stubs for exchanges with different patterns. The last stub that matches wins, so the patterns that require the most are last.
 *
 * @param checkStub returns why a stub would be refused
 */
export function toRecordedStubs(
  seen: readonly { readonly pattern: RequestPattern; readonly exchange: SeenExchange }[],
  checkStub: (stub: StubInput) => readonly string[],
): { readonly stubs: readonly StubInput[]; readonly notes: readonly string[] } {
  const notes: string[] = [];
  const stubs = seen
    .toSorted((a, b) => JSON.stringify(a.pattern).length - JSON.stringify(b.pattern).length)
    .flatMap(({ pattern, exchange }): StubInput[] => {
      const { status, json } = exchange.reply;
      const headers = Object.entries(exchange.reply.headers).filter(
        ([name, value]) => HEADERS.has(name) && !(name === 'content-type' && value === 'application/json'),
      );
      const stub: StubInput = {
        match: pattern,
        reply: {
          status,
          ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
          ...(json !== undefined && { body: json }),
        },
      };
      if (checkStub(stub).length === 0) return [stub];
      const lenient: StubInput = { ...stub, allowViolations: true };
      const subject = `the reply to ${exchange.method} ${pattern.path ?? ''}`;
      const [problem] = checkStub(lenient);
      if (problem === undefined) {
        // A reply that no operation is for cannot break the contract, but the stub could also match others.
        if (exchange.operation !== undefined) notes.push(`${subject} breaks the contract: its stub allows that`);
        return [lenient];
      }
      notes.push(`${subject} is left out: as a stub it would be refused (${problem})`);
      return [];
    });
  return { stubs, notes };
}
