import type { Violation } from '../contract/violation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { Objection } from '../prism/known-differences.ts';
import { findKnownDifference } from '../prism/known-differences.ts';
import type { PrismOpinion } from '../prism/prism-judge.ts';
import type { PrismVerdict } from '../prism/prism-verdict.ts';
import { isError } from '../prism/prism-verdict.ts';

/** The mock and Prism do not agree whether one half of an exchange keeps the contract. */
export interface VerdictDifference {
  readonly side: 'request' | 'reply';
  /** What the mock found; empty where it found that half well. */
  readonly mock: readonly Violation[];
  /** What Prism found. */
  readonly prism: readonly PrismVerdict[];
  /** Why they differ, a sentence for each known difference that has a part in it; undefined where that is not known. */
  readonly reason: string | undefined;
}

/**
 * Where the mock and Prism differ over an exchange: one entry for each half that one of them finds well and the other does not.
 * Empty where they agree. Which rules they name, and how many, is not compared: one mistake in a nullable field is one violation
 * for the mock and three for Prism. Prism's warnings are no verdicts.
 */
export function compareVerdicts(
  request: MockRequest,
  violations: readonly Violation[],
  opinion: PrismOpinion,
): VerdictDifference[] {
  return (['request', 'reply'] as const).flatMap((side) => {
    const mock = violations.filter((violation) => violation.side === side);
    const prism = opinion[side].filter(isError);
    if (mock.length > 0 === prism.length > 0) return [];
    const objections = [...mock.map(toMockObjection), ...prism.map((verdict) => toPrismObjection(side, verdict))];
    return [{ side, mock, prism, reason: findReason(objections, request) }];
  });
}

/** The reasons of the known differences that explain the objections; undefined where one of them stays unexplained. */
function findReason(objections: readonly Objection[], request: MockRequest): string | undefined {
  const reasons = new Set<string>();
  for (const objection of objections) {
    const known = findKnownDifference(objection, request, objections);
    if (known === undefined) return undefined;
    reasons.add(known.reason);
  }
  return [...reasons].join(' ');
}

function toMockObjection({ side, location, rule, message }: Violation): Objection {
  return { by: 'mock', side, location, rule, message };
}

function toPrismObjection(side: 'request' | 'reply', { location, code, message }: PrismVerdict): Objection {
  return { by: 'prism', side, location: location.slice(1), rule: code, message };
}
