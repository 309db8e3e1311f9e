import type { LoadedFixtures } from '../trackers/fixture.ts';
import { toCountText } from './count-text.ts';

/** What fixtures hold: `2 trackers, 1 event`, and their stubs if they have any. */
export function toWorldText({ content, stubs }: LoadedFixtures): string {
  const counts = [toCountText(content.trackers.length, 'tracker'), toCountText(content.events.length, 'event')];
  return [...counts, ...(stubs.length === 0 ? [] : [toCountText(stubs.length, 'stub')])].join(', ');
}
