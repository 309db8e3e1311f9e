import type { ExchangeRecord } from '../control/control-types.ts';
import { BodyView } from './body-view.tsx';
import { toClient } from './connection.ts';
import { mockRun } from './feed.ts';
import { toHref } from './route.ts';
import type { SentReply, SentRequest } from './sent-request.ts';
import { StatusText } from './verdict.tsx';
import { ViolationNote } from './violation-note.tsx';
import { toPlaceText } from './violation-place.ts';

interface ReplyProps {
  readonly reply: SentReply;
  /** The exchange in the journal; undefined while it is looked for, and if it was not found. */
  readonly record: ExchangeRecord | undefined;
  readonly onLeave: () => void;
}

/** What the mock answered to a request that was sent again. */
export function ReplayReply({ reply, record, onLeave }: ReplyProps) {
  const { status, body } = reply;
  return (
    <>
      <p>
        The mock answered <StatusText status={status} />
        {record === undefined ? null : (
          <>
            {' '}
            <a href={toHref('exchanges', [record.session, toKey(record)])} onClick={onLeave}>
              Open the new exchange
            </a>
          </>
        )}
      </p>
      {record === undefined || record.violations.length === 0 ? null : (
        <ul class="violations" aria-label="Violations">
          {record.violations.map((violation, index) => (
            <li key={index}>
              <span class="foreign">
                {violation.side} {toPlaceText(violation)}
              </span>{' '}
              <ViolationNote violation={violation} operation={record.operation} status={status} />
            </li>
          ))}
        </ul>
      )}
      {body === '' ? (
        <p class="note">No body</p>
      ) : (
        <BodyView message={reply} violations={[]} operation={null} status={status} />
      )}
    </>
  );
}

/** An id begins anew with each start of the mock, and the key of a row says which one. */
function toKey({ id }: ExchangeRecord): string {
  return mockRun.value === '' ? id : `${mockRun.value}-${id}`;
}

/** Returns the newest exchange that can be the one that was sent; undefined if the journal has none. */
export async function findRecord(
  { method, headers }: SentRequest,
  reply: SentReply,
): Promise<ExchangeRecord | undefined> {
  const [, session] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'x-mock-session') ?? [];
  try {
    const [newest] = await toClient(session).requests({ method, status: reply.status, limit: 1 });
    return newest !== undefined && reply.body.startsWith(newest.reply.body) ? newest : undefined;
  } catch {
    // It is a convenience: the reply is shown without it.
    return undefined;
  }
}
