import { useEffect, useRef } from 'preact/hooks';
import { mockUrl } from './connection.ts';

const CHANNEL = `tracker-mock-world ${mockUrl}`;

/**
 * Calls a function when another tab has changed the world of a session, and when a person comes back to this one: the calls of the control
 * API are not in the stream of requests. Returns a function that tells the other tabs of a change.
 */
export function useWorldChanges(session: string, onChange: () => void): () => void {
  const latest = useRef(onChange);
  latest.current = onChange;
  const channel = useRef<BroadcastChannel>();
  useEffect(() => {
    const opened = new BroadcastChannel(CHANNEL);
    channel.current = opened;
    const listen = ({ data }: MessageEvent<unknown>): void => {
      if (data === session) latest.current();
    };
    const look = (): void => latest.current();
    opened.addEventListener('message', listen);
    addEventListener('focus', look);
    return () => {
      opened.close();
      removeEventListener('focus', look);
    };
  }, [session]);
  return () => channel.current?.postMessage(session);
}
