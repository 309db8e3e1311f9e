import { JSON_VALUES } from '../budgets.ts';
import { MockError } from '../mock-error.ts';
import { hasMoreValues } from '../python/count-values.ts';
import type { ReadJson } from '../python/json.ts';
import { readPythonJson } from '../python/json.ts';
import { unquote } from '../python/unquote.ts';
import type { MockRequest } from './exchange.ts';

type Headers = MockRequest['headers'];

/** A request, parsed once for all steps of the pipeline. A class, since its body is parsed on first use. */
export class IncomingRequest {
  readonly method: string;
  /** Decoded as uvicorn decodes `scope["path"]`, without the query. */
  readonly path: string;
  /** As sent, without the question mark; empty if there is none. */
  readonly query: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  #json: ReadJson | undefined;

  /** @param target the request's target without the prefix that selects a session */
  constructor(method: string, target: string, headers: Headers, body: Uint8Array) {
    const { path, query } = parseTarget(target);
    this.method = method;
    this.path = unquote(path);
    this.query = query;
    this.headers = headers;
    this.body = body;
  }

  /**
   * The body as Python's `json.loads` reads it.
   *
   * @throws {MockError} `body-too-large` if it has too many values
   */
  readJson(): ReadJson {
    if (this.#json === undefined) {
      if (hasMoreValues(this.body, JSON_VALUES)) throw tooManyValues();
      this.#json = readPythonJson(this.body);
    }
    return this.#json;
  }
}

function tooManyValues(): MockError {
  return new MockError(
    'body-too-large',
    `Failed to read the request body: it has more than ${JSON_VALUES} values and names. Send fewer.`,
  );
}

/** A parsed request target. */
export interface Target {
  /** As sent, percent-encoded. */
  readonly path: string;
  /** Without the question mark; empty if there is none. */
  readonly query: string;
}

/** Parses a target as uvicorn does: skips the origin of a full URL and drops a fragment. */
export function parseTarget(target: string): Target {
  const start = target.startsWith('/') ? 0 : findPathStart(target);
  const fragment = target.indexOf('#', start);
  const end = fragment === -1 ? target.length : fragment;
  const mark = target.indexOf('?', start);
  if (mark === -1 || mark > end) return { path: target.slice(start, end), query: '' };
  return { path: target.slice(start, mark), query: target.slice(mark + 1, end) };
}

function findPathStart(target: string): number {
  const authority = /^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/.exec(target);
  return authority === null ? 0 : authority[0].length;
}
