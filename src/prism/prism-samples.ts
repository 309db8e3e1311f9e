import type { MockRequest } from '../exchange/exchange.ts';
import { MockError } from '../mock-error.ts';
import { loadPrism } from './load-prism.ts';
import { parseBody, toPrismRequest } from './prism-request.ts';
import { createSilentLogger } from './silent-logger.ts';

/** A reply that Prism made up. */
export interface PrismSample {
  readonly status: number;
  /** The body as a JSON value; undefined if there is none. */
  readonly value: unknown;
}

/** Makes up a reply with a status for a valid request. */
export type SampleWithPrism = (request: MockRequest, status: number) => Promise<PrismSample>;

/**
 * Creates the function that lets Prism's generator make up replies, in this process. The document is not changed.
 *
 * @throws {MockError} `option-invalid` if Prism is not installed
 */
export async function createPrismSamples(document: object): Promise<SampleWithPrism> {
  const prism = loadPrism();
  const operations = await prism.getHttpOperationsFromSpec(structuredClone(document));
  const config = {
    isProxy: false,
    checkSecurity: false,
    // The mock has validated the request; Prism may have another opinion.
    validateRequest: false,
    validateResponse: false,
    errors: false,
    mock: { dynamic: false },
  };
  const instance = prism.createInstance(config, { logger: createSilentLogger() });

  return async (request, status) => {
    const body = parseBody(request.body, String(request.headers['content-type'] ?? ''));
    // A client's own wish for a media type must not change what is sampled.
    const input = { ...toPrismRequest({ ...request, headers: {} }), body: body.ok ? body.value : undefined };
    const result = await instance.request(input, operations, {
      ...config,
      mock: { dynamic: false, code: String(status) },
    })();
    if (result._tag === 'Left') throw toPrismError(request, result.left.message);
    const { statusCode, body: made } = result.right.output;
    return { status: statusCode, value: made };
  };
}

function toPrismError({ method, target }: MockRequest, reason: string): MockError {
  return new MockError(
    'operation-not-served',
    `Failed to answer ${method} ${target}: Prism made no reply (${reason}). Use --rest sample, or stub the operation.`,
  );
}
