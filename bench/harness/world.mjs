import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';

export const AGENTS = 10;

/** Returns a UUID that is the same in every run. */
export function toUuid(kind, number) {
  const hex = createHash('md5').update(`${kind} ${number}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const STATUSES = ['PROCESSING', 'WAITING', 'READY', 'FAILED', 'COMPLETED'];
const START = Date.UTC(2026, 0, 1);

/** Returns the n-th tracker of a generated world. There are ten agents, and each task has one tracker for every agent. */
export function createTracker(index) {
  const task = Math.floor(index / AGENTS);
  const created = new Date(START + index * 1000).toISOString();
  return {
    id: toUuid('tracker', index),
    agent_id: toUuid('agent', index % AGENTS),
    task_id: toUuid('task', task),
    status: STATUSES[index % STATUSES.length],
    status_reason: index % 3 === 0 ? null : `Step ${index % 7} of 7: looking at the documents`,
    last_processed_event_id: toUuid('event', index),
    created_at: created,
    // Differs from the order in the file, so that the list has to be sorted.
    updated_at: new Date(START + ((index * 7919) % 1_000_003) * 1000 + 86_400_000).toISOString(),
  };
}

/** Writes a world with a number of trackers to a file, in parts: a million take 360 MB. */
export async function writeWorld(file, count) {
  const stream = createWriteStream(file);
  stream.write('{"trackers":[\n');
  const batch = 1000;
  for (let first = 0; first < count; first += batch) {
    const lines = [];
    for (let index = first; index < Math.min(first + batch, count); index += 1) {
      lines.push(JSON.stringify(createTracker(index)));
    }
    const end = first + batch >= count ? '\n' : ',\n';
    if (!stream.write(lines.join(',\n') + end)) await once(stream, 'drain');
  }
  stream.end(']}\n');
  await once(stream, 'finish');
}

/** Returns trackers that are spread evenly over a generated world. */
export function pickTrackers(count, picked) {
  const step = Math.max(1, Math.floor(count / picked));
  return Array.from({ length: Math.min(count, picked) }, (_, place) => createTracker(place * step));
}
