import type { CoveringRequest } from '../control/control-types.ts';
import { mockUrl } from './connection.ts';
import { copyText } from './copy-text.ts';
import { sendAgain } from './sent-request.ts';
import { toShortText } from './short-text.ts';
import { toCurl } from './to-curl.ts';
import { act } from './use-action.ts';

interface ItemProps {
  readonly request: CoveringRequest;
  /** What it covers that is missing. */
  readonly labels: readonly string[];
  /** The session to send it to; empty for the default one. */
  readonly session: string;
  readonly onSent: () => void;
}

/** How many of the covered parts are named. */
const NAMED = 6;

/** A request that covers what is missing. */
export function CoveringItem({ request, labels, session, onSent }: ItemProps) {
  const headers = session === '' ? request.headers : { ...request.headers, 'x-mock-session': session };
  const names = groupLabels(labels);
  const more = names.length - NAMED;
  return (
    <>
      <pre class="foreign request">
        {toShortText(`${request.method} ${request.target}`, 500)}
        {Object.entries(request.headers).map(([name, value]) => `\n${name}: ${value}`)}
        {request.body === '' ? '' : `\n${toShortText(request.body, 1000)}`}
      </pre>
      <p class="note">
        covers {names.slice(0, NAMED).join('; ')}
        {more > 0 ? `; and ${more} more` : ''}
      </p>
      <p class="actions">
        <button
          type="button"
          onClick={() =>
            void act(async () => {
              const { status } = await sendAgain({ ...request, headers });
              return `Sent: the mock answered ${status}.`;
            }).then(onSent)
          }
        >
          Send
        </button>
        <button type="button" onClick={() => void copyText(toCurl({ ...request, headers }, mockUrl), 'curl command')}>
          Copy as curl
        </button>
      </p>
    </>
  );
}

/** Names a place once: `status (present, string)`. */
function groupLabels(labels: readonly string[]): string[] {
  const groups = new Map<string, string[]>();
  for (const label of labels) {
    const [place = '', detail] = label.split(/: (?!.*: )/);
    groups.set(place, [...(groups.get(place) ?? []), ...(detail === undefined ? [] : [detail])]);
  }
  return [...groups].map(([place, details]) => (details.length === 0 ? place : `${place} (${details.join(', ')})`));
}
