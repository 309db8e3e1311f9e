import { useEffect, useRef, useState } from 'preact/hooks';
import type { ExchangeRecord } from '../control/control-types.ts';
import { toClient, token, toMessage } from './connection.ts';
import { loadContract } from './contract-words.ts';
import { ExchangeActions } from './exchange-actions.tsx';
import { toDuration } from './exchange-row.tsx';
import { findSummary } from './exchange-store.ts';
import { ExchangeVerdict } from './exchange-verdict.tsx';
import { mockRun } from './feed.ts';
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
  // The keys scroll what was opened.
  useEffect(() => element.current?.focus({ preventScroll: true }), []);
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

/** Loads an exchange from the journal. */
function useRecord(session: string, key: string) {
  const [record, setRecord] = useState<ExchangeRecord | undefined>(undefined);
  const [problem, setProblem] = useState('');
  const given = token.value;
  const present = mockRun.value;
  const [, run, number] = /^(\w+)-(\d+)$/.exec(key) ?? [];
  // Ids begin anew with each start of the mock. Without one, the id is one of the present.
  const isPast = run !== undefined && present !== '' && run !== present;
  const isKnown = run === undefined || present !== '';
  useEffect(() => {
    if (!isKnown || isPast) return undefined;
    loadContract();
    let isGone = false;
    toClient(session)
      .request(number ?? key)
      .then((found) => !isGone && setRecord(found))
      .catch((error: unknown) => !isGone && setProblem(toMessage(error)));
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
