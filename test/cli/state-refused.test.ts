import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DONE } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

const LATER = 'test/data/later-contract.openapi.json';

/** Starts with a state file, which must be refused and not be touched. Returns the message without the file's folder. */
async function refuse(content: unknown, ...args: string[]): Promise<string> {
  const folder = createTemporaryFolder({ 's.json': content });
  const state = join(folder, 's.json');
  const before = readFileSync(state, 'utf8');
  const { code, out, err } = await run('serve', '-p', '0', ...args, '--state', state, '--state-sessions');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(readFileSync(state, 'utf8')).toBe(before);
  return err.replaceAll(`${folder}/`, '');
}

const STATE = { version: 1, tracker_fields: Object.keys(DONE) };
const BAD_TRACKER = { ...DONE, status: 5 };

test.each<[content: unknown, problem: string]>([
  ['', 's.json: is not JSON at line 1, column 1: Expecting value'],
  ['{"trackers": [{"id": "t-d', 's.json: is not JSON at line 1, column 22: Unterminated string starting at'],
  [new Uint8Array([0x22, 0xff, 0x22]), 's.json: is not text in UTF-8'],
  [[], 's.json: / is not an object with the members trackers and events'],
  [
    { name: 'agentex-tracker-mock' },
    's.json: /name is not a member of a fixture: expected one of trackers, events, agent_keys, stubs, clock',
  ],
  [
    { trackers: [null] },
    's.json: /trackers/0 breaks the contract: Input should be a valid dictionary or object to extract fields from (null)',
  ],
  [{ trackers: {} }, 's.json: /trackers is not a list ({})'],
  [{ trackers: [BAD_TRACKER] }, 's.json: /trackers/0/status breaks the contract: Input should be a valid string (5)'],
  [{ trackers: [{ ...DONE, kind: 'batch' }] }, 's.json: /trackers/0/kind is not a field of a tracker in this contract'],
  [
    { trackers: [{ ...DONE, 'a/b_staus': 1 }] },
    's.json: /trackers/0/a~1b_staus is not a field of a tracker in this contract',
  ],
  [
    { trackers: [{ ...DONE, staus: 'COMPLETED' }] },
    's.json: /trackers/0/staus is not a field of a tracker in this contract; did you mean "status"?',
  ],
  [
    { events: [{ id: 'e', sequence_id: 1, task_id: 't', agent_id: 'a', contnt: null }] },
    's.json: /events/0/contnt is not a member of an event; did you mean "content"? (null)',
  ],
  [{ state: { version: 2, tracker_fields: [] } }, 's.json: /state/version must be 1, not 2'],
  [{ state: 1 }, 's.json: /state must be an object, not 1'],
  [
    { state: { ...STATE, more: 1 } },
    's.json: /state/more is unknown; expected one of version, tracker_fields, scenario, snapshots, sessions',
  ],
  [{ state: { ...STATE, sessions: [{}] } }, 's.json: /state/sessions/0/name is missing'],
  [
    { state: { ...STATE, sessions: [{ name: 'a/b' }] } },
    's.json: /state/sessions/0/name has to be 1 to 64 of A-Z a-z 0-9 . _ - (got "a/b")',
  ],
  [{ state: { ...STATE, sessions: [{ name: 'default' }] } }, 's.json: /state/sessions/0/name is a second "default"'],
  [
    { state: { ...STATE, snapshots: [{ name: 'a' }, { name: 'a' }] } },
    's.json: /state/snapshots/1/name is a second "a"',
  ],
  [
    { state: { ...STATE, sessions: [{ name: 'a', snapshots: [{ name: '.' }] }] } },
    "s.json: /state/sessions/0/snapshots/0/name may not be ., which clients take out of a URL's path",
  ],
  [
    { state: { ...STATE, sessions: [{ name: 'a', trackers: [BAD_TRACKER] }] } },
    's.json /state/sessions/0: /trackers/0/status breaks the contract: Input should be a valid string (5)',
  ],
  [
    { state: { ...STATE, snapshots: [{ name: 'a', trackers: [BAD_TRACKER] }] } },
    's.json /state/snapshots/0: /trackers/0/status breaks the contract: Input should be a valid string (5)',
  ],
])('--state refuses the broken file %j, and leaves it as it is', async (content, problem) => {
  expect((await refuse(content)).split('\n')).toEqual([
    'Failed to load the state "s.json". The file is left as it is. Correct it, or start with another --state.',
    `  ${problem}`,
    '',
  ]);
});

test('--state refuses a file of another contract, and leaves it as it is', async () => {
  const message =
    'Failed to load the state "s.json": it was written for another contract. The file is left as it is. Start with that contract, or with another --state.\n';
  const [, ...fewer] = STATE.tracker_fields;
  expect(await refuse({ state: { ...STATE, tracker_fields: [...fewer, 'kind'] }, trackers: [] })).toBe(
    `${message}  s.json: a tracker has the field "kind", which this contract does not define\n  s.json: a tracker lacks the field "id", which this contract defines\n`,
  );

  // As written by a mock, not by hand.
  const state = join(createTemporaryFolder(), 's.json');
  const { url, stop } = await serve(['--state', state]);
  await fetch(`${url}/__admin/clock`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: '{"mode":"fixed"}',
  });
  await stop();
  const folder = createTemporaryFolder({ 'world.json': { trackers: [] } });
  const args = ['-c', LATER, '-f', join(folder, 'world.json')];
  expect(await refuse(readFileSync(state, 'utf8'), ...args)).toMatch(
    /^Failed to load the state "s\.json": it was written for another contract\. .*\n( {2}s\.json: a tracker lacks the field "\w+", which this contract defines\n)+$/,
  );
});

test('--state stops listing problems after a hundred', async () => {
  const trackers = Array.from({ length: 150 }, (_, index) => ({ ...DONE, id: `t-${index}`, kind: 1 }));
  const lines = (await refuse({ trackers })).split('\n');
  expect(lines).toHaveLength(103);
  expect(lines.at(-2)).toBe('  … and more');
});

test('--state --events strict warns of cursors at unknown events', async () => {
  const state = join(createTemporaryFolder({ 's.json': { trackers: [DONE] } }), 's.json');
  const { out } = await serve(['--state', state, '--events', 'strict']);
  expect(out()).toContain('warning one cursor is at an unknown event, such as "evt-4" of the tracker "t-done"');
});
