import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { startProvider, TRACKER, verify, verifyAll } from './run-verify.ts';

test.each(['contract', 'deployed'] as const)(
  'verify finds no difference in the mock of the profile %s, and only reads',
  async (profile) => {
    const { url, requests } = await startProvider({ profile });
    const { code, out, err } = await verify(url, ['--profile', profile]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /\ncontract cases +\d{2,} +\d{2,} +0\nlist rules +\d{2} +\d{2} +0\nerrors +\d +\d +0\nstate rules +0 +0 +0\n/,
    );
    expect(out).toMatch(/\n0 differences, 0 known differences, \d+ requests\n$/);
    expect(new Set(requests.map((line) => line.split(' ')[0]))).toEqual(new Set(['GET', 'HEAD']));
  },
);

test.each(['contract', 'deployed'] as const)(
  'verify with --write finds no difference in the mock of the profile %s, and puts the tracker back',
  async (profile) => {
    const { url, requests } = await startProvider({ profile });
    const read = async (): Promise<object> => {
      const row = (await (await fetch(`${url}/tracker/${TRACKER}`)).json()) as Record<string, unknown>;
      return { status: row['status'], status_reason: row['status_reason'] };
    };
    const before = await read();
    const { code, out, err } = await verify(url, [
      '--profile',
      profile,
      '--events',
      'strict',
      '--write',
      '--tracker',
      TRACKER,
      '--may-move-cursor',
    ]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/\nstate rules +\d{2} +\d{2} +0\n/);
    expect(out).toContain(`note: put back status and reason of the tracker ${TRACKER}`);
    expect(out).toContain(`note: moved the cursor of the tracker ${TRACKER} from `);
    expect(await read()).toMatchObject(before);
    const changed = requests.filter((line) => !/^(GET|HEAD) /.test(line)).map((line) => line.replace(/\?.*/, ''));
    expect(new Set(changed)).toEqual(new Set([`PUT /tracker/${TRACKER}`]));
  },
);

test('verify has contract cases only for the operations that the mock does not know by heart', async () => {
  const { url, requests } = await startProvider({ mock: createTrackerMock({ rest: 'sample' }) });
  const { code, out } = await verifyAll(url, ['--operations', '/agents', '--operations', 'GET /tasks']);
  expect(code).toBe(0);
  expect(out).toMatch(
    /\ncontract cases +\d{2,} +\d{2,} +0\nlist rules +0 +0 +0\nerrors +0 +0 +0\nstate rules +0 +0 +0\n/,
  );
  expect(requests.filter((line) => line.startsWith('GET /agents')).length).toBeGreaterThan(5);
});

test('verify notes the operations that the server does not serve', async () => {
  const { url } = await startProvider({ mock: createTrackerMock({ rest: 'none' }) });
  const { code, out } = await verifyAll(url, ['--operations', '/agents', '--operations', 'GET /tasks']);
  expect(code).toBe(0);
  expect(out).toContain('note: not served by the server, so not checked: 2 operations, such as GET /agents\n');
});

test('verify --seed chooses the trackers and events that requests name', async () => {
  const { url, requests } = await startProvider();
  for (const seed of ['one', 'two']) {
    const { code } = await verify(url, ['--seed', seed, '--operations', 'GET /tracker/{tracker_id}']);
    expect(code).toBe(0);
  }
  const named = requests
    .map((line) => /^GET \/tracker\/([0-9a-f-]{36})$/.exec(line)?.[1])
    .filter((id) => id !== undefined);
  expect(new Set(named).size).toBe(2);
});
