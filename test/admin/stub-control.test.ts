import { expect, test } from 'vitest';
import type { StubInput } from '../../src/index.ts';
import { DONE } from '../setup.ts';
import { describeControl } from './control-clients.ts';

// Types would find these, JavaScript does not.
const MISSPELT: object = { delay: 1, tmes: 1 };
const MISSPELT_IN_MATCH: object = { delay: 1, match: { paht: '/x' } };
const UPDATE = 'PUT /tracker/{tracker_id}';

describeControl('stubs', (open) => {
  test('a stub is returned with its id, applied, counted and listed newest first', async () => {
    const { control, send } = await open();
    const input: StubInput = {
      match: {
        operation: UPDATE,
        method: 'PUT',
        path: '/tracker/t-*',
        headers: { 'x-try': '1', via: null },
        body: { status: 'READY' },
      },
      times: 1,
      probability: 1,
      after: 0,
      reply: { status: 503, headers: { 'retry-after': '1' }, body: { message: 'later', code: 503, data: null } },
    };
    expect(await control.stub(input)).toEqual({ ...input, id: '1', applied: 0 });
    expect(await control.stub({ delay: { min: 0, max: 0 } })).toEqual({
      delay: { min: 0, max: 0 },
      id: '2',
      applied: 0,
    });

    await control.removeStub('2');
    const put = { headers: { 'x-try': '1' }, json: { status: 'READY', status_reason: null } };
    expect(send('PUT /tracker/t-fresh', { json: { status: 'READY' } }).status).toBe(200);
    expect(send('PUT /tracker/t-fresh', put)).toMatchObject({ status: 503, headers: { 'retry-after': '1' } });
    expect(send('PUT /tracker/t-fresh', put).status).toBe(200);
    expect(await control.stubs()).toEqual([{ ...input, id: '1', applied: 1 }]);
    expect(await control.requests({ status: 503 })).toMatchObject([{ override: { stub: '1', reply: 503 } }]);
  });

  test('the newest matching stub wins', async () => {
    const { control, send } = await open();
    await control.stub({ reply: { status: 500 } });
    await control.stub({ match: { method: 'GET' }, reply: { status: 503 } });
    expect((await control.stubs()).map(({ id }) => id)).toEqual(['2', '1']);
    expect([send('GET /tracker').status, send('PUT /tracker/t-fresh', { json: {} }).status]).toEqual([503, 500]);
  });

  test('draws of a probability are reproducible', async () => {
    const { control, send } = await open();
    const run = async (): Promise<number[]> => {
      await control.reset();
      await control.stub({ probability: 0.5, reply: { status: 503 } });
      return Array.from({ length: 20 }, () => send('GET /tracker').status);
    };
    const first = await run();
    expect(new Set(first)).toEqual(new Set([200, 503]));
    expect(await run()).toEqual(first);
  });

  test('all stubs can be removed at once', async () => {
    const { control, send } = await open();
    await control.stub({ reply: { status: 500 } });
    await control.stub({ reply: { status: 503 } });
    await control.removeAllStubs();
    expect(await control.stubs()).toEqual([]);
    expect(send('GET /tracker').status).toBe(200);
  });

  test('a reply that breaks the contract is refused with its pointer, unless violations are allowed', async () => {
    const { control, send } = await open();
    const reply = { status: 200, body: { ...DONE, status: 5 } };
    await expect(control.stub({ match: { operation: UPDATE }, reply })).rejects.toMatchObject({
      code: 'stub-invalid',
      problems: [
        '/reply/body/status must be string: it breaks the contract of PUT /tracker/{tracker_id}. Correct it, or add "allowViolations": true',
        '/reply/body/status must be null: it breaks the contract of PUT /tracker/{tracker_id}. Correct it, or add "allowViolations": true',
        '/reply/body/status must match a schema in anyOf: it breaks the contract of PUT /tracker/{tracker_id}. Correct it, or add "allowViolations": true',
      ],
    });
    expect(await control.stubs()).toEqual([]);
    await control.stub({ match: { operation: UPDATE }, reply, allowViolations: true });
    expect(send('PUT /tracker/t-fresh', { json: {} }).json).toEqual({ ...DONE, status: 5 });
  });

  test.each<[string, StubInput, string]>([
    ['nothing to happen', {}, '/ has no reply, delay or fault. Give at least one'],
    ['no time at all', { delay: 1, times: 0 }, '/times must be an integer from 1, not 0'],
    ['less than none to pass', { delay: 1, after: -1 }, '/after must be an integer from 0, not -1'],
    ['more than certainty', { delay: 1, probability: 1.5 }, '/probability must be a number from 0 to 1, not 1.5'],
    ['a delay below zero', { delay: -1 }, '/delay must be a number from 0 to 600000, not -1'],
    ['a range that goes down', { delay: { min: 2, max: 1 } }, '/delay/min is above /delay/max ({"min":2,"max":1})'],
    ['an invalid status', { reply: { status: 99 } }, '/reply/status must be an integer from 200 to 599, not 99'],
    [
      'an invalid header',
      { reply: { status: 503, headers: { 'a b': '' } } },
      '/reply/headers has a name that is not a header name ("a b")',
    ],
    [
      'a header to match twice',
      { delay: 1, match: { headers: { 'X-A': '1', 'x-a': '2' } } },
      '/match/headers/x-a is given twice, in upper and lower case. Give it once',
    ],
    [
      'a header twice',
      { reply: { status: 503, headers: { 'X-A': '1', 'x-a': '2' } } },
      '/reply/headers/x-a is given twice, in upper and lower case. Give it once',
    ],
    [
      'an unknown operation',
      { delay: 1, match: { operation: 'x' } },
      '/match/operation is not an operation of the contract ("x"); expected one of GET /agents/{agent_id}, DELETE',
    ],
    [
      'a path that no request has',
      { delay: 1, match: { path: 'tracker/*' } },
      '/match/path matches no path, since it does',
    ],
    ['a violation without its fault', { delay: 1, violation: 'bad-date' }, '/violation has no effect without "fault"'],
    ['a misspelt member', MISSPELT, '/tmes is unknown; did you mean "times"?'],
    ['a misspelt member of match', MISSPELT_IN_MATCH, '/match/paht is unknown; did you mean "path"?'],
  ])('a stub with %s is refused, and none is added', async (_, input, problem) => {
    const { control } = await open();
    await control.stub({ delay: 1 });
    await expect(control.stub(input)).rejects.toMatchObject({
      code: 'stub-invalid',
      problems: [expect.stringContaining(problem) as string],
    });
    expect(await control.stubs()).toEqual([{ delay: 1, id: '1', applied: 0 }]);
  });

  test('an unknown stub cannot be removed, and the others remain', async () => {
    const { control } = await open();
    await control.stub({ delay: 1 });
    await expect(control.removeStub('2')).rejects.toMatchObject({
      code: 'not-found',
      message: `Stub "2" not found in the session ${JSON.stringify(control.name)}.`,
    });
    await expect(control.removeStub('')).rejects.toMatchObject({ name: 'MockError' });
    expect(await control.stubs()).toHaveLength(1);
  });
});
