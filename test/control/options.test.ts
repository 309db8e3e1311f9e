import { expect, test } from 'vitest';
import { createAdminClient } from '../../src/client/client.ts';
import type { TrackerMock, TrackerMockOptions } from '../../src/index.ts';
import { createApp, createTrackerMock, startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';

/** Options as JavaScript would pass them. */
function untyped(options: object): object {
  return options;
}

test.each<[object, string[]]>([
  [{ evnts: 'strict' }, ['evnts is unknown; did you mean "events"?']],
  [{ events: 'strickt' }, ['events must be one of open, strict, not "strickt"; did you mean "strict"?']],
  [{ clock: { mod: 'fixed' } }, ['clock/mod is unknown; did you mean "mode"?']],
  [
    { clock: { now: '2026-08-18' } },
    ['clock/now must be a date-time with a time zone, such as 2026-08-18T20:28:14Z, not "2026-08-18"'],
  ],
  [
    { journalSize: -1, maxSessions: 0, maxIdle: '1h', seed: 5 },
    [
      'journalSize must be an integer from 0, not -1',
      'maxSessions must be an integer from 1, not 0',
      'maxIdle must be a number from 0, not "1h"',
      'seed must be a string, not 5',
    ],
  ],
])('createTrackerMock(%j) is refused', (options, problems) => {
  expect(() => createTrackerMock(untyped(options))).toThrow(
    expect.objectContaining({
      code: 'option-invalid',
      message: ['Failed to call createTrackerMock: the options are not valid.', ...problems].join('\n  '),
      problems,
    }) as Error,
  );
});

test('options that are undefined count as omitted', () => {
  const options: object = { events: undefined, seed: undefined };
  expect(() => createTrackerMock(options as TrackerMockOptions)).not.toThrow();
});

test('startServer(mock, { prot }) is refused', async () => {
  await expect(startServer(createSmallMock(), untyped({ prot: 0 }))).rejects.toMatchObject({
    code: 'option-invalid',
    problems: ['prot is unknown; did you mean "port"?'],
  });
  await expect(startServer(createSmallMock(), { port: 65_536 })).rejects.toMatchObject({
    problems: ['port must be an integer from 0 to 65535, not 65536'],
  });
});

test('createApp(mock, { crs }) is refused', () => {
  expect(() => createApp(createSmallMock(), untyped({ crs: '*', admin: { tokn: 'x' } }))).toThrow(
    expect.objectContaining({
      code: 'option-invalid',
      problems: [
        'crs is unknown; did you mean "cors"?',
        'admin/token is missing',
        'admin/tokn is unknown; did you mean "token"?',
      ],
    }) as Error,
  );
});

test.each<[string, unknown]>([
  ['the options', { port: 0 }],
  ['nothing', undefined],
  ['null', null],
])('startServer is refused with %s in the place of the mock', async (_, mock) => {
  await expect(startServer(mock as TrackerMock)).rejects.toMatchObject({
    code: 'option-invalid',
    message: 'Failed to create the app: the first argument is not a mock. Pass what createTrackerMock() returns.',
  });
});

test.each(['', 'a b', 'ä'])('createApp(mock, { admin: { token: %j } }) is refused', (token) => {
  expect(() => createApp(createSmallMock(), { admin: { token } })).toThrow(
    'Failed to guard the control API: the token is empty, or has characters that a header cannot carry. Give printable ASCII without spaces, with --admin-token or TRACKER_MOCK_ADMIN_TOKEN.',
  );
});

test('createAdminClient(url, { tken }) is refused', () => {
  expect(() => createAdminClient('http://127.0.0.1:4010', untyped({ tken: 'x' }))).toThrow(
    expect.objectContaining({ code: 'option-invalid', problems: ['tken is unknown; did you mean "token"?'] }) as Error,
  );
});
