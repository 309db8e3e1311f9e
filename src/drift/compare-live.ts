import { DRIFT_OBJECTS } from '../budgets.ts';
import { createSampler } from '../cases/sample-values.ts';
import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { DriftCase } from './drift-case.ts';
import { createRead } from './drift-case.ts';
import type { LiveSide } from './drift-side.ts';
import type { DriftTally, SentRequest } from './drift-tally.ts';
import type { KnownObjects } from './known-objects.ts';
import { createKnownObjects, listIdNames } from './known-objects.ts';
import { listReadCases, listUnknownCases } from './list-read-cases.ts';

const UNKNOWN_PATH: DriftCase = {
  operation: 'GET /no-such-path',
  label: 'unknown path',
  a: [createRead('/no-such-path')],
  b: [createRead('/no-such-path')],
};

/** A live side, and the objects that it has shown. */
interface Explored {
  readonly side: LiveSide;
  readonly known: KnownObjects;
}

/** Sends the same requests to both sides, with the ids that each of them shows. */
export async function compareLive(
  contract: Contract,
  sides: readonly [a: LiveSide, b: LiveSide],
  selected: readonly Operation[],
  tally: DriftTally,
  signal: AbortSignal | undefined,
): Promise<void> {
  const sampler = createSampler(contract);
  const a: Explored = { side: sides[0], known: createKnownObjects() };
  const b: Explored = { side: sides[1], known: createKnownObjects() };
  const run = async (one: DriftCase, operation: Operation | undefined): Promise<void> => {
    const [sentA, sentB] = await Promise.all([
      sendAll(a, one.a, operation, signal),
      sendAll(b, one.b, operation, signal),
    ]);
    tally.add(one, operation, sentA, sentB);
  };

  await run(UNKNOWN_PATH, undefined);
  for (const operation of selected) for (const one of listUnknownCases(operation)) await run(one, operation);

  const open = new Set(selected);
  const unread = new Set(listSources(contract, selected));
  // Each round shows ids that the next one needs.
  while (open.size > 0) {
    const isReady = (operation: Operation): boolean => [a, b].every(({ known }) => known.list(operation).length > 0);
    const ready = [...open].filter(isReady);
    const sources = ready.length > 0 ? [] : [...unread].filter(isReady);
    if (ready.length === 0 && sources.length === 0) break;
    for (const operation of ready) {
      open.delete(operation);
      for (const one of listReadCases(contract, operation, sampler, [a.known, b.known])) await run(one, operation);
    }
    for (const operation of sources) {
      unread.delete(operation);
      const [base] = listReadCases(contract, operation, sampler, [a.known, b.known]);
      await Promise.all([sendAll(a, base?.a ?? [], operation, signal), sendAll(b, base?.b ?? [], operation, signal)]);
    }
  }
  for (const { side, known } of [a, b]) {
    const note = `only ${DRIFT_OBJECTS} objects of ${side.name} were read one by one`;
    for (const path of known.cut) tally.note(`${path}: ${note}`);
  }
  for (const operation of open) {
    const lacking = [a, b].flatMap(({ known }, index) =>
      known.list(operation).length > 0 ? [] : ['AB'.charAt(index)],
    );
    tally.note(
      `${toOperationName(operation)}: only with unknown ids, since ${lacking.join(' and ')} showed no ${listIdNames(operation).join(', ')}`,
    );
  }
}

/** Lists the operations that may show ids for the selected ones without being selected. */
export function listSources({ operations }: Contract, selected: readonly Operation[]): Operation[] {
  return operations.filter((operation) => {
    if (operation.method !== 'GET' || selected.includes(operation)) return false;
    const kind = findOperationKind(operation);
    return kind === 'list' || selected.some(({ path }) => path.startsWith(`${operation.path}/`));
  });
}

/** Sends requests one after the other, and keeps the objects of the replies. */
export async function sendAll(
  { side, known }: Explored,
  requests: readonly MockRequest[],
  operation: Operation | undefined,
  signal: AbortSignal | undefined,
): Promise<SentRequest[]> {
  const sent: SentRequest[] = [];
  for (const request of requests) {
    const reply = await side.send(request, signal);
    sent.push({ request, reply });
    if (operation === undefined || 'failure' in reply || reply.status !== 200) continue;
    known.add(operation, parseJson(reply.body));
  }
  return sent;
}
