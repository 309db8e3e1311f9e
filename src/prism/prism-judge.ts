import { setImmediate } from 'node:timers/promises';
import type { MockRequest } from '../exchange/exchange.ts';
import type { HttpReply } from '../exchange/reply.ts';
import type { PrismHttp, PrismResult } from './load-prism.ts';
import { loadPrism } from './load-prism.ts';
import { parseBody, toPrismRequest } from './prism-request.ts';
import type { PrismVerdict } from './prism-verdict.ts';
import { toPrismVerdict } from './prism-verdict.ts';

/** What Prism says of an exchange. Empty lists where it has nothing to say. */
export interface PrismOpinion {
  readonly request: readonly PrismVerdict[];
  readonly reply: readonly PrismVerdict[];
}

/** Prism as the second reader of exchanges, in this process. */
export interface PrismJudge {
  /**
   * Judges one exchange. Nothing of it happens before the current turn of the event loop is over, so calling it delays no reply.
   * Takes about 0.2 ms. Never rejects: where Prism itself fails there is a verdict with the code `prism_failed`.
   */
  judge(request: MockRequest, reply: HttpReply): Promise<PrismOpinion>;
}

/**
 * A judge for the operations of an OpenAPI document, which stays as it is.
 *
 * @throws {MockError} `option-invalid` where Prism is not installed.
 */
export async function createPrismJudge(document: object): Promise<PrismJudge> {
  const prism = loadPrism();
  const operations = await prism.getHttpOperationsFromSpec(structuredClone(document));
  const instance = createInstance(prism);

  const judge = async (request: MockRequest, reply: HttpReply): Promise<PrismOpinion> => {
    await setImmediate();
    const body = parseBody(request.body, String(request.headers['content-type'] ?? ''));
    const replyBody = parseBody(reply.body, reply.headers['content-type'] ?? '');
    if (!replyBody.ok) return { request: [], reply: [toFailure(['response', 'body'], 'invalid_json', 'Invalid JSON')] };
    const output = { statusCode: reply.status, headers: reply.headers, body: replyBody.value };
    // Prism's server answers malformed JSON before it judges anything, so only the reply is left to judge.
    const input = { ...toPrismRequest(request), body: body.ok ? body.value : {}, [REPLY]: output };
    const opinion = await runPrism(() => instance.request(input, operations));
    if (body.ok) return opinion;
    return { ...opinion, request: [toFailure(['request', 'body'], 'invalid_json', 'Invalid JSON')] };
  };

  // Prism compiles a schema when it first needs it, which holds up the process for 50 ms: better now than between two replies.
  for (const { method, path } of operations) {
    const headers = { 'content-type': 'application/json' };
    const request = { method, target: path.replaceAll(/[{}]/g, ''), headers, body: new TextEncoder().encode('{}') };
    await judge(request, { status: 200, headers, body: '{}' });
  }
  return { judge };
}

/** The key under which the reply travels through Prism to its own forwarder. */
const REPLY = Symbol('reply');

function createInstance(prism: PrismHttp): ReturnType<PrismHttp['createInstance']> {
  const config = {
    isProxy: true,
    upstream: new URL('http://mock.invalid'),
    upstreamProxy: undefined,
    // With errors, Prism would not judge the reply to a request that it refuses.
    errors: false,
    validateRequest: true,
    validateResponse: true,
    checkSecurity: true,
    mock: { dynamic: false },
  };
  // Prism's forwarder is a function of the logger that gives a task; a task's result is an Either.
  const forward = ({ data }: { data: { [REPLY]: object } }) => {
    const task = (): Promise<object> => Promise.resolve({ _tag: 'Right', right: data[REPLY] });
    return () => task;
  };
  return prism.createInstance(config, { logger: createSilentLogger(), forward });
}

function createSilentLogger(): object {
  const ignore = (): void => {};
  const logger = {
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: ignore,
    fatal: ignore,
    child: (): object => logger,
  };
  return logger;
}

async function runPrism(request: () => () => Promise<PrismResult>): Promise<PrismOpinion> {
  let task: () => Promise<PrismResult>;
  try {
    // Prism reads the request here, and throws where it cannot: a stray percent sign in the path, a media type that is none.
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
