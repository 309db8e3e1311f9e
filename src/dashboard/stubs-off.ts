import { signal } from '@preact/signals';
import type { Stub } from '../control/control-types.ts';
import { mockUrl, toClient } from './connection.ts';

/** For this tab alone, and for this mock. */
const KEY = `tracker-mock-stubs-off:${mockUrl}`;

/** The stubs that were turned off in this tab, by session. The mock has no such state: they are removed there, and added again. */
const off = signal<ReadonlyMap<string, readonly Stub[]>>(read());

/** Returns what the tab kept before it was reloaded. */
function read(): ReadonlyMap<string, readonly Stub[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written below, by a page of this origin
  return new Map(JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as [string, Stub[]][]);
}

/** Returns the stubs of a session that are off, the one that was turned off last first. */
export function listOff(session: string): readonly Stub[] {
  return off.value.get(session) ?? [];
}

/** Removes a stub from the mock and keeps it here. Returns what to say. */
export async function turnOff(session: string, stub: Stub): Promise<string> {
  // Kept first, so that the stub is not lost if there is no room for it.
  keep(session, [stub, ...listOff(session)]);
  try {
    await toClient(session).removeStub(stub.id);
  } catch (error) {
    // Others may have been turned off meanwhile.
    forgetOff(session, stub.id);
    throw error;
  }
  return 'The stub is off. This tab keeps it until you close it.';
}

/** Adds a stub again, as the newest. Returns what to say. */
export async function turnOn(session: string, stub: Stub): Promise<string> {
  const { id, applied: _, ...input } = stub;
  await toClient(session).stub(input);
  forgetOff(session, id);
  return 'The stub is on, as the newest one.';
}

/** Forgets a stub that is off. */
export function forgetOff(session: string, id: string): void {
  keep(
    session,
    listOff(session).filter((stub) => stub.id !== id),
  );
}

/** @throws {Error} if the browser has no room for them */
function keep(session: string, stubs: readonly Stub[]): void {
  const kept = new Map(off.peek()).set(session, stubs);
  try {
    sessionStorage.setItem(KEY, JSON.stringify([...kept]));
  } catch (error) {
    const reason = 'Failed to turn the stub off: the browser has no room to keep it. Remove the stub instead.';
    throw new Error(reason, { cause: error });
  }
  off.value = kept;
}
