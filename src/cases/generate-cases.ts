import type { Contract } from '../contract/contract.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import type { BodyModel } from './base-body.ts';
import { SCHEMA_ALONE } from './base-body.ts';
import { listBodyDrafts, STRAY_BODY } from './body-drafts.ts';
import { listParameterDrafts, listSearchDrafts } from './parameter-drafts.ts';
import { createBaseRequest, isValidDraft, toRequest } from './request-draft.ts';
import type { Sampler } from './sample-values.ts';
import { createSampler } from './sample-values.ts';

/** One generated request. */
export interface ConformanceCase {
  /** `PUT /tracker/{tracker_id}`. */
  readonly operation: string;
  /** How it differs from the base request: `body.status: null`, `query limit: one below minimum`. */
  readonly label: string;
  readonly request: MockRequest;
  /** Whether the contract allows it, given how FastAPI reads requests. */
  readonly valid: boolean;
}

/** What the generated requests depend on beside the contract. */
export interface CaseOptions {
  /** Values of path parameters that exist on the server, by name, such as the id of a tracker. */
  readonly known?: Readonly<Record<string, string>>;
  /** Returns what the server's models do with the bodies of an operation. The default is nothing. */
  readonly toBodyModel?: (operation: Operation) => BodyModel;
}

/** Generates valid and invalid requests for every operation of a contract from its schemas. Returns the same requests every time. */
export function generateCases(
  contract: Contract,
  { known = {}, toBodyModel = () => SCHEMA_ALONE }: CaseOptions = {},
): ConformanceCase[] {
  const sampler = createSampler(contract);
  return contract.operations.flatMap((operation) =>
    listOperationCases(operation, sampler, known, toBodyModel(operation)),
  );
}

/** Lists the requests for one operation: see {@link generateCases}. */
export function listOperationCases(
  operation: Operation,
  sampler: Sampler,
  known: Readonly<Record<string, string>>,
  model: BodyModel = SCHEMA_ALONE,
): ConformanceCase[] {
  const { parameters, requestBody } = operation;
  const base = createBaseRequest(operation, sampler, known, model);
  const drafts = [
    { label: 'base request', valid: true },
    ...parameters.flatMap((parameter) => listParameterDrafts(parameter, sampler, base.parts)),
    ...listSearchDrafts(parameters, sampler, base.parts),
    ...(requestBody === undefined ? [STRAY_BODY] : listBodyDrafts(requestBody, sampler, model)),
  ];
  const cases = drafts.map((draft) => ({
    operation: toOperationName(operation),
    label: draft.label,
    request: toRequest(operation, base.parts, draft),
    valid: isValidDraft(draft, base),
  }));
  return removeDuplicates(cases);
}

/** Keeps the first case of each request. */
function removeDuplicates(cases: readonly ConformanceCase[]): ConformanceCase[] {
  const byRequest = new Map<string, ConformanceCase>();
  for (const one of cases) {
    const key = JSON.stringify([one.request.target, one.request.headers, [...one.request.body]]);
    if (!byRequest.has(key)) byRequest.set(key, one);
  }
  return [...byRequest.values()];
}
