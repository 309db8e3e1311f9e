import { setImmediate } from 'node:timers/promises';
import { parseTarget } from '../exchange/incoming-request.ts';
import { toPathAndQuery } from '../exchange/path-and-query.ts';
import type { Mask } from '../journal/mask.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { unquote } from '../python/unquote.ts';
import { DEFAULT_SESSION } from '../sessions/session-name.ts';

/** A test that runs, and the requests that came meanwhile without naming a session. */
interface RunningTest {
  readonly title: string;
  /** The tests that ran when one of them came, this one included. */
  readonly suspects: Set<string>;
  /** The first ones: `GET /tracker`. */
  readonly lines: string[];
  count: number;
}

/** How many requests a message lists. */
const LISTED = 10;

/** How many turns of the event loop a request may take to arrive that a test did not wait for. */
const TURNS = 20;

/** The tests that run in this worker. There are several if they are concurrent. */
const running = new Set<RunningTest>();

/** Those that came while no test ran, such as from a hook for all tests of a file. */
let outside: RunningTest = createTest('');

/** Watches for requests to operations that name no session: they are answered from a world that is not the test's. */
export function watchStrays(mock: TrackerMock, mask: Mask): void {
  mock.onExchange(({ session, operation, request, target }) => {
    // Not an error of the client: a browser requests a favicon by itself.
    if (session !== DEFAULT_SESSION || operation === undefined) return;
    const { path, query } = parseTarget(target);
    const line = `  ${request.method} ${toPathAndQuery(unquote(path), mask.query(query))}`;
    const titles = [...running].map(({ title }) => title);
    for (const test of running.size === 0 ? [outside] : running) {
      test.count += 1;
      if (test.lines.length < LISTED) test.lines.push(line);
      for (const title of titles) test.suspects.add(title);
    }
  });
}

/**
 * Begins a test.
 *
 * @returns a function that ends it. It rejects if requests named no session meanwhile; with concurrent tests, for each of them
 */
export function beginTest(title: string): () => Promise<void> {
  const test = createTest(title);
  running.add(test);
  return async () => {
    for (let turn = 0; turn < TURNS; turn += 1) await setImmediate();
    running.delete(test);
    const { suspects } = test;
    const others =
      suspects.size > 1
        ? `\nThese tests ran at the same time, and one of them sent it: ${[...suspects].map((name) => JSON.stringify(name)).join(', ')}.`
        : '';
    throwIfAny(test, `, so the test's world was not used`, others);
  };
}

/** @throws {Error} if requests named no session while no test ran */
export function checkOutsideTests(): void {
  const test = outside;
  outside = createTest('');
  throwIfAny(
    test,
    ' and came while no test ran, such as from a hook or from a test that did not wait for its reply',
    '',
  );
}

function createTest(title: string): RunningTest {
  return { title, suspects: new Set(), lines: [], count: 0 };
}

function throwIfAny({ count, lines }: RunningTest, consequence: string, more: string): void {
  if (count === 0) return;
  throw new Error(
    `${count === 1 ? 'One request' : `${count} requests`} named no session${consequence}:\n${lines.join('\n')}\n` +
      `Send them to trackerUrl, the address of the test's session. A path that begins with a slash loses the prefix when it is resolved against a base URL.${more}`,
  );
}
