import { compareWorlds } from './compare-worlds.ts';
import { DifferenceList } from './difference-list.tsx';
import { Failure } from './failure.tsx';
import { toHref } from './route.ts';
import { toCount } from './short-text.ts';
import { useLoaded } from './use-loaded.ts';

interface ComparisonProps {
  readonly left: string;
  readonly right: string;
}

/** How a session differs from another. */
export function WorldComparison({ left, right }: ComparisonProps) {
  const { value, failure } = useLoaded(() => compareWorlds(left, right), [left, right]);
  if (failure !== undefined) return <Failure failure={failure} />;
  if (value === undefined) return <p class="note">Comparing …</p>;
  const { trackers, events, stubs } = value;
  const same = `${toCount(trackers.same, 'tracker')}, ${toCount(events.same, 'event')} and ${toCount(stubs.same, 'stub')}`;
  const isSame = [trackers, events, stubs].every(
    ({ added, removed, changed }) => added.size + removed.size + changed.size === 0,
  );
  const names = { left, right };
  return (
    <>
      {isSame ? <p class="good">The same: {same}.</p> : <p class="note">In both the same: {same}.</p>}
      <DifferenceList
        noun="tracker"
        difference={trackers}
        {...names}
        toPlace={(session, id) => toHref('world', [session, id])}
        toNote={({ status }) => status}
      />
      <DifferenceList noun="event" difference={events} {...names} toNote={({ task_id: task }) => task} />
      <DifferenceList noun="stub" difference={stubs} {...names} toPlace={(session) => toHref('stubs', [session])} />
    </>
  );
}
