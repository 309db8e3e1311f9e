import { say } from '../result.ts';
import type { Finding } from './comparison.ts';
import type { KnownName } from './known-differences.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';

/** What a run has found so far. */
export interface Tally {
  readonly requests: number;
  readonly differences: number;
  /** Counts a finding. */
  add(finding: Finding): void;
  /** How often FastAPI gave this status. */
  count(status: number): number;
  /** Prints the answers by status and the known differences by name; of a whole run also those that were never met. */
  say(isWhole: boolean): void;
}

export function createTally(): Tally {
  const names = new Map<KnownName, number>();
  const statuses = new Map<number, number>();
  let requests = 0;
  let differences = 0;
  return {
    get requests() {
      return requests;
    },
    get differences() {
      return differences;
    },
    add(finding) {
      requests += 1;
      const { status } = finding.answers.oracle;
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      for (const name of finding.names ?? []) names.set(name, (names.get(name) ?? 0) + 1);
      if (isUnaccounted(finding)) differences += 1;
    },
    count: (status) => statuses.get(status) ?? 0,
    say(isWhole) {
      const answers = [...statuses].toSorted(([a], [b]) => a - b).map(([status, count]) => `${count} of ${status}`);
      say(`\nanswers: ${answers.join(', ')}`);
      say('known differences:');
      const never: string[] = [];
      for (const [name, reason] of Object.entries(KNOWN_DIFFERENCES)) {
        const count = names.get(name as KnownName) ?? 0;
        if (count === 0) never.push(name);
        say(`  ${String(count).padStart(5)} ${name}: ${reason}`);
      }
      if (isWhole && never.length > 0) say(`known differences that were never met: ${never.join(', ')}`);
    },
  };
}

export function isUnaccounted({ difference, names }: Finding): boolean {
  return difference !== undefined && names === undefined;
}
