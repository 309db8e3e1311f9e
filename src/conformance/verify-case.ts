import { createHash } from 'node:crypto';
import type { MockRequest } from '../exchange/exchange.ts';
import type { WireReply } from '../prism/send-request.ts';

export const PHASES = ['contract cases', 'list rules', 'errors', 'state rules'] as const;
export type Phase = (typeof PHASES)[number];

/** What is wrong with a reply. */
export interface Finding {
  /** Findings with the same rule are one difference, however many cases show it. */
  readonly rule: string;
  /** What differs, in one sentence. */
  readonly what: string;
}

/** One request to the server, and what its reply must be. */
export interface VerifyCase {
  /** The same in every run: `5f3a90c1`. */
  readonly id: string;
  readonly phase: Phase;
  /** `PUT /tracker/{tracker_id}`. */
  readonly operation: string;
  readonly label: string;
  readonly request: MockRequest;
  /** The steps of one sequence run together, in order; those after a step with a finding do not run. */
  readonly sequence?: string;
  /** @param expected the mock's reply to the same request */
  readonly check: (reply: WireReply, expected: WireReply) => Finding | undefined;
}

export function createCase(one: Omit<VerifyCase, 'id'>): VerifyCase {
  const name = [one.phase, one.operation, one.sequence ?? '', one.label].join('\n');
  return { ...one, id: createHash('sha256').update(name).digest('hex').slice(0, 8) };
}

export function createGet(target: string): MockRequest {
  return { method: 'GET', target, headers: {}, body: new Uint8Array() };
}

export function createPut(target: string, value: unknown): MockRequest {
  return {
    method: 'PUT',
    target,
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(value)),
  };
}
