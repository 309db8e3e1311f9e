import type { HubMessage, TabMessage } from './stream-hub.ts';
import { createHub } from './stream-hub.ts';

// The shared worker of all tabs of the dashboard. A browser has six connections to an origin: a stream for each tab would take those that the
// application under test needs.

const hub = createHub();

addEventListener('connect', (event) => {
  const [port] = event instanceof MessageEvent ? event.ports : [];
  if (port === undefined) return;
  const line = hub.connect((message: HubMessage) => port.postMessage(message));
  port.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => line.receive(data));
  port.start();
});
