import type { Difference, Thing } from './compare-worlds.ts';
import { toCount, toLine } from './short-text.ts';

interface DifferenceProps {
  /** What is compared: `tracker`. */
  readonly noun: string;
  readonly difference: Difference;
  readonly left: string;
  readonly right: string;
  /** Returns the address of one of them in a session, if there is a place for it. */
  readonly toPlace?: (session: string, key: string) => string;
  /** Returns what is shown beside one. */
  readonly toNote?: (thing: Thing) => unknown;
}

/** How many differences of each kind are listed. */
const LISTED = 200;

/** What is changed between two sessions, and what only one of them has. */
export function DifferenceList({ noun, difference, left, right, toPlace, toNote }: DifferenceProps) {
  const { added, removed, changed } = difference;
  const toName = (session: string, key: string) =>
    toPlace === undefined ? (
      <span class="foreign">{toLine(key)}</span>
    ) : (
      <a class="foreign" href={toPlace(session, key)}>
        {toLine(key)}
      </a>
    );
  const toOnly = (session: string, things: Difference['added']) => (
    <List title={`${toCount(things.size, noun)} only in ${session}`} size={things.size}>
      {[...things].slice(0, LISTED).map(([key, thing]) => (
        <li key={key}>
          {toName(session, key)}{' '}
          {toNote === undefined ? null : <span class="muted foreign">{toLine(toNote(thing))}</span>}
        </li>
      ))}
    </List>
  );
  return (
    <>
      <List title={`${toCount(changed.size, noun)} changed`} size={changed.size}>
        {[...changed].slice(0, LISTED).map(([key, members]) => (
          <li key={key}>
            {toName(right, key)}
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
      </List>
      {toOnly(right, added)}
      {toOnly(left, removed)}
    </>
  );
}

interface ListProps {
  readonly title: string;
  /** How many there are, of which the first are listed. */
  readonly size: number;
  readonly children: preact.ComponentChildren;
}

function List({ title, size, children }: ListProps) {
  if (size === 0) return null;
  return (
    <>
      <h4 class="foreign">{title}</h4>
      <ul class="stack">{children}</ul>
      {size > LISTED ? <p class="note">The first {LISTED} are shown.</p> : null}
    </>
  );
}
