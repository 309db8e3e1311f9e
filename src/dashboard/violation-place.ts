import type { Violation } from '../control/control-types.ts';
import { toShortText } from './short-text.ts';

/** Returns the place that a violation is about: `body.status`. */
export function toPlaceText({ location, rule }: Pick<Violation, 'location' | 'rule'>): string {
  const [part = '', position] = location;
  // The location of text that is not JSON ends with the place where the parser stopped.
  if (rule === 'json_invalid' && position !== undefined) return `${part}, at character ${position}`;
  return toShortText(location.join('.'));
}
