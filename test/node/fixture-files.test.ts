import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { createSmallWorld, DONE, FRESH, READING } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

function listIds(fixtures: string | readonly string[]): string[] {
  const answer = handle(createTrackerMock({ fixtures }), toMessage('GET /tracker?order_by=id&order_direction=asc'));
  return (answer.json as { id: string }[]).map(({ id }) => id);
}

describe('createTrackerMock with paths of fixtures', () => {
  test('loads a file', () => {
    const folder = createTemporaryFolder({ 'world.json': createSmallWorld() });
    expect(listIds(join(folder, 'world.json'))).toEqual(['t-done', 't-failed', 't-fresh', 't-reading']);
  });

  test('merges the .json files of a folder, except schemas', () => {
    const { events } = createSmallWorld();
    const folder = createTemporaryFolder({
      'b.json': { trackers: [DONE] },
      'a.json': { trackers: [READING], events },
      'fixture.schema.json': { trackers: 'no list' },
      'notes.txt': 'not JSON',
      'deeper/c.json': { trackers: [FRESH] },
    });
    expect(listIds(folder)).toEqual(['t-done', 't-reading']);
  });

  test('merges files and folders', () => {
    const folder = createTemporaryFolder({ 'a.json': { trackers: [DONE] }, 'more/b.json': { trackers: [FRESH] } });
    expect(listIds([join(folder, 'a.json'), join(folder, 'more')])).toEqual(['t-done', 't-fresh']);
  });

  test('reads a byte order mark and an empty world', () => {
    const folder = createTemporaryFolder({ 'world.json': '\ufeff{}' });
    expect(listIds(folder)).toEqual([]);
  });

  test('loads the default world without fixtures', () => {
    const answer = handle(createTrackerMock(), toMessage('GET /tracker'));
    expect((answer.json as object[]).length).toBeGreaterThan(5);
  });

  test('lists every file that cannot be read on a line of its own', () => {
    const folder = createTemporaryFolder({
      'a.json': '{\n  "trackers": [\n    {},]}',
      'b.json': '',
      'c.json': Buffer.from('{"trackers": "\xff"', 'latin1'),
      'd.json': '{"trackers": [\u0000]}',
      'empty/notes.txt': '',
    });
    const paths = [folder, join(folder, 'none.json'), join(folder, 'empty')];
    const refusal = catchMockError(() => createTrackerMock({ fixtures: paths }));
    expect(refusal.code).toBe('fixture-invalid');
    expect(refusal.summary).toBe(
      'Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.',
    );
    expect(refusal.problems.map((problem) => problem.replaceAll(folder, ''))).toEqual([
      '/none.json: does not exist',
      '/empty: is a folder without a .json file',
      '/a.json: is not JSON at line 3, column 8: Expecting value',
      '/b.json: is not JSON at line 1, column 1: Expecting value',
      '/c.json: is not text in UTF-8',
      '/d.json: is not JSON at line 1, column 15: Expecting value',
    ]);
  });

  test('names the file of a problem', () => {
    const folder = createTemporaryFolder({ 'a.json': { trackers: [DONE] }, 'b.json': { trackers: [DONE] } });
    const refusal = catchMockError(() => createTrackerMock({ fixtures: folder }));
    expect(refusal.problems[0]).toContain(join(folder, 'b.json'));
    expect(refusal.problems[0]).toContain(join(folder, 'a.json'));
  });
});
