import { createAdminClient } from '../client/client.ts';
import { followExchanges } from '../client/follow-exchanges.ts';
import type { ReceivedEvent } from '../client/read-events.ts';
import { MockError } from '../mock-error.ts';

/** What a tab says to the hub. */
export type TabMessage =
  /** The tab is shown, and has everything up to the event of this number. */
  | { readonly type: 'show'; readonly url: string; readonly token: string | undefined; readonly seen: number }
  | { readonly type: 'hide' };

/** An exchange or a gap, with a number that only the hub gives. */
export interface HubItem {
  readonly number: number;
  readonly event: Extract<ReceivedEvent, { kind: 'exchange' | 'lost' }>;
}

export type StreamState = 'connecting' | 'live' | 'broken' | 'refused';

/** What the hub says to a tab. */
export type HubMessage =
  | {
      readonly type: 'state';
      readonly state: StreamState;
      readonly message: string;
      readonly code: string;
      /** Which start of the mock answers; empty before the first answer. */
      readonly run: string;
    }
  /** `isReset`: the tab has missed more than the hub keeps, so these are all there are. */
  | { readonly type: 'items'; readonly items: readonly HubItem[]; readonly isReset: boolean };

type Post = (message: HubMessage) => void;

/** One tab's line to the hub. */
export interface HubLine {
  receive(message: TabMessage): void;
  close(): void;
}

/** How many items the hub keeps for tabs that are shown later. */
const KEPT = 2000;
/** How often the tabs get what has come in, in milliseconds. */
const PERIOD = 150;

/** Holds one stream of a mock for all tabs that are shown; none if no tab is. */
export function createHub(): { readonly connect: (post: Post) => HubLine } {
  const streams = new Map<string, ReturnType<typeof createSharedStream>>();
  return {
    connect(post) {
      let stream: ReturnType<typeof createSharedStream> | undefined;
      const hide = (): void => stream?.remove(post);
      return {
        receive(message) {
          hide();
          if (message.type === 'hide') return;
          const { url, token, seen } = message;
          const key = JSON.stringify([url, token]);
          stream = streams.get(key) ?? createSharedStream(url, token);
          streams.set(key, stream);
          stream.add(post, seen);
        },
        close: hide,
      };
    },
  };
}

function createSharedStream(url: string, token: string | undefined) {
  const tabs = new Set<Post>();
  let items: HubItem[] = [];
  let fresh: HubItem[] = [];
  let number = 0;
  let lastEventId: string | undefined;
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let liveTimer: ReturnType<typeof setTimeout> | undefined;
  let mockRun = '';
  let state: HubMessage = { type: 'state', state: 'connecting', message: '', code: '', run: '' };

  const tell = (message: HubMessage): void => {
    for (const post of tabs) post(message);
  };
  const setState = (name: StreamState, error?: { readonly message: string; readonly code: string }): void => {
    clearTimeout(liveTimer);
    state = { type: 'state', state: name, message: error?.message ?? '', code: error?.code ?? '', run: mockRun };
    tell(state);
  };
  const flush = (): void => {
    timer = undefined;
    if (fresh.length === 0) return;
    tell({ type: 'items', items: fresh, isReset: false });
    fresh = [];
  };
  const add = (event: HubItem['event']): void => {
    number += 1;
    const item = { number, event };
    fresh.push(item);
    items.push(item);
    // Not one by one, which would move all of them each time.
    if (items.length > KEPT * 2) items = items.slice(-KEPT);
    timer ??= setTimeout(flush, PERIOD);
  };
  /** After the exchanges of the journals, so that a page does not say first that there are none. */
  const goLive = (name: string): void => {
    mockRun = name;
    clearTimeout(liveTimer);
    liveTimer = setTimeout(() => setState('live'), PERIOD * 2);
  };
  const run = async ({ signal }: AbortController): Promise<void> => {
    const client = createAdminClient(url, token === undefined ? {} : { token });
    try {
      for await (const event of followExchanges(client, { limit: KEPT }, signal, lastEventId)) {
        if (event.kind === 'broken') {
          setState('broken', event.error);
          continue;
        }
        lastEventId = event.id;
        if (event.kind === 'start') goLive(event.data.run);
        else if (event.kind === 'exchange' || event.kind === 'lost') add(event);
      }
    } catch (error) {
      running = undefined;
      const { message, code } = error instanceof MockError ? error : { message: String(error), code: '' };
      setState('refused', { message, code });
    }
  };

  return {
    add(post: Post, seen: number) {
      flush();
      tabs.add(post);
      post(state);
      const first = items[0]?.number ?? number + 1;
      const isReset = seen + 1 < first || seen > number;
      const missed = isReset ? items : items.slice(seen + 1 - first);
      if (missed.length > 0) post({ type: 'items', items: missed, isReset });
      if (running !== undefined) return;
      running = new AbortController();
      void run(running);
    },
    remove(post: Post) {
      if (!tabs.delete(post) || tabs.size > 0) return;
      clearTimeout(liveTimer);
      running?.abort();
      running = undefined;
    },
  };
}
