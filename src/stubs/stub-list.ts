import type { Operation } from '../contract/operation.ts';
import { isOperation } from '../contract/operation.ts';
import { containsPattern } from '../exchange/json-pattern.ts';
import { isPathMatch } from '../exchange/path-pattern.ts';
import { MockError } from '../mock-error.ts';
import type { Random } from './random.ts';
import type { Stub, StubInput, RequestPattern } from './stub.ts';

/** A request, as far as stubs look at it. */
export interface MatchedRequest {
  readonly method: string;
  /** Decoded, without the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly operation: Operation | undefined;
  /** The body as a JSON value; undefined where it is none. Read at first use. */
  readonly readBody: () => unknown;
}

/** What is stubbed in one session, newest first. */
export interface StubList {
  readonly size: number;
  add(input: StubInput): Stub;
  list(): Stub[];
  /** True where there was one of that id. */
  delete(id: string): boolean;
  clear(): void;
  /** The newest stub that applies to a request now; counts it as applied. */
  take(request: MatchedRequest, random: Random): Stub | undefined;
}

/** How many stubs a session may have. */
const MOST = 1000;

interface Entry {
  readonly id: string;
  readonly input: StubInput;
  matched: number;
  applied: number;
}

export function createStubList(): StubList {
  return new NewestFirstList();
}

/** A class, since there is one a session. */
class NewestFirstList implements StubList {
  #entries: Entry[] = NONE;
  #nextId = 1;

  get size(): number {
    return this.#entries.length;
  }

  add(input: StubInput): Stub {
    if (this.#entries.length >= MOST) {
      throw new MockError(
        'stub-invalid',
        `Failed to add the stub: the session has ${MOST} stubs already. Take some back, or reset the session.`,
      );
    }
    const entry = { id: String(this.#nextId), input, matched: 0, applied: 0 };
    this.#nextId += 1;
    this.#entries = [entry, ...this.#entries];
    return toStub(entry);
  }

  list(): Stub[] {
    return this.#entries.map((entry) => toStub(entry));
  }

  delete(id: string): boolean {
    const before = this.#entries.length;
    this.#entries = this.#entries.filter((entry) => entry.id !== id);
    return this.#entries.length < before;
  }

  clear(): void {
    this.#entries = NONE;
    this.#nextId = 1;
  }

  take(request: MatchedRequest, random: Random): Stub | undefined {
    for (const entry of this.#entries) {
      const { match = {}, after = 0, times = Number.POSITIVE_INFINITY, probability = 1 } = entry.input;
      if (entry.applied >= times || !isRequestMatch(match, request)) continue;
      entry.matched += 1;
      // The draw comes last and only where it decides, so that the same requests make the same draws.
      if (entry.matched <= after || (probability < 1 && random() >= probability)) continue;
      entry.applied += 1;
      return toStub(entry);
    }
    return undefined;
  }
}

/** Most sessions stub nothing and share this. Lists are replaced, never changed. */
const NONE: Entry[] = [];

function toStub({ id, input, applied }: Entry): Stub {
  return { ...input, id, applied };
}

function isRequestMatch(match: RequestPattern, request: MatchedRequest): boolean {
  const { operation, method, path, header = {}, body } = match;
  return (
    (operation === undefined || (request.operation !== undefined && isOperation(request.operation, operation))) &&
    (method === undefined || method.toUpperCase() === request.method) &&
    (path === undefined || isPathMatch(path, request.path)) &&
    Object.entries(header).every(([name, value]) => isHeaderMatch(findHeader(request.headers, name), value)) &&
    (body === undefined || containsPattern(request.readBody(), body))
  );
}

/** Node's headers are a plain object, which also has what every object has, such as `constructor`. */
function findHeader(headers: MatchedRequest['headers'], name: string): string | string[] | undefined {
  const key = name.toLowerCase();
  return Object.hasOwn(headers, key) ? headers[key] : undefined;
}

function isHeaderMatch(found: string | string[] | undefined, wanted: string | null): boolean {
  return wanted === null ? found === undefined : found !== undefined && [found].flat().includes(wanted);
}
