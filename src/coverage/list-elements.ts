import { listParameterDrafts } from '../cases/parameter-drafts.ts';
import { createBaseRequest } from '../cases/request-draft.ts';
import type { Sampler } from '../cases/sample-values.ts';
import { createSampler } from '../cases/sample-values.ts';
import type { Contract } from '../contract/contract.ts';
import { isObject, resolvePlace } from '../contract/document.ts';
import { toPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { toOperationName } from '../contract/operation.ts';
import type { AddElement, CoverageElement } from './element.ts';
import { addAlternatives, toHolder, toPlaceKey } from './element.ts';
import { walkSchema } from './walk-schema.ts';

/**
 * Lists what can be covered, in the contract's order. A place that several operations share, such as a component, is listed once. Schemas
 * that no request and no declared reply has are left out, since no exchange can cover them.
 */
export function listElements(contract: Contract): CoverageElement[] {
  const elements = new Map<string, CoverageElement>();
  const add: AddElement = (element) => {
    if (!elements.has(element.key)) elements.set(element.key, element);
  };
  const sampler = createSampler(contract);
  for (const operation of contract.operations) {
    const name = toOperationName(operation);
    const { pointer } = operation;
    add({ key: toPlaceKey('operations', pointer), kind: 'operations', pointer, label: name });
    addParameters(contract, operation, sampler, add);
    addBody(contract, operation, add);
    addResponses(contract, operation, add);
  }
  return [...elements.values()];
}

function addParameters(contract: Contract, operation: Operation, sampler: Sampler, add: AddElement): void {
  const { parts } = createBaseRequest(operation, sampler, {});
  for (const parameter of operation.parameters) {
    const pointer = toHolder(parameter.schema.pointer);
    const label = `${toOperationName(operation)}: ${parameter.in} parameter ${parameter.name}`;
    add({ key: toPlaceKey('parameters', pointer), kind: 'parameters', pointer, label });
    if (!parameter.required) addAlternatives('presence', pointer, label, add);
    // A text in a path can be anything, so there may be no invalid one.
    const canBeInvalid = listParameterDrafts(parameter, sampler, parts).some(({ valid }) => !valid);
    if (canBeInvalid) addAlternatives('validity', pointer, label, add);
    walkSchema(contract, parameter.schema.pointer, label, add, 'text');
  }
}

function addBody(contract: Contract, operation: Operation, add: AddElement): void {
  const { requestBody } = operation;
  if (requestBody === undefined) return;
  const mediaType = toHolder(requestBody.schema.pointer);
  const pointer = toHolder(toHolder(mediaType));
  const label = `${toOperationName(operation)}: request body`;
  if (!requestBody.required) addAlternatives('presence', pointer, label, add);
  addAlternatives('validity', pointer, label, add);
  const key = toPlaceKey('media-types', mediaType);
  add({ key, kind: 'media-types', pointer: mediaType, label: `${label} as application/json` });
  walkSchema(contract, requestBody.schema.pointer, label, add);
}

function addResponses(contract: Contract, operation: Operation, add: AddElement): void {
  for (const [status, { observed, schema }] of operation.responses) {
    const pointer = toPointer(operation.pointer, 'responses', status);
    const kind = observed ? 'observed' : 'statuses';
    const label = `${toOperationName(operation)}: status ${status}`;
    add({ key: toPlaceKey(kind, pointer), kind, pointer, label });
    if (observed) continue;
    const place = resolvePlace(contract.schemas.document, pointer);
    const content = isObject(place.node['content']) ? place.node['content'] : {};
    for (const range of Object.keys(content)) {
      const at = toPointer(place.pointer, 'content', range);
      add({ key: toPlaceKey('media-types', at), kind: 'media-types', pointer: at, label: `${label} as ${range}` });
    }
    if (schema !== undefined) walkSchema(contract, schema.pointer, label, add);
  }
}
