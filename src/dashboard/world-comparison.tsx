import type { Tracker } from '../control/control-types.ts';
import { compareWorlds } from './compare-worlds.ts';
import { Failure } from './failure.tsx';
import { toHref } from './route.ts';
import { toCount, toLine } from './short-text.ts';
import { useLoaded } from './use-loaded.ts';

interface ComparisonProps {
  readonly left: string;
  readonly right: string;
}

/** How many differences of each kind are listed. */
const LISTED = 200;

/** How the world of a session differs from another's. */
export function WorldComparison({ left, right }: ComparisonProps) {
  const { value, failure } = useLoaded(() => compareWorlds(left, right), [left, right]);
  if (failure !== undefined) return <Failure failure={failure} />;
  if (value === undefined) return <p class="note">Comparing …</p>;
  const { added, removed, changed, same } = value;
  if (added.length + removed.length + changed.length === 0) {
    return <p class="good">The same {toCount(same, 'tracker')}.</p>;
  }
  return (
    <>
      <p class="note">{toCount(same, 'tracker')} are the same.</p>
      {changed.length === 0 ? null : (
        <>
          <h4>{toCount(changed.length, 'tracker')} changed</h4>
          <ul class="stack">
            {changed.slice(0, LISTED).map(({ id, members }) => (
              <li key={id}>
                <a class="foreign" href={toHref('world', [right, id])}>
                  {toLine(id)}
                </a>
                <dl class="changes">
                  {members.map(({ name, before, after }) => (
                    <div key={name}>
                      <dt>{name}</dt>
                      <dd class="foreign">
                        <del>{toLine(before)}</del> <span aria-hidden="true">→</span> <ins>{toLine(after)}</ins>
                      </dd>
                    </div>
                  ))}
                </dl>
              </li>
            ))}
          </ul>
        </>
      )}
      <TrackerList title={`only in ${right}`} session={right} trackers={added} />
      <TrackerList title={`only in ${left}`} session={left} trackers={removed} />
      {Math.max(added.length, removed.length, changed.length) > LISTED ? (
        <p class="note">The first {LISTED} of each kind are shown.</p>
      ) : null}
    </>
  );
}

interface ListProps {
  readonly title: string;
  readonly session: string;
  readonly trackers: readonly Tracker[];
}

function TrackerList({ title, session, trackers }: ListProps) {
  if (trackers.length === 0) return null;
  return (
    <>
      <h4 class="foreign">
        {toCount(trackers.length, 'tracker')} {title}
      </h4>
      <ul class="stack">
        {trackers.slice(0, LISTED).map((tracker) => (
          <li key={tracker.id}>
            <a class="foreign" href={toHref('world', [session, tracker.id])}>
              {toLine(tracker.id)}
            </a>{' '}
            <span class="muted foreign">{toLine(tracker.status)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
