import type { Contract } from '../contract/contract.ts';
import { isObject } from '../contract/document.ts';
import { findByPointer } from '../contract/json-pointer.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess, toOperationName } from '../contract/operation.ts';
import type { Schema } from '../contract/schema.ts';
import type { Result } from '../exchange/result.ts';
import { MockError } from '../mock-error.ts';
import { createSchemaSampler } from '../samples/schema-sampler.ts';
import { countItems } from './item-count.ts';
import type { SampledRequest } from './request-facts.ts';
import { digest } from './resource-identity.ts';
import { createResources } from './resources.ts';
import { readRpcCall } from './rpc-result.ts';
import { createSampleHints } from './sample-hints.ts';
import { createWorldIds } from './world-ids.ts';

/** Makes up the reply to a valid request of an operation without state. Has no side effects. */
export type SampleReply = (request: SampledRequest) => Result;

/** FastAPI sends the type of its replies even if there can be no body. Of a 200 it would be wrong: an empty text is not JSON. */
const JSON_TYPE = { 'content-type': 'application/json' };

/**
 * Creates the function that makes up replies from the schemas of a contract. The same request gets the same reply in a session with the same
 * seed and world.
 *
 * @param columns the names of a tracker's fields
 */
export function createSampleReply(contract: Contract, columns: Iterable<string>): SampleReply {
  const sampler = createSchemaSampler(contract.schemas);
  const resources = createResources(contract);
  const worldIds = createWorldIds(columns);
  return (request) => {
    const { operation, parameters, body, seed } = request;
    const { status, response } = findSuccess(operation);
    if (response?.schema === undefined) {
      return { status, value: undefined, body: '', source: 'sample', ...(status === 204 && { headers: JSON_TYPE }) };
    }
    const name = toOperationName(operation);
    const { pointer } = response.schema;
    const wish = {
      seed: digest(`${seed} ${name} ${JSON.stringify([listUnpaged(operation, parameters), body])}`),
      hints: createSampleHints(request, resources, worldIds),
    };
    let value = sampler.sample(pointer, { ...wish, examples: listExamples(contract, response.schema) });
    if (value === undefined) throw toNoSample(name, pointer);
    const call = readRpcCall(contract.schemas, pointer, body);
    if (call !== undefined && isObject(value)) {
      // The result is about the params, as another reply is about the body.
      const hints = createSampleHints({ ...request, body: call.params }, resources, worldIds);
      value = { ...value, result: sampler.sample(call.result, { ...wish, hints }), id: call.id };
    }
    if (isObject(value)) value = countItems(contract.schemas, pointer, value);
    return { status, value, body: JSON.stringify(value), source: 'sample' };
  };
}

/** Lists the parameters that say which resource is asked for: of the numbers only those in the path, since the others are pages and limits. */
function listUnpaged({ parameters }: Operation, values: SampledRequest['parameters']): unknown[] {
  return parameters.map(({ name, in: place }) =>
    place === 'path' || typeof values[name] !== 'number' ? values[name] : null,
  );
}

/** Lists the examples of a reply that the contract gives beside its schema. */
function listExamples({ schemas }: Contract, { pointer }: Schema): readonly unknown[] {
  const media = findByPointer(schemas.document, pointer.replace(/\/schema$/, ''));
  if (!isObject(media)) return [];
  const named = isObject(media['examples']) ? Object.values(media['examples']) : [];
  return [
    ...(Object.hasOwn(media, 'example') ? [media['example']] : []),
    ...named.flatMap((example) => (isObject(example) && Object.hasOwn(example, 'value') ? [example['value']] : [])),
  ];
}

function toNoSample(name: string, pointer: string): MockError {
  return new MockError(
    'operation-not-served',
    `Failed to answer ${name}: no value was found for the schema of its reply, #${pointer}. Add an example to the contract, or stub the operation.`,
  );
}
