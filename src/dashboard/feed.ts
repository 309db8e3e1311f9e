import { effect, signal } from '@preact/signals';
import { askForToken, mockUrl, token } from './connection.ts';
import type { HubItem, HubMessage, StreamState, TabMessage } from './stream-hub.ts';
import { createHub } from './stream-hub.ts';

/** Whether the exchanges come in. */
export const streamState = signal<StreamState>('connecting');
/** Why they do not. */
export const streamMessage = signal('');

/** Which start of the mock answers: what the ids of its exchanges begin with. Empty before the first answer. */
export const mockRun = signal('');

/** @param isReset whether the items replace all that came before */
export type FeedListener = (items: readonly HubItem[], isReset: boolean) => void;

const listeners = new Set<FeedListener>();
let seen = 0;

/** Calls a listener with the exchanges as they come in. Returns a function that removes it. */
export function subscribe(listener: FeedListener): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Starts to follow the mock while the page is shown. */
export function startFeed(): void {
  const send = connect(receive);
  const update = (): void => {
    if (document.hidden) send({ type: 'hide' });
    else send({ type: 'show', url: mockUrl, token: token.peek(), seen });
  };
  document.addEventListener('visibilitychange', update);
  // The worker lives on in other tabs.
  addEventListener('pagehide', () => send({ type: 'hide' }));
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) update();
  });
  effect(() => {
    // Again with each token.
    if (token.value !== undefined) seen = 0;
    update();
  });
}

function receive(message: HubMessage): void {
  if (message.type === 'state') {
    streamState.value = message.state;
    mockRun.value = message.run;
    streamMessage.value = message.message;
    if (message.code === 'admin-unauthorized') askForToken();
    return;
  }
  const { isReset } = message;
  // A tab that is hidden and shown again is sent once more what was on its way to it.
  const items = isReset ? message.items : message.items.filter(({ number }) => number > seen);
  seen = items.at(-1)?.number ?? seen;
  for (const listener of listeners) listener(items, isReset);
}

/** Connects to the hub that all tabs share; where the browser has no shared workers, to one of this tab. */
function connect(onMessage: (message: HubMessage) => void): (message: TabMessage) => void {
  if (!('SharedWorker' in globalThis)) {
    const line = createHub().connect(onMessage);
    return (message) => line.receive(message);
  }
  const { port } = new SharedWorker(new URL('./worker.js', document.baseURI), {
    type: 'module',
    name: `tracker-mock ${mockUrl}`,
  });
  port.addEventListener('message', ({ data }: MessageEvent<HubMessage>) => onMessage(data));
  port.start();
  return (message) => port.postMessage(message);
}
