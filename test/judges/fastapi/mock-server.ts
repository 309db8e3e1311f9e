import { findFile } from '../project.ts';
import { WORLD } from './world.ts';

/** What the judge uses of the package, as a user imports it. */
interface Package {
  createTrackerMock(options: { readonly contract: unknown; readonly fixtures: unknown }): Mock;
  startServer(mock: Mock, options: { readonly port: number; readonly cors: false }): Promise<MockServer>;
}

interface Mock {
  handle(request: unknown): unknown;
  session(): { reset(): void };
}

export interface MockServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves a contract by the built mock. Every request meets the same world, as it does in the oracle. */
export async function startMock(contract: unknown): Promise<MockServer> {
  const { createTrackerMock, startServer } = (await import(findFile('dist/index.js'))) as Package;
  const mock = createTrackerMock({ contract, fixtures: WORLD });
  const forgetful: Mock = {
    ...mock,
    handle(request) {
      mock.session().reset();
      return mock.handle(request);
    },
  };
  return startServer(forgetful, { port: 0, cors: false });
}
