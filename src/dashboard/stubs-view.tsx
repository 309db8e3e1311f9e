import { useState } from 'preact/hooks';
import type { Stub } from '../control/control-types.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { namedSession, toClient } from './connection.ts';
import { Failure } from './failure.tsx';
import { MissingStub } from './missing-stub.tsx';
import { openPlace, route, toHref } from './route.ts';
import { SessionGate } from './session-gate.tsx';
import { SessionSelect } from './session-select.tsx';
import { toCount } from './short-text.ts';
import { StubForm } from './stub-form.tsx';
import { StubItem } from './stub-item.tsx';
import { forgetOff, listOff, turnOff, turnOn } from './stubs-off.ts';
import { act } from './use-action.ts';
import { useExchanges } from './use-exchanges.ts';
import { useLoaded } from './use-loaded.ts';

/** The stubs of a session: replies, delays and faults. */
export function StubsView() {
  const [session = namedSession ?? 'default', wanted] = route.value.path;
  return (
    <section class="split-view" aria-label="Stubs">
      <SessionGate key={session} session={session} onSelect={openStubs}>
        <SessionStubs session={session} wanted={wanted} />
      </SessionGate>
    </section>
  );
}

function openStubs(session: string): void {
  openPlace(toHref('stubs', [session]));
}

function SessionStubs({ session, wanted }: { readonly session: string; readonly wanted: string | undefined }) {
  const { value: stubs, failure, reload } = useLoaded(() => toClient(session).stubs(), [session]);
  const [dialog, setDialog] = useState<'add' | 'remove' | undefined>(undefined);
  const close = (): void => setDialog(undefined);
  // They say how often they were applied.
  useExchanges((exchange) => exchange.session === session && exchange.overridden, reload);
  const off = listOff(session);
  // One that was turned off is in the list until that is loaded again.
  const on = stubs?.filter(({ id }) => !off.some((stub) => stub.id === id));
  const isEmpty = stubs?.length === 0 && off.length === 0;
  const change = async (step: () => Promise<string>): Promise<boolean> => {
    const isDone = await act(step);
    reload();
    return isDone;
  };
  return (
    <>
      <div class="toolbar">
        <SessionSelect value={session} onSelect={openStubs} />
        <p class="muted count">{isEmpty || stubs === undefined ? '' : toCount(stubs.length, 'stub')}</p>
        <button type="button" onClick={() => setDialog('add')}>
          Add stub
        </button>
        <button type="button" disabled={stubs === undefined || stubs.length === 0} onClick={() => setDialog('remove')}>
          Remove all
        </button>
      </div>
      <Failure failure={failure} />
      <MissingStub id={wanted} listed={stubs === undefined ? undefined : [...stubs, ...off]} />
      {isEmpty ? (
        <div class="empty">
          <h2>No stubs in this session</h2>
          <p>A stub replaces, delays or breaks replies. The newest one that matches a request wins.</p>
        </div>
      ) : null}
      {isEmpty ? null : <h2 class="visually-hidden">Stubs, newest first</h2>}
      <ol class="cards page" aria-label="Stubs, newest first">
        {on?.map((stub) => (
          <StubItem
            key={stub.id}
            stub={stub}
            isOn
            isWanted={stub.id === wanted}
            onToggle={() => change(() => turnOff(session, stub))}
            onRemove={() => change(() => remove(session, stub))}
          />
        ))}
        {off.map((stub) => (
          <StubItem
            key={stub.id}
            stub={stub}
            isOn={false}
            isWanted={stub.id === wanted}
            onToggle={() => change(() => turnOn(session, stub))}
            onRemove={() => change(() => Promise.resolve(forget(session, stub)))}
          />
        ))}
      </ol>
      {dialog === 'add' ? <StubForm session={session} onChange={reload} onClose={close} /> : null}
      {dialog === 'remove' ? (
        <ConfirmDialog
          title="Remove all stubs"
          text={`The session ${session} answers by its world alone then.`}
          verb="Remove"
          step={async () => {
            await toClient(session).removeAllStubs();
            reload();
            return 'The stubs are removed.';
          }}
          onClose={close}
        />
      ) : null}
    </>
  );
}

async function remove(session: string, { id }: Stub): Promise<string> {
  await toClient(session).removeStub(id);
  return 'The stub is removed.';
}

function forget(session: string, stub: Stub): string {
  forgetOff(session, stub.id);
  return 'The stub is removed.';
}
