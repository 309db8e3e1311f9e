/** What the help of `serve` shows after its options. */
export const SERVE_EXAMPLES = `
Examples:
  $ tracker-mock                                      serve the default world on http://127.0.0.1:4010
  $ tracker-mock -p 0 -f worlds/ -w                   a free port, the worlds of a folder, reloaded when they change
  $ tracker-mock --profile deployed                   as the deployed server answers
  $ tracker-mock --contract next.openapi.json         serve a later revision of the contract
  $ tracker-mock --rest http://127.0.0.1:5003         trackers and events from the mock, all else from a server

Every option can be set by an environment variable: --port by TRACKER_MOCK_PORT. An empty one is ignored. A switch takes
1, true, yes or on, and 0, false, no or off.`;
