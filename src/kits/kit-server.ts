import type { AppOptions } from '../http/app.ts';
import { startServer } from '../http/server.ts';
import { createMask } from '../journal/mask.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import { createTrackerMock } from '../node/create-tracker-mock.ts';
import type { TrackerMockOptions } from '../node/mock-options.ts';
import type { WorkerCoverage } from './coverage-parts.ts';
import { openWorkerCoverage } from './coverage-parts.ts';
import { checkOutsideTests, watchStrays } from './stray-requests.ts';

/** Options of a test runner's mock: those of `createTrackerMock` and `createApp`. */
export interface KitOptions extends TrackerMockOptions, AppOptions {}

/** The mock of one worker of a test runner. */
export interface KitServer {
  /** The address without a session: `http://127.0.0.1:51234`. */
  readonly url: string;
  readonly mock: TrackerMock;
  /** Returns the number of the next session, which makes its name unique. */
  nextNumber(): number;
  /** What the tests cover of the contract; undefined if no reporter wants to know. */
  readonly coverage: WorkerCoverage | undefined;
  /** Rejects if requests named no session while no test ran. */
  close(): Promise<void>;
}

/**
 * Serves a mock on a free port of this machine.
 *
 * @throws {MockError} `contract-invalid`, `fixture-invalid` or `server-not-started`
 */
export async function startKitServer(options: KitOptions): Promise<KitServer> {
  const { cors, admin, ...mockOptions } = options;
  const mock = createTrackerMock(mockOptions);
  const server = await startServer(mock, {
    port: 0,
    host: '127.0.0.1',
    ...(cors === undefined ? {} : { cors }),
    ...(admin === undefined ? {} : { admin }),
  });
  const coverage = openWorkerCoverage(mock, mockOptions);
  watchStrays(mock, createMask(mockOptions.mask));
  let last = 0;
  return {
    url: server.url,
    mock,
    coverage,
    nextNumber() {
      last += 1;
      return last;
    },
    async close() {
      await server.close();
      checkOutsideTests();
    },
  };
}
