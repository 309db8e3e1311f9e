import type { RunningServer, TrackerMock } from '../../../src/index.ts';
import { startServer } from '../../../src/index.ts';
import { prepareMock } from '../../../src/node/create-tracker-mock.ts';
import { WORLD } from './world.ts';

/** Serves a contract by the mock, each request in a world of its own, as the oracle does. */
export async function startMock(contract: Readonly<Record<string, unknown>>): Promise<RunningServer> {
  const { mock, loaded } = prepareMock({ contract, fixtures: WORLD });
  const fresh: TrackerMock = {
    ...mock,
    handle(request) {
      mock.load(loaded.content);
      return mock.handle(request);
    },
  };
  return await startServer(fresh, { port: 0, cors: false });
}
