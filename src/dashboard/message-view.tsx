import { useMemo, useState } from 'preact/hooks';
import type { ExchangeRecord, Violation } from '../control/control-types.ts';
import { BodyView } from './body-view.tsx';
import { LongText } from './long-text.tsx';
import { toShortText } from './short-text.ts';
import { ViolationNote } from './violation-note.tsx';
import { toPlaceText } from './violation-place.ts';
import { toVisible } from './visible-text.ts';

interface MessageProps {
  readonly side: 'request' | 'reply';
  readonly record: ExchangeRecord;
}

const TABS = ['Pretty', 'Raw', 'Headers'] as const;
type Tab = (typeof TABS)[number];

/** The request or the reply of an exchange. */
export function MessageView({ side, record }: MessageProps) {
  const [tab, setTab] = useState<Tab>('Pretty');
  const { operation, reply } = record;
  const message = record[side];
  const own = useMemo(() => record.violations.filter((violation) => violation.side === side), [record, side]);
  const inBody = useMemo(() => own.filter(({ location }) => location[0] === 'body'), [own]);
  const query = side === 'request' ? [...new URLSearchParams(record.query)] : [];
  const names = Object.keys(message.headers).length;
  return (
    <section class="message" aria-label={side === 'request' ? 'Request' : 'Reply'}>
      <header>
        <h3>{side === 'request' ? 'Request' : 'Reply'}</h3>
        <div class="joined tabs" role="group" aria-label="Show">
          {TABS.map((name) => (
            <button key={name} type="button" aria-pressed={tab === name} onClick={() => setTab(name)}>
              {name === 'Headers' ? `Headers ${names}` : name}
            </button>
          ))}
        </div>
      </header>
      {tab === 'Headers' ? (
        <Pairs pairs={Object.entries(message.headers)} {...{ own, place: 'header', record }} />
      ) : null}
      {tab === 'Pretty' && (query.length > 0 || own.some(({ location }) => location[0] === 'query')) ? (
        <>
          <h4>Query</h4>
          <Pairs pairs={query} {...{ own, place: 'query', record }} />
        </>
      ) : null}
      {tab === 'Pretty'
        ? own
            .filter(({ location }) => location[0] !== 'body' && location[0] !== 'query')
            .map((violation, index) => (
              <p key={index} class="apart">
                <span class="foreign">{toPlaceText(violation)}</span>{' '}
                <ViolationNote violation={violation} operation={operation} status={reply.status} />
              </p>
            ))
        : null}
      {tab === 'Headers' ? null : message.body === '' && inBody.length === 0 ? (
        <p class="note">No body</p>
      ) : tab === 'Raw' ? (
        <pre class="raw foreign">{toVisible(message.body)}</pre>
      ) : (
        <BodyView message={message} violations={inBody} operation={operation} status={reply.status} />
      )}
      {message.truncated && tab !== 'Headers' ? (
        <p class="note">Longer than 64 KiB, so the rest of it was not kept.</p>
      ) : null}
    </section>
  );
}

interface PairsProps {
  readonly pairs: readonly (readonly [name: string, value: string])[];
  readonly own: readonly Violation[];
  /** The first step of the location of a violation that is about one of these. */
  readonly place: string;
  readonly record: ExchangeRecord;
}

/** Names and values, with the violations of each. */
function Pairs({ pairs, own, place, record }: PairsProps) {
  const about = own.filter(({ location }) => location[0] === place);
  const missing = about
    .map(({ location }) => String(location[1]))
    .filter((name) => !pairs.some(([given]) => given.toLowerCase() === name.toLowerCase()));
  const all = [...pairs, ...[...new Set(missing)].map((name) => [name, undefined] as const)];
  return (
    <dl class="pairs">
      {all.map(([name, value], index) => {
        const wrong = about.filter(({ location }) => String(location[1]).toLowerCase() === name.toLowerCase());
        return (
          <div key={index} data-bad={wrong.length > 0}>
            <dt class="foreign">{toShortText(name)}</dt>
            <dd>
              <span class={value === undefined ? 'bad' : 'foreign'}>
                {value === undefined ? 'missing' : <LongText text={value} />}
              </span>
              {wrong.map((violation, at) => (
                <ViolationNote
                  key={at}
                  violation={violation}
                  operation={record.operation}
                  status={record.reply.status}
                />
              ))}
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
