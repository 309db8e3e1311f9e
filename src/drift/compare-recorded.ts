import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseTarget } from '../exchange/incoming-request.ts';
import { parseQueryString } from '../python/query-string.ts';
import { listSources, sendAll } from './compare-live.ts';
import { createRead } from './drift-case.ts';
import type { LiveSide, RecordedExchange, RecordedSide } from './drift-side.ts';
import type { DriftTally } from './drift-tally.ts';
import type { FindOperation, FoundOperation } from './find-operation.ts';
import type { KnownObjects } from './known-objects.ts';
import { createKnownObjects } from './known-objects.ts';

/** The methods that change nothing. */
const SAFE: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Recorded exchanges with the same request. */
interface RecordedRequest {
  readonly name: string;
  readonly found: FoundOperation | undefined;
  readonly exchanges: RecordedExchange[];
}

/**
 * Sends the requests of an archive to the live side, as far as they change nothing. An id that the live side does not show is replaced by
 * one of its own if the recorded request succeeded.
 *
 * @param isRecordedFirst whether A is the archive
 */
export async function compareRecordedWithLive(
  contract: Contract,
  { recorded, live, isRecordedFirst }: { recorded: RecordedSide; live: LiveSide; isRecordedFirst: boolean },
  find: FindOperation,
  isSelected: (operation: Operation | undefined) => boolean,
  tally: DriftTally,
  signal: AbortSignal | undefined,
): Promise<void> {
  const requests = groupByRequest(recorded.exchanges, find).filter(({ found }) => isSelected(found?.operation));
  const known = createKnownObjects();
  const explored = { side: live, known };
  const wanted = requests.flatMap(({ found }) => (found === undefined ? [] : [found.operation]));
  for (const operation of [...listSources(contract, []), ...listSources(contract, wanted)]) {
    const [values] = known.list(operation);
    if (values === undefined || Object.keys(values).length > 0) continue;
    await sendAll(explored, [createRead(operation.path)], operation, signal);
  }
  for (const { name, found, exchanges } of requests) {
    const [first] = exchanges;
    if (first === undefined) continue;
    if (!SAFE.has(first.request.method)) {
      tally.note(`${name}: not sent, since drift only reads`);
      continue;
    }
    const isSuccess = exchanges.some(({ reply }) => 'status' in reply && reply.status < 400);
    const request = isSuccess && found !== undefined ? withKnownIds(first.request, found, known) : first.request;
    const sent = await sendAll(
      explored,
      [{ ...createRead(request.target), method: request.method }],
      found?.operation,
      signal,
    );
    const [a, b] = isRecordedFirst ? [exchanges, sent] : [sent, exchanges];
    tally.add({ operation: name, label: 'recorded request' }, found?.operation, a, b);
  }
}

/** Compares two archives: the statuses of requests that are in both, and the shapes of all replies. */
export function compareRecorded(
  a: RecordedSide,
  b: RecordedSide,
  find: FindOperation,
  isSelected: (operation: Operation | undefined) => boolean,
  tally: DriftTally,
): void {
  const [inA, inB] = [a, b].map(
    ({ exchanges }) =>
      new Map(
        groupByRequest(exchanges, find)
          .filter(({ found }) => isSelected(found?.operation))
          .map((one) => [toKey(one.exchanges[0]?.request), one]),
      ),
  );
  for (const [key, { name, found, exchanges }] of inA ?? []) {
    const other = inB?.get(key);
    if (other === undefined) for (const sent of exchanges) tally.addAlone('a', name, found?.operation, sent);
    else tally.add({ operation: name, label: 'recorded request' }, found?.operation, exchanges, other.exchanges);
  }
  for (const [key, { name, found, exchanges }] of inB ?? []) {
    if (inA?.has(key) === true) continue;
    for (const sent of exchanges) tally.addAlone('b', name, found?.operation, sent);
  }
}

function groupByRequest(exchanges: readonly RecordedExchange[], find: FindOperation): RecordedRequest[] {
  const groups = new Map<string, RecordedRequest>();
  for (const exchange of exchanges) {
    const { request } = exchange;
    const key = toKey(request);
    const known = groups.get(key);
    if (known !== undefined) {
      known.exchanges.push(exchange);
      continue;
    }
    const found = find(request);
    const name =
      found === undefined ? `${request.method} ${parseTarget(request.target).path}` : toOperationName(found.operation);
    groups.set(key, { name, found, exchanges: [exchange] });
  }
  return [...groups.values()];
}

function toKey(request: MockRequest | undefined): string {
  return request === undefined
    ? ''
    : JSON.stringify([request.method, request.target, new TextDecoder().decode(request.body)]);
}

/** Returns a request with ids that the live side has shown in place of those that it has not. */
function withKnownIds(
  request: MockRequest,
  { operation, parameters }: FoundOperation,
  known: KnownObjects,
): MockRequest {
  const { query } = parseTarget(request.target);
  const pairs = parseQueryString(query);
  const sent = [...Object.entries(parameters), ...pairs];
  const isForeign = ([name, value]: readonly [string, string]): boolean => {
    const values = known.listOf(operation, name);
    return values.length > 0 && !values.includes(value);
  };
  if (!sent.some(isForeign)) return request;
  const [required = {}] = known.list(operation);
  const replace = (name: string, value: string): string =>
    required[name] ?? (isForeign([name, value]) ? known.listOf(operation, name)[0] : undefined) ?? value;
  const path = operation.path.replaceAll(/\{([^}]*)\}/g, (_, name: string) =>
    encodeURIComponent(replace(name, parameters[name] ?? '')),
  );
  const search = pairs.map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(replace(name, value))}`,
  );
  return { ...request, target: search.length === 0 ? path : `${path}?${search.join('&')}` };
}
