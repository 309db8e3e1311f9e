import type { MockRequest } from '../exchange/exchange.ts';
import type { WireReply } from '../prism/send-request.ts';
import type { Severity } from './severity.ts';

/** Requests that mean the same to both sides. There may be several, such as one for each tracker, and not equally many. */
export interface DriftCase {
  /** `GET /tracker`. */
  readonly operation: string;
  /** `query limit: one below minimum`. */
  readonly label: string;
  readonly a: readonly MockRequest[];
  readonly b: readonly MockRequest[];
  /** What the replies of one side show of its behaviour. */
  readonly facts?: readonly Fact[];
}

/** A rule that a side keeps or not, whatever its data are, such as that a list is not longer than its limit. */
export interface Fact {
  readonly severity: Severity;
  /** `the limit holds`. */
  readonly rule: string;
  /** Returns undefined if the replies do not show it. Takes the side's own requests with their replies, in order. */
  readonly holds: (answers: readonly Answer[]) => boolean | undefined;
}

export interface Answer {
  readonly request: MockRequest;
  readonly reply: WireReply;
}

export function createRead(target: string): MockRequest {
  return { method: 'GET', target, headers: {}, body: new Uint8Array() };
}
