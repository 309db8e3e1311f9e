import { PRISM_SAMPLES } from '../budgets.ts';
import type { Operation } from '../contract/operation.ts';
import { findSuccess, toOperationName } from '../contract/operation.ts';
import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import type { PrismHttp } from './load-prism.ts';
import { loadPrism } from './load-prism.ts';
import { parseBody, toPrismRequest } from './prism-request.ts';
import { createSilentLogger } from './silent-logger.ts';

/** A reply that Prism made up. */
export interface PrismSample {
  readonly status: number;
  /** The body as a JSON value; undefined if there is none. */
  readonly value: unknown;
}

/**
 * Makes up the reply to a valid request.
 *
 * @throws {MockError} `operation-not-served` if Prism makes none, `overloaded` if too many requests wait for it
 */
export type SampleWithPrism = (request: MockRequest, operation: Operation) => Promise<PrismSample>;

/** Creates the function that lets Prism's generator make up replies, in this process. Prism is loaded when it is first called. */
export function createPrismSamples(document: object): SampleWithPrism {
  let loading: Promise<SampleWithPrism> | undefined;
  let waiting = 0;
  return async (request, operation) => {
    if (waiting >= PRISM_SAMPLES) {
      throw new MockError(
        'overloaded',
        `Failed to answer ${toOperationName(operation)}: ${PRISM_SAMPLES} requests wait for Prism already. Send it again later.`,
      );
    }
    loading ??= load(document);
    waiting += 1;
    try {
      return await (
        await loading
      )(request, operation);
    } catch (error) {
      const [reason] = String(error instanceof Error ? error.message : error).split('\n');
      throw new MockError(
        'operation-not-served',
        `Failed to answer ${toOperationName(operation)}: Prism made no reply. ${reason}`,
      );
    } finally {
      waiting -= 1;
    }
  };
}

const CONFIG = {
  isProxy: false,
  checkSecurity: false,
  // The mock has validated the request; Prism may have another opinion.
  validateRequest: false,
  validateResponse: false,
  errors: false,
};

/** @throws {MockError} `option-invalid` if Prism is not installed */
async function load(document: object): Promise<SampleWithPrism> {
  const prism: PrismHttp = loadPrism();
  // A copy, since Prism changes it.
  const operations = await prism.getHttpOperationsFromSpec(structuredClone(document));
  const instance = prism.createInstance({ ...CONFIG, mock: { dynamic: false } }, { logger: createSilentLogger() });

  return async (request, operation) => {
    const { method, path } = operation;
    // Prism routes in another order than FastAPI does, so it gets no choice.
    const own = operations.filter((one) => one.path === path && one.method.toUpperCase() === method);
    const body = parseBody(request.body, String(request.headers['content-type'] ?? ''));
    // A client's own wish for a media type must not change what is sampled.
    const input = { ...toPrismRequest({ ...request, headers: {} }), body: body.ok ? body.value : undefined };
    const mock = { dynamic: false, code: String(findSuccess(operation).status) };
    const result = await instance.request(input, own, { ...CONFIG, mock })();
    if (result._tag === 'Left') throw result.left;
    const { statusCode, body: value } = result.right.output;
    return { status: statusCode, value };
  };
}
