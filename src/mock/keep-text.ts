import { BODY_KEPT } from '../journal/exchange-encoding.ts';

/** Media types whose bodies a person can read. */
const TEXT =
  /^(?:text\/|application\/(?:[^;/]*\+)?(?:json|xml)|application\/(?:javascript|x-ndjson|x-www-form-urlencoded))/i;

/** Collects as much of a stream's text as the journal keeps. */
export interface TextKeeper {
  readonly add: (chunk: Uint8Array) => void;
  readonly text: () => string;
}

/** Keeps nothing of a body that is not text, or that is encoded. */
export function createTextKeeper(headers: Readonly<Record<string, string>>): TextKeeper {
  const isText = headers['content-encoding'] === undefined && TEXT.test(headers['content-type'] ?? '');
  const decoder = new TextDecoder();
  let kept = '';
  return {
    add(chunk) {
      // One more than is kept shows that there was more.
      const room = isText ? BODY_KEPT + 1 - kept.length : 0;
      if (room > 0) kept += decoder.decode(chunk.subarray(0, 4 * room), { stream: true }).slice(0, room);
    },
    text: () => kept,
  };
}
