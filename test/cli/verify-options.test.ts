import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createTemporaryFolder } from '../temporary-folder.ts';
import type { ProviderOptions } from './run-verify.ts';
import { startProvider, TRACKER, verify, verifyAll } from './run-verify.ts';

/** Answers an unknown id with 410. */
const GONE: ProviderOptions = {
  spoil(_, reply) {
    if (reply.body.includes('does not exist')) Object.assign(reply, { status: 410 });
  },
};

test('verify --dry-run prints the plan, and sends only what reads the test data', async () => {
  const { url, requests } = await startProvider();
  const { code, out } = await verify(url, ['--dry-run', '--write', '--tracker', TRACKER]);
  expect(code).toBe(0);
  expect(out).toMatch(
    /^\d+ cases, with 13 trackers and \d+ events as test data\n[0-9a-f]{8} {2}contract cases {2}GET /,
  );
  expect(out).toMatch(new RegExp(`\\n[0-9a-f]{8}  state rules  PUT /tracker/${TRACKER}  the same values again`));
  const json = await verify(url, ['--dry-run', '--json', '--operations', 'GET /tracker']);
  expect(JSON.parse(json.out)).toMatchObject({
    trackers: 13,
    cases: expect.arrayContaining([
      expect.objectContaining({ operation: 'GET /tracker', label: 'base request', method: 'GET', target: '/tracker' }),
    ]) as unknown,
  });
  expect((await verifyAll(url, ['--dry-run', '--operations', 'PUT *'])).code).toBe(1);
  expect(
    requests.filter((line) => !/^GET \/(tracker\?limit=10000|events\?task_id=[^&]*&agent_id=[^&]*)$/.test(line)),
  ).toEqual([]);
});

test('verify --operations runs the cases of the operations that match', async () => {
  const { url, requests } = await startProvider();
  const { code } = await verifyAll(url, ['--operations', 'GET /events*']);
  expect(code).toBe(0);
  expect(requests.filter((line) => line.startsWith('GET /tracker'))).toEqual(['GET /tracker?limit=10000']);
});

test.each([
  ['GET /trakcer', 'did you mean "GET /tracker"?'],
  ['/event', 'did you mean "/events"?'],
])('verify --operations %j names the nearest operation', async (glob, hint) => {
  const { url } = await startProvider();
  const { code, err } = await verifyAll(url, ['--operations', glob]);
  expect({ code, err }).toEqual({
    code: 2,
    err: `Failed to select operations: ${JSON.stringify(glob)} matches none of the contract: ${hint}\n`,
  });
});

test.each([
  ['PUT *', 'PUT /tracker/{tracker_id} is sent only with --write and --tracker'],
  [
    'DELETE *',
    'verify does not send the operations that --operations selects, since what they change cannot be put back',
  ],
])('verify --operations %j ends with 1, and says why no case ran', async (glob, reason) => {
  const { url } = await startProvider();
  const { code, out } = await verifyAll(url, ['--operations', glob]);
  expect(code).toBe(1);
  expect(out).toContain(`failed: no case ran: ${reason}\n`);
  const plan = await verifyAll(url, ['--operations', glob, '--dry-run']);
  expect(plan).toMatchObject({ code: 1, out: expect.stringContaining(`note: no case ran: ${reason}\n`) as string });
});

test.each([
  ['contract', 'deployed'],
  ['deployed', 'contract'],
] as const)('verify of the profile %s notes that a server words errors as %s', async (profile, other) => {
  const { url } = await startProvider({ profile: other });
  const args = ['--operations', 'GET /events', '--profile', profile];
  expect((await verifyAll(url, args)).out).toContain(
    `note: the server words errors as --profile ${other} does: try that\n`,
  );
  expect((await verifyAll(url, [...args, '--profile', other])).out).not.toContain('try that');
});

test('verify --case refuses an unknown case', async () => {
  const { url } = await startProvider();
  const { code, err } = await verify(url, ['--case', '00000000']);
  expect(code).toBe(2);
  expect(err).toMatch(
    /^Failed to find the case "00000000": .* Give the options of the run that showed it, such as --write and --tracker\.\n$/,
  );
  const { err: other } = await verify(url, ['--case', '00000000', '--write', '--tracker', TRACKER]);
  expect(other).not.toContain('such as --write');
});

test('verify --known accepts differences, and fails for one that no longer occurs', async () => {
  const { url } = await startProvider(GONE);
  const found = JSON.parse((await verify(url, ['--json'])).out) as { ok: boolean; differences: { case: string }[] };
  expect(found.ok).toBe(false);
  const known = found.differences.map((difference) => ({ case: difference.case, reason: 'the gateway says so' }));
  const path = join(createTemporaryFolder({ 'known.json': known }), 'known.json');
  const accepted = await verify(url, ['--known', path]);
  expect(accepted.code).toBe(0);
  expect(accepted.out).toMatch(/\nknown: [0-9a-f]{8} status 410, where 404 is expected: .* \(the gateway says so\)\n/);
  // A part of the run says nothing about the rest.
  expect((await verify(url, ['--known', path, '--case', known[0]?.case ?? ''])).code).toBe(0);

  const repaired = await startProvider();
  const stale = await verify(repaired.url, ['--known', path]);
  expect(stale.code).toBe(1);
  expect(stale.out).toContain(
    `failed: the known difference ${known[0]?.case} no longer occurs (the gateway says so): remove it from the file\n`,
  );
});

test.each([
  ['{}', 'it holds {} in place of a list.'],
  ['[1]', '[0] is 1 in place of an object.'],
  ['[{"case":"a","raeson":"b"}]', '[0] has the unknown member "raeson": did you mean "reason"?'],
  ['[{"case":"a","reason":" "}]', '[0] lacks the text of reason.'],
  ['[{"reason":"b"}]', '[0] lacks the text of case.'],
  ['[', 'it is not JSON at line 1, column 2: Expecting value.'],
  [
    ' '.repeat(4 * 1024 * 1024 + 1),
    'it cannot be read: it has 4194305 bytes, and the limit is 4194304. Remove entries: one case of each difference is enough. Give a list such as',
  ],
])('verify --known refuses a file with %.20s', async (text, reason) => {
  const path = join(createTemporaryFolder({}), 'known.json');
  writeFileSync(path, text);
  const { code, err } = await verify('http://127.0.0.1:1', ['--known', path]);
  expect(code).toBe(2);
  expect(err).toContain(`Failed to load the known differences ${JSON.stringify(path)}: ${reason} `);
});

test('verify writes reports, and annotations under GitHub Actions', async () => {
  const { url } = await startProvider(GONE);
  const folder = createTemporaryFolder({});
  vi.stubEnv('GITHUB_ACTIONS', 'true');
  vi.stubEnv('GITHUB_STEP_SUMMARY', join(folder, 'summary.md'));
  const args = ['--junit', join(folder, 'junit.xml'), '--ctrf', join(folder, 'ctrf.json')];
  const { code, err } = await verify(url, args);
  expect(code).toBe(1);
  expect(err).toMatch(/^::error title=tracker-mock%3A verify%3A contract cases::GET /);
  expect(readFileSync(join(folder, 'summary.md'), 'utf8')).toContain('status 410, where 404 is expected');
  expect(readFileSync(join(folder, 'junit.xml'), 'utf8')).toContain('status 410, where 404 is expected');
  expect(JSON.parse(readFileSync(join(folder, 'ctrf.json'), 'utf8'))).toMatchObject({
    results: { summary: { tests: 4, passed: 3, failed: 1 } },
  });
  vi.stubEnv('GITHUB_STEP_SUMMARY', '');
  expect((await verifyAll(url, ['--operations', 'GET /events/*'])).err).toMatch(/^::error title=/);
});

test.each([
  [['no-address'], '"no-address" is not an address. Give one such as http://127.0.0.1:5003.'],
  [['ftp://host'], '"ftp://host" is not an address. Give one such as http://127.0.0.1:5003.'],
  [['http://me@host'], 'the address has credentials in it. Give them with -H.'],
  [['http://:pw@host'], 'the address has credentials in it. Give them with -H.'],
  [['http://h?key=s3cret'], 'the address has a query or a fragment. Give it without, and credentials with -H.'],
  [['http://h#top'], 'the address has a query or a fragment. Give it without, and credentials with -H.'],
  [['http://h', '--write'], '--write needs --tracker with the id of a tracker that may be updated.'],
  [['http://h', '--tracker', 't'], '--tracker needs --write, which allows updates.'],
  [['http://h', '--write', '--tracker', ' '], '--tracker is empty. Give the id of a tracker that may be updated.'],
  [['http://h', '--dry-run', '--junit', 'f'], '--dry-run writes no report. Leave out --junit.'],
  [['http://h', '--dry-run', '--ctrf', 'f'], '--dry-run writes no report. Leave out --ctrf.'],
  [['http://h', '--may-move-cursor'], '--may-move-cursor needs --write and --tracker.'],
])('verify refuses %j', async ([url = '', ...args], reason) => {
  expect(await verify(url, args)).toEqual({ code: 2, out: '', err: `Failed to verify the server: ${reason}\n` });
});

test.each([
  [['--rate', '0/s'], 'Give a number of requests in a second, such as 5/s.'],
  [['--cors', 'app'], 'Give the origin of a page, such as https://app.example.'],
])('verify refuses %j', async (args, hint) => {
  const { code, err } = await verify('http://h', args);
  expect(code).toBe(2);
  expect(err).toContain(hint);
});
