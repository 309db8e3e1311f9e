/**
 * What the main entry is in a browser's bundle, where the mock cannot run: it needs Node. It has the names of the entry, so that a bundler
 * and a browser that link them get as far as the message.
 */

function refuse(): never {
  throw new Error(
    'Failed to load agentex-tracker-mock: its main entry needs Node and cannot run in a browser. Import createAdminClient from "agentex-tracker-mock/client" to control a mock that runs elsewhere. In a test that simulates a browser (Jest with jsdom), set the export condition "node".',
  );
}

export const MockError: never = refuse();
export const createApp: never = refuse();
export const createTrackerMock: never = refuse();
export const startServer: never = refuse();
