import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { parseJson } from '../exchange/parse-json.ts';
import { MockError } from '../mock-error.ts';
import { createGet, createPut, toTarget } from './verify-case.ts';
import { findKind } from './verify-data.ts';
import type { Sender } from './verify-sender.ts';

/** How often a tracker is put back, at most. */
const ATTEMPTS = 3;

/** What became of a tracker that a run updated. */
export interface Restored {
  readonly tracker: string;
  /** Why its status and reason are not as before, or undefined if they are. */
  readonly failure: string | undefined;
  /** The update that puts them back. */
  readonly request: MockRequest;
  /** The cursor before and after, if it has moved. */
  readonly cursor: { readonly before: unknown; readonly after: unknown } | undefined;
}

/** Puts trackers back. */
export interface Restorer {
  /** The updates that do it, by the ids of the trackers. */
  readonly requests: ReadonlyMap<string, MockRequest>;
  /** Works after an interruption, too. */
  restore(): Promise<Restored[]>;
}

/**
 * Reads the trackers, so that their status and reason can be put back.
 *
 * @throws {MockError} `option-invalid` if a tracker cannot be read
 */
export async function createRestorer(
  contract: Contract,
  trackers: readonly string[],
  sender: Sender,
  signal?: AbortSignal,
): Promise<Restorer> {
  const path = findKind(contract, 'update')?.path ?? '';
  const saved = new Map<string, Record<string, unknown>>();
  const read = async (id: string, until?: AbortSignal): Promise<Record<string, unknown> | string> => {
    const reply = await sender.send(createGet(toTarget(path, id)), { signal: until });
    if ('failure' in reply) return reply.failure;
    const value = parseJson(reply.body);
    return reply.status === 200 && isObject(value) ? value : `status ${reply.status}`;
  };
  for (const id of trackers) {
    const row = await read(id, signal);
    if (typeof row === 'string') {
      throw new MockError(
        'option-invalid',
        `Failed to read the tracker ${JSON.stringify(id)} before updating it: ${row}. Give --tracker the id of a tracker of the server.`,
      );
    }
    saved.set(id, row);
  }
  const toRequest = (tracker: string, { status = null, status_reason = null }: Record<string, unknown>): MockRequest =>
    createPut(toTarget(path, tracker), { status, status_reason });

  const putBack = async (tracker: string, row: Record<string, unknown>): Promise<Restored> => {
    const { status = null, status_reason = null, last_processed_event_id: before = null } = row;
    const request = toRequest(tracker, row);
    for (let attempt = 1; ; attempt += 1) {
      const reply = await sender.send(request);
      const now = await read(tracker);
      const isBack =
        typeof now !== 'string' &&
        (now['status'] ?? null) === status &&
        (now['status_reason'] ?? null) === status_reason;
      if (!isBack && attempt < ATTEMPTS) continue;
      const reason = 'failure' in reply ? reply.failure : `status ${reply.status}`;
      const after = typeof now === 'string' ? before : (now['last_processed_event_id'] ?? null);
      return {
        tracker,
        failure: isBack ? undefined : reason,
        request,
        cursor: after === before ? undefined : { before, after },
      };
    }
  };

  return {
    requests: new Map([...saved].map(([tracker, row]) => [tracker, toRequest(tracker, row)])),
    async restore() {
      const results: Restored[] = [];
      for (const [tracker, row] of saved) results.push(await putBack(tracker, row));
      return results;
    },
  };
}
