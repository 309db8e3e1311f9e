import type { MockRequest } from '../exchange/exchange.ts';

/** A violation that the mock or Prism found, in one form. */
export interface Finding {
  /** Who found it: the mock (ajv, and FastAPI's reading of requests) or Prism. */
  readonly by: 'mock' | 'prism';
  readonly side: 'request' | 'reply';
  /** Within the side: `['query', 'limit']`, `['body', 'status']`. */
  readonly location: readonly (string | number)[];
  /** The rule or code: `type`, `minimum`, `json_invalid`, `415`. */
  readonly rule: string;
  readonly message: string;
}

/** A difference between the mock and Prism whose reason is known. */
export interface KnownDifference {
  readonly name: string;
  readonly reason: string;
  /** True for a rule of the server that the contract does not publish, so that the mock also differs from the contract itself. */
  readonly isUnpublished?: true;
  /** @param all all findings on the same side, this one included */
  readonly explains: (finding: Finding, request: MockRequest, all: readonly Finding[]) => boolean;
}

/** Returns whether a finding on a place requires the given type. Prism reports a nullable place three times. */
export function requiresType(type: RegExp, location: Finding['location'], all: readonly Finding[]): boolean {
  return all.some((other) => other.location.join() === location.join() && type.test(other.message));
}
