import { useEffect, useState } from 'preact/hooks';
import type { AppliedOverride, ExchangeRecord, UnmatchedRecord } from '../control/control-types.ts';
import { toClient } from './connection.ts';
import { LongText } from './long-text.tsx';
import { toHref } from './route.ts';
import { toUncheckedRecordText } from './unchecked.ts';
import { toPlaceText } from './violation-place.ts';

/** What the contract, a stub and Prism have to do with an exchange. */
export function ExchangeVerdict({ record }: { readonly record: ExchangeRecord }) {
  const { operation, unmatched, override, prism, notes } = record;
  return (
    <section class="verdicts" aria-label="Verdict">
      <dl>
        <Item title="Operation">
          {unmatched ? <Unmatched record={record} /> : <span class="foreign">{operation ?? 'None'}</span>}
        </Item>
        <Item title="Contract">
          <ContractVerdict record={record} />
        </Item>
        {notes.length === 0 ? null : (
          <Item title="Note">
            <span class="warn foreign">
              <LongText text={notes.join('; ')} />
            </span>
          </Item>
        )}
        {override === null ? null : (
          <Item title="Stubbed">
            <Override session={record.session} override={override} />
          </Item>
        )}
        {prism === null ? null : (
          <Item title="Prism">
            <PrismVerdict findings={[...prism.request, ...prism.reply]} />
          </Item>
        )}
      </dl>
    </section>
  );
}

function ContractVerdict({ record }: { readonly record: ExchangeRecord }) {
  const { violations, allowed, undocumented, reply } = record;
  if (violations.length > 0) {
    return (
      <ul class="violations">
        {violations.map((violation, index) => (
          <li key={index}>
            <span class="foreign">
              {violation.side} {toPlaceText(violation)}:{' '}
              <span class="bad">
                <LongText text={violation.message} />
              </span>
            </span>
          </li>
        ))}
        {allowed ? <li class="muted">They were expected, and do not count.</li> : null}
      </ul>
    );
  }
  const unchecked = toUncheckedRecordText(record);
  if (unchecked !== undefined) return <span class="muted">{unchecked}</span>;
  if (undocumented) return <span class="warn">The contract does not list the status {reply.status}</span>;
  return <span class="good">Kept</span>;
}

function Item({ title, children }: { readonly title: string; readonly children: preact.ComponentChildren }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The nearest operation of a request that none matched, and why it did not match. */
function Unmatched({ record: { session, id } }: { readonly record: ExchangeRecord }) {
  const [found, setFound] = useState<UnmatchedRecord | undefined>(undefined);
  useEffect(() => {
    toClient(session)
      .unmatched()
      .then((all) => setFound(all.find((item) => item.id === id)))
      // It is said already that none matched.
      .catch(() => {});
  }, [session, id]);
  return (
    <>
      <span class="warn">{found?.nearest === null ? 'None matched:' : 'None matched.'}</span>
      {found === undefined ? null : (
        <span class="foreign">
          {' '}
          {found.nearest === null ? found.reason : `Nearest: ${found.nearest}, but ${found.reason}`}
        </span>
      )}
    </>
  );
}

const PARTS: readonly (readonly [keyof AppliedOverride, string])[] = [
  ['reply', 'reply with status'],
  ['code', 'status asked for by Prefer:'],
  ['delay', 'delay in ms:'],
  ['fault', 'fault'],
  ['violation', 'kind of violation:'],
];

function Override({ session, override }: { readonly session: string; readonly override: AppliedOverride }) {
  const parts = PARTS.flatMap(([name, text]) => (override[name] === undefined ? [] : [`${text} ${override[name]}`]));
  return (
    <>
      {override.stub === undefined ? null : (
        <>
          <a class="foreign" href={toHref('stubs', [session, override.stub])}>
            Stub {override.stub}
          </a>
          {parts.length === 0 ? null : ', '}
        </>
      )}
      {parts.join(', ')}
    </>
  );
}

function PrismVerdict({ findings }: { readonly findings: readonly object[] }) {
  if (findings.length === 0) return <span class="good">No findings</span>;
  return (
    <ul>
      {findings.map((finding, index) => (
        <li key={index} class="bad foreign">
          {'message' in finding ? String(finding.message) : JSON.stringify(finding)}
        </li>
      ))}
    </ul>
  );
}
