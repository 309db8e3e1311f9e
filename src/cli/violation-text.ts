import type { Violation } from '../contract/violation.ts';
import { toSafeText } from './safe-text.ts';

/** A violation in a line: `request body.status: Input should be a valid string`. */
export function toViolationText({ side, location, message }: Violation): string {
  return toSafeText(`${side} ${location.join('.')}: ${message}`);
}
