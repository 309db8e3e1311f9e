import { createHash } from 'node:crypto';
import type { MockRequest } from '../exchange/exchange.ts';
import type { WireReply } from '../prism/send-request.ts';
import type { ServerReply } from './verify-sender.ts';

export const PHASES = ['contract cases', 'list rules', 'errors', 'state rules', 'CORS', 'health'] as const;
export type Phase = (typeof PHASES)[number];

/** What is wrong with a reply. */
export interface Finding {
  /** Findings with the same rule are one difference, however many cases show it. */
  readonly rule: string;
  /** What differs, in one sentence. */
  readonly what: string;
  /** Returns why the finding does not count, as far as the end of the run shows it, or undefined if it does. */
  readonly excuse?: () => string | undefined;
}

/** One request to the server, and what its reply must be. */
export interface VerifyCase {
  /** The same in every run: `c2f2597a`. */
  readonly id: string;
  readonly phase: Phase;
  /** `PUT /tracker/{tracker_id}`. */
  readonly operation: string;
  readonly label: string;
  readonly request: MockRequest;
  /** The steps of one sequence run together, in order; those after a step with a finding do not run. */
  readonly sequence?: string;
  /** Whether it is sent as a browser's preflight: without the headers of the run. */
  readonly isPreflight?: boolean;
  /** @param expected the mock's reply to the same request */
  readonly check: (reply: ServerReply, expected: WireReply) => Finding | undefined;
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

/** Returns the target of a path template with one parameter: `/tracker/{tracker_id}`. */
export function toTarget(path: string, value: string): string {
  return path.replace(/\{[^}]*\}/, () => encodeURIComponent(value));
}
