import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DONE, FRESH, READING } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run } from './run-main.ts';

const EVENT = { id: 'evt-1', sequence_id: 1, task_id: 'task-1', agent_id: 'agent-1' };
const { id: _id, ...WITHOUT_ID } = DONE;

/** A world that does not load, and the lines that say why, without the file's name. */
const MISTAKES: readonly (readonly [what: string, world: unknown, lines: readonly string[]])[] = [
  ['a world that is a list', [DONE], ['/ is not an object with the members trackers, events and agent_keys ([{']],
  ['a world that is null', null, ['/ is not an object with the members trackers, events and agent_keys (null)']],
  ['an unknown member', { tracker: [] }, ['/tracker is not a member of a fixture: did you mean "trackers"?']],
  [
    'a clock with wrong members',
    { clock: { now: 5, mode: 'ticks', stepp: 1 } },
    [
      '/clock/now must be a string, not 5',
      '/clock/mode must be one of real, fixed, ticking, running, not "ticks"',
      '/clock/stepp is unknown; did you mean "step"?',
    ],
  ],
  [
    'a clock without a time zone',
    { clock: { now: '2026-08-18T20:28:14' } },
    ['/clock/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not "2026-08-18T20:28:14"'],
  ],
  ['trackers that are no list', { trackers: { a: 1 } }, ['/trackers is not a list ({"a":1})']],
  ['events that are no list', { events: 'none' }, ['/events is not a list ("none")']],
  [
    'a tracker that is not an object',
    { trackers: ['t-1'] },
    ['/trackers/0 breaks the contract: Input should be a valid dictionary or object to extract fields from ("t-1")'],
  ],
  ['a field that is not there', { trackers: [FRESH, WITHOUT_ID] }, ['/trackers/1/id is missing']],
  [
    'fields of a wrong type',
    { trackers: [{ ...DONE, status: 5, status_reason: [] }] },
    [
      '/trackers/0/status breaks the contract: Input should be a valid string (5)',
      '/trackers/0/status_reason breaks the contract: Input should be a valid string ([])',
    ],
  ],
  [
    'an invalid date-time',
    { trackers: [{ ...DONE, created_at: 'yesterday' }] },
    [
      '/trackers/0/created_at breaks the contract: Input should be a valid datetime or date, input is too short ("yesterday")',
    ],
  ],
  [
    'a tracker that is there twice',
    { trackers: [DONE, { ...FRESH, id: DONE.id }] },
    ['/trackers/1/id repeats the id of FILE /trackers/0/id ("t-done")'],
  ],
  ['an event that is not an object', { events: [5] }, ['/events/0 is not an object (5)']],
  [
    'an event with wrong members',
    { events: [{ id: 'evt-1', sequence_id: '1', task_id: null, more: true }] },
    [
      '/events/0/sequence_id is not an integer that JavaScript holds exactly ("1")',
      '/events/0/task_id is not a string (null)',
      '/events/0/agent_id is missing',
      '/events/0/more is not a member of an event (true)',
    ],
  ],
  [
    'an event that is there twice',
    { events: [EVENT, { ...EVENT, sequence_id: 2 }] },
    ['/events/1/id repeats the id of FILE /events/0/id ("evt-1")'],
  ],
  [
    'two events with one sequence',
    { events: [EVENT, { ...EVENT, id: 'evt-2' }] },
    ['/events/1/sequence_id repeats the sequence of FILE /events/0/sequence_id (1)'],
  ],
];

/** The lines of a refusal, with FILE for the file's name. */
function readLines(err: string, file: string): string[] {
  return err.trimEnd().replaceAll(file, 'FILE').split('\n');
}

function toHead(count: number): string {
  const problems = count === 1 ? 'one problem' : `${count} problems`;
  return `Failed to load the fixtures: ${problems}. Fix the listed problems.`;
}

describe('check and serve', () => {
  test.each(MISTAKES)('refuse %s, and say file, place and value', async (_, world, lines) => {
    const file = join(createTemporaryFolder({ 'world.json': world }), 'world.json');
    const checked = await run('check', file);
    expect({ code: checked.code, out: checked.out }).toEqual({ code: 1, out: '' });
    const [head, ...listed] = readLines(checked.err, file);
    expect(head).toBe(toHead(lines.length));
    expect(listed.map((line, index) => line.slice(0, `  FILE: ${lines[index]}`.length))).toEqual(
      lines.map((line) => `  FILE: ${line}`),
    );
    expect(await run('serve', '--port', '0', '-f', file)).toEqual({ code: 2, out: '', err: checked.err });
  });

  test('warn with --events strict of a cursor at an event that the world does not have', async () => {
    const world = { trackers: [DONE, { ...READING, last_processed_event_id: 'evt-1' }], events: [EVENT] };
    const file = join(createTemporaryFolder({ 'world.json': world }), 'world.json');
    const warning = 'one cursor is at an unknown event, such as "evt-4" of the tracker "t-done"';
    expect((await run('check', '--events', 'open', file)).err).toBe('');
    const { code, err } = await run('check', '--events', 'strict', file);
    expect({ code, err }).toEqual({ code: 0, err: `warning ${warning}; the next update may set any known event\n` });
  });

  test('take with --events strict a cursor whose event another file has', async () => {
    const folder = createTemporaryFolder({
      'a.json': { trackers: [{ ...DONE, last_processed_event_id: 'evt-1' }, FRESH] },
      'b.json': { events: [EVENT] },
    });
    expect(await run('check', '--events', 'strict', folder)).toEqual({
      code: 0,
      out: 'The fixtures are valid: 2 trackers, 1 event.\n',
      err: '',
    });
  });

  test('name both files of what is there twice', async () => {
    const folder = createTemporaryFolder({ 'a.json': { trackers: [DONE] }, 'b.json': { trackers: [DONE] } });
    const { code, err } = await run('check', folder);
    expect(code).toBe(1);
    expect(err).toContain(
      `  ${folder}/b.json: /trackers/0/id repeats the id of ${folder}/a.json /trackers/0/id ("t-done")\n`,
    );
  });

  test('refuse files that cannot be read as JSON, with line and column', async () => {
    const folder = createTemporaryFolder({
      'a.json': '{\n  "trackers": [\n    { "id": "ö𝄞", },\n',
      'b.json': '',
      'c.json': Buffer.from('{"trackers":[],"$schema":"é"}', 'latin1'),
      'd.json': '{"trackers":\n[NaN]}',
      'empty/notes.txt': '',
    });
    const paths = ['a.json', 'b.json', 'c.json', 'd.json', 'empty', 'none.json'].map((name) => join(folder, name));
    const { code, out, err } = await run('check', ...paths);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err.replaceAll(folder, '').split('\n')).toEqual([
      'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.',
      '  /empty: is a folder without a .json file',
      '  /none.json: does not exist',
      '  /a.json: is not JSON at line 3, column 20: Expecting property name enclosed in double quotes',
      '  /b.json: is not JSON at line 1, column 1: Expecting value',
      '  /c.json: is not text in UTF-8',
      '  /d.json: is not JSON: it contains NaN or Infinity',
      '',
    ]);
  });

  test('list a hundred problems and say that there are more', async () => {
    const trackers = Array.from({ length: 250 }, () => 5);
    const { code, err } = await run('check', createTemporaryFolder({ 'world.json': { trackers } }));
    expect(code).toBe(1);
    const lines = err.trimEnd().split('\n');
    expect(lines[0]).toBe('Failed to load the fixtures: more than 100 problems. Fix the listed problems.');
    expect(lines).toHaveLength(102);
    expect(lines.at(-1)).toBe('  … and more: validation stopped after 100 problems');
  });

  test('warn of a field that the contract does not give a tracker', async () => {
    const file = join(createTemporaryFolder({ 'world.json': { trackers: [{ ...DONE, 'a/b~c': 1 }] } }), 'world.json');
    expect(await run('check', file)).toEqual({
      code: 0,
      out: 'The fixtures are valid: 1 tracker, 0 events.\n',
      err: `warning ${file}: /trackers/0/a~1b~0c is not a field of a tracker and is ignored\n`,
    });
    const { code, out, err } = await run('serve', '--port', '0', '-f', file);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`warning ${file}: /trackers/0/a~1b~0c is not a field`);
  });
});
