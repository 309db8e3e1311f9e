import type { Fault, StubInput, ViolationKind } from '../control/control-types.ts';

/** What the form for a stub holds: texts, as they were typed. */
export interface StubDraft {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly effect: 'reply' | 'fault' | 'delay';
  readonly status: string;
  readonly body: string;
  readonly fault: Fault;
  readonly violation: ViolationKind;
  readonly delay: string;
  readonly times: string;
  readonly allowViolations: boolean;
}

export const EMPTY_DRAFT: StubDraft = {
  operation: '',
  method: '',
  path: '',
  effect: 'reply',
  status: '200',
  body: '',
  fault: 'connection-reset-by-peer',
  violation: 'missing-field',
  delay: '',
  times: '',
  allowViolations: false,
};

/**
 * Returns the stub that a form describes. The mock checks it.
 *
 * @throws {SyntaxError} if the body is not JSON
 */
export function toStubInput(draft: StubDraft): StubInput {
  const { operation, method, path, effect, status, body, fault, violation, delay, times, allowViolations } = draft;
  const match = {
    ...(operation === '' ? {} : { operation }),
    ...(method === '' ? {} : { method }),
    ...(path === '' ? {} : { path }),
  };
  return {
    ...(Object.keys(match).length === 0 ? {} : { match }),
    ...(times === '' ? {} : { times: Number(times) }),
    ...(delay === '' ? {} : { delay: Number(delay) }),
    ...(effect === 'reply'
      ? { reply: { status: Number(status), ...(body.trim() === '' ? {} : { body: JSON.parse(body) as unknown }) } }
      : {}),
    ...(effect === 'fault' ? { fault, ...(fault === 'contract-violation' ? { violation } : {}) } : {}),
    ...(effect === 'reply' && allowViolations ? { allowViolations } : {}),
  };
}
