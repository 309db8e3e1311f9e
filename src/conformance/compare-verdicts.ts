import type { Violation } from '../contract/violation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { Finding, KnownDifference } from '../prism/known-difference.ts';
import { findKnownDifference } from '../prism/known-differences.ts';
import type { PrismOpinion } from '../prism/prism-validator.ts';
import type { PrismVerdict } from '../prism/prism-verdict.ts';
import { isError } from '../prism/prism-verdict.ts';

/** The mock and Prism disagree on whether the request or the reply conforms to the contract. */
export interface VerdictDifference {
  readonly side: 'request' | 'reply';
  /** The mock's violations; empty if it found none. */
  readonly mock: readonly Violation[];
  /** Prism's violations; empty if it found none. */
  readonly prism: readonly PrismVerdict[];
  /** One sentence per known difference that explains it, or undefined if the difference is unknown. */
  readonly reason: string | undefined;
}

/**
 * Returns where the mock and Prism disagree on an exchange: one entry each for the request and the reply if only one of them finds
 * violations there. The rules and their number are not compared: one invalid nullable field is one violation for the mock and three for
 * Prism. Prism's warnings do not count.
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
    const findings = [...mock.map(toMockFinding), ...prism.map((verdict) => toPrismFinding(side, verdict))];
    return [{ side, mock, prism, reason: findReason(findings, request) }];
  });
}

/**
 * Returns why the mock refuses a request that the contract allows: one sentence per rule of the server that the contract does not publish, or
 * undefined if they do not explain all of the violations.
 */
export function findUnpublishedReason(request: MockRequest, violations: readonly Violation[]): string | undefined {
  return findReason(violations.map(toMockFinding), request, ({ isUnpublished }) => isUnpublished === true);
}

/** Returns the reasons of the known differences that explain the findings, or undefined if one of them stays unexplained. */
function findReason(
  findings: readonly Finding[],
  request: MockRequest,
  isAllowed: (known: KnownDifference) => boolean = () => true,
): string | undefined {
  const reasons = new Set<string>();
  for (const finding of findings) {
    const known = findKnownDifference(finding, request, findings);
    if (known === undefined || !isAllowed(known)) return undefined;
    reasons.add(known.reason);
  }
  return [...reasons].join(' ');
}

function toMockFinding({ side, location, rule, message }: Violation): Finding {
  return { by: 'mock', side, location, rule, message };
}

function toPrismFinding(side: 'request' | 'reply', { location, code, message }: PrismVerdict): Finding {
  return { by: 'prism', side, location: location.slice(1), rule: code, message };
}
