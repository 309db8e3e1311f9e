import { setImmediate } from 'node:timers/promises';
import type { MockRequest } from '../exchange/exchange.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { PrismHttp, PrismResult } from './load-prism.ts';
import { loadPrism } from './load-prism.ts';
import { parseBody, toPrismRequest } from './prism-request.ts';
import type { PrismVerdict } from './prism-verdict.ts';
import { toPrismVerdict } from './prism-verdict.ts';
import { createSilentLogger } from './silent-logger.ts';

/** Prism's findings on an exchange. */
export interface PrismOpinion {
  readonly request: readonly PrismVerdict[];
  readonly reply: readonly PrismVerdict[];
}

/** Validates exchanges with Prism, in this process. */
export interface PrismValidator {
  /**
   * Validates one exchange, in about 0.2 ms. Starts after the current turn of the event loop, so that it delays no reply. Never rejects: if
   * Prism itself fails, the opinion has a verdict with the code `prism_failed`.
   */
  validate(request: MockRequest, reply: HttpReply): Promise<PrismOpinion>;
}

/**
 * Creates a validator for the operations of an OpenAPI document. The document is not changed.
 *
 * @param isWarm compiles the schemas now, which takes Prism 50 ms for each operation, instead of when they are first used
 * @throws {MockError} `option-invalid` if Prism is not installed.
 */
export async function createPrismValidator(document: object, isWarm = true): Promise<PrismValidator> {
  const prism = loadPrism();
  const operations = await prism.getHttpOperationsFromSpec(structuredClone(document));
  const instance = createInstance(prism);

  const validate = async (request: MockRequest, reply: HttpReply): Promise<PrismOpinion> => {
    await setImmediate();
    const body = parseBody(request.body, String(request.headers['content-type'] ?? ''));
    const replyBody = parseBody(reply.body, reply.headers['content-type'] ?? '');
    if (!replyBody.ok) return { request: [], reply: [toFailure(['response', 'body'], 'invalid_json', 'Invalid JSON')] };
    const output = { statusCode: reply.status, headers: reply.headers, body: replyBody.value };
    // Prism's server refuses malformed JSON before it validates anything, so only the reply is validated here.
    const input = { ...toPrismRequest(request), body: body.ok ? body.value : {}, [REPLY]: output };
    const opinion = await runPrism(() => instance.request(input, operations));
    if (body.ok) return opinion;
    return { ...opinion, request: [toFailure(['request', 'body'], 'invalid_json', 'Invalid JSON')] };
  };

  // Compiling blocks the process, so it is done before the first reply, not between two.
  for (const { method, path } of isWarm ? operations : []) {
    const headers = { 'content-type': 'application/json' };
    const request = { method, target: path.replaceAll(/[{}]/g, ''), headers, body: new TextEncoder().encode('{}') };
    await validate(request, { status: 200, headers, body: '{}' });
  }
  return { validate };
}

/** The key that carries the reply through Prism to the forwarder below. */
const REPLY = Symbol('reply');

function createInstance(prism: PrismHttp): ReturnType<PrismHttp['createInstance']> {
  const config = {
    isProxy: true,
    upstream: new URL('http://mock.invalid'),
    upstreamProxy: undefined,
    // With `errors`, Prism would not validate the reply to a request that it refuses.
    errors: false,
    validateRequest: true,
    validateResponse: true,
    checkSecurity: true,
    mock: { dynamic: false },
  };
  // A fp-ts ReaderTaskEither: a function of the logger that returns a task, whose result is an Either.
  const forward = ({ data }: { data: { [REPLY]: object } }) => {
    const task = (): Promise<object> => Promise.resolve({ _tag: 'Right', right: data[REPLY] });
    return () => task;
  };
  return prism.createInstance(config, { logger: createSilentLogger(), forward });
}

async function runPrism(request: () => () => Promise<PrismResult>): Promise<PrismOpinion> {
  let task: () => Promise<PrismResult>;
  try {
    // Throws if Prism cannot read the request, for example an invalid percent escape or media type.
    task = request();
  } catch (error) {
    return { request: [toPrismFailure('request', error)], reply: [] };
  }
  try {
    const result = await task();
    if (result._tag === 'Left') throw result.left;
    const { input, output } = result.right.validations;
    return {
      request: input.map((diagnostic) => toPrismVerdict('request', diagnostic)),
      reply: output.map((diagnostic) => toPrismVerdict('response', diagnostic)),
    };
  } catch (error) {
    return { request: [], reply: [toPrismFailure('response', error)] };
  }
}

function toPrismFailure(half: 'request' | 'response', error: unknown): PrismVerdict {
  const noun = half === 'request' ? 'request' : 'reply';
  return toFailure([half], 'prism_failed', `Prism could not read the ${noun}: ${String(error)}`);
}

function toFailure(location: readonly string[], code: string, message: string): PrismVerdict {
  return { location, severity: 'Error', code, message };
}
