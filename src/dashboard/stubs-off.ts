import { signal } from '@preact/signals';
import type { Stub } from '../control/control-types.ts';
import { toClient } from './connection.ts';

/** The stubs that were turned off in this tab, by session. The mock has no such state: they are removed there, and added again. */
const off = signal<ReadonlyMap<string, readonly Stub[]>>(new Map());

/** Returns the stubs of a session that are off, the one that was turned off last first. */
export function listOff(session: string): readonly Stub[] {
  return off.value.get(session) ?? [];
}

/** Removes a stub from the mock and keeps it here. Returns what to say. */
export async function turnOff(session: string, stub: Stub): Promise<string> {
  await toClient(session).removeStub(stub.id);
  keep(session, [stub, ...listOff(session)]);
  return 'The stub is off. This tab keeps it.';
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

function keep(session: string, stubs: readonly Stub[]): void {
  off.value = new Map(off.peek()).set(session, stubs);
}
