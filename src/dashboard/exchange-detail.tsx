import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { toClient, token, toMessage } from './connection.ts';
import { loadContract } from './contract-words.ts';
import { ExchangeActions } from './exchange-actions.tsx';
import { toDuration } from './exchange-row.tsx';
import { findSummary } from './exchange-store.ts';
import { ExchangeVerdict } from './exchange-verdict.tsx';
import { mockRun } from './feed.ts';
import { findKept, keepRecord, markGone } from './kept-records.ts';
import { MessageView } from './message-view.tsx';
import { RequestTitle } from './request-title.tsx';
import { StatusText } from './verdict.tsx';

interface DetailProps {
  readonly session: string;
  readonly id: string;
  readonly onClose: () => void;
}

/** An exchange with everything that the journal has of it. */
export function ExchangeDetail({ session, id, onClose }: DetailProps) {
  const { record, problem } = useRecord(session, id);
  const element = useRef<HTMLElement>(null);
  // The keys scroll what was opened. Not after the next frame: it would take the focus from where a key has moved it.
  useLayoutEffect(() => {
    element.current?.focus({ preventScroll: true });
    loadContract();
  }, []);
  const head = record === undefined ? findSummary(session, id) : { ...record, status: record.reply.status };
  return (
    <article ref={element} class="detail" tabIndex={-1} aria-label="The exchange">
      <header>
        {head === undefined ? (
          <h2 class="foreign">Exchange {id}</h2>
        ) : (
          <RequestTitle path={`${head.method} ${head.path}`} query={head.query === '' ? '' : `?${head.query}`} />
        )}
        <button type="button" class="quiet close" aria-keyshortcuts="Escape" onClick={onClose}>
          Close
        </button>
      </header>
      {head === undefined ? null : (
        <p class="facts">
          <StatusText status={head.status} /> <span>{toDuration(head.ms)}</span>
          <span>
            session <span class="foreign">{head.session}</span>
          </span>
          <span>answered by {SOURCES[head.source]}</span>
          <time dateTime={head.time}>{new Date(head.time).toLocaleString()}</time>
        </p>
      )}
      {record === undefined ? (
        <p class={problem === '' ? 'note' : 'bad'} role={problem === '' ? undefined : 'alert'}>
          {problem || 'Loading …'}
        </p>
      ) : (
        <>
          <ExchangeActions record={record} />
          <ExchangeVerdict record={record} />
          <MessageView side="request" record={record} />
          <MessageView side="reply" record={record} />
        </>
      )}
    </article>
  );
}

/** Loads an exchange from the journal, or returns the one that was loaded before: the journal may have dropped it since. */
function useRecord(session: string, key: string) {
  const [record, setRecord] = useState(() => findKept(session, key));
  const [problem, setProblem] = useState('');
  const given = token.value;
  const present = mockRun.value;
  const [, run, number] = /^(\w+)-(\d+)$/.exec(key) ?? [];
  // Ids begin anew with each start of the mock. Without one, the id is one of the present.
  const isPast = run !== undefined && present !== '' && run !== present;
  const isKnown = run === undefined || present !== '';
  useEffect(() => {
    if (!isKnown || isPast || record !== undefined) return undefined;
    let isGone = false;
    const load = async (): Promise<void> => {
      try {
        // Also a session whose name is not valid is a failure.
        const found = await toClient(session).request(number ?? key);
        keepRecord(session, key, found);
        if (!isGone) setRecord(found);
      } catch (error) {
        markGone(session, key, error);
        if (!isGone) setProblem(toMessage(error));
      }
    };
    void load();
    return () => {
      isGone = true;
    };
  }, [session, key, given, isKnown, isPast]);
  return { record, problem: isPast && record === undefined ? RESTARTED : problem };
}

const RESTARTED = 'The mock was restarted since, and its journal does not have this exchange any more.';

const SOURCES = {
  mock: 'the mock',
  stub: 'a stub',
  sample: 'a sample of the contract',
  prism: 'Prism',
  upstream: 'the upstream server',
} as const;
