import type { MockError } from '../mock-error.ts';

/** A failure for a terminal: what failed, then each single mistake on a line of its own. */
export function toFailureText({ summary, problems }: MockError): string {
  return [summary, ...problems.map((problem) => `  ${problem}`), ''].join('\n');
}
