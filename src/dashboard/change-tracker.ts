import type { Tracker } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { sendAgain } from './sent-request.ts';

/** What of a tracker can be changed here. */
export interface TrackerChange {
  readonly status: string | null;
  readonly status_reason: string | null;
  readonly last_processed_event_id: string | null;
}

/** Who changes it: a client of the API, by whose rules the mock may refuse it, or somebody whom the clients do not see. */
export type ChangeWay = 'api' | 'control';

/**
 * Changes a tracker, and returns what to say.
 *
 * @throws {Error} if it is refused, with the reason
 */
export async function changeTracker(
  session: string,
  tracker: Tracker,
  change: TrackerChange,
  way: ChangeWay,
): Promise<string> {
  if (way === 'control') {
    const { updated_at: _, ...rest } = tracker;
    await toClient(session).trackers.put(tracker.id, { ...rest, ...change });
    return 'Changed by the control API, without a request of a client.';
  }
  const { status, body } = await sendAgain({
    method: 'PUT',
    target: `/tracker/${encodeURIComponent(tracker.id)}`,
    headers: { 'content-type': 'application/json', 'x-mock-session': session },
    body: JSON.stringify(change),
  });
  if (status >= 300) throw new Error(`The API refused it with ${status}: ${toDetail(body)}`);
  return `Changed by PUT /tracker: the API answered ${status}.`;
}

function toDetailText(detail: unknown): string {
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) return JSON.stringify(detail);
  return detail.map((item: unknown) => toProblemText(item)).join('; ');
}

function toProblemText(item: unknown): string {
  if (typeof item !== 'object' || item === null || !('loc' in item) || !('msg' in item)) return JSON.stringify(item);
  return `${Array.isArray(item.loc) ? item.loc.join('.') : String(item.loc)}: ${String(item.msg)}`;
}

/** Returns the reason of a refusal, or the whole body. */
function toDetail(body: string): string {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === 'object' && value !== null) {
      // The server's own refusals have a message, and those of FastAPI a detail.
      if ('message' in value && typeof value.message === 'string') return value.message;
      if ('detail' in value) return toDetailText(value.detail);
    }
  } catch {
    // Not JSON: a stub may have answered anything.
  }
  return body.slice(0, 1000);
}
