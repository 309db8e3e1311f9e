import type { Fault, StubInput, ViolationKind } from '../control/control-types.ts';
import type { ContractOperation } from './contract-operations.ts';

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
  /** The status and body that the form has filled in. It replaces them while they are untouched. */
  readonly suggested: { readonly status: string; readonly body: string };
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
  suggested: { status: '200', body: '' },
};

/**
 * Returns a draft with a body that the contract has for its operation and status, and with a status that the operation has. What was typed
 * stays.
 */
export function suggestReply(draft: StubDraft, operation: ContractOperation | undefined): StubDraft {
  const { suggested } = draft;
  const isUntouched = draft.status === suggested.status;
  const success = operation?.statuses.find((known) => known.startsWith('2'));
  const status =
    isUntouched && operation?.statuses.includes(draft.status) === false ? (success ?? '200') : draft.status;
  const sample = operation?.sample(status);
  const sampleText = sample === undefined ? '' : JSON.stringify(sample, undefined, 2);
  const body = draft.body.trim() === '' || draft.body === suggested.body ? sampleText : draft.body;
  return { ...draft, status, body, suggested: { status: isUntouched ? status : suggested.status, body: sampleText } };
}

/**
 * Returns the stub that a form describes. The mock checks it.
 *
 * @throws {SyntaxError} if the body is not JSON
 * @throws {Error} if the status has no body, and there is one
 */
export function toStubInput(draft: StubDraft): StubInput {
  const { operation, method, path, effect, status, body, fault, violation, delay, times, allowViolations } = draft;
  if (effect === 'reply' && (status === '204' || status === '304') && body.trim() !== '') {
    throw new Error(`A reply with the status ${status} has no body. Empty the body, or choose another status.`);
  }
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
