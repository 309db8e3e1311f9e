import { expect, test } from 'vitest';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';
import { openServer } from './admin-server.ts';
import { describeControl } from './control-clients.ts';

describeControl('allowances', (open) => {
  test('without one a violation counts', async () => {
    const { control, send } = await open();
    send('GET /tracker?limit=0');
    expect(await control.allowances.get()).toEqual({ violations: false });
    expect(await control.requests()).toMatchObject([
      { allowed: false, violations: [{ location: ['query', 'limit'] }] },
    ]);
    expect(await control.violations()).toHaveLength(1);
    await expect(control.assertNoViolations()).rejects.toThrow('The contract was broken: one violation.');
  });

  test('Prefer: allow-violations allows those of one request, and is answered with Preference-Applied', async () => {
    const { control, send } = await open();
    const answer = send('GET /tracker?limit=0', { headers: { prefer: 'respond-async, Allow-Violations' } });
    expect([answer.status, answer.headers['preference-applied'], answer.headers['x-contract-violations']]).toEqual([
      422,
      'allow-violations',
      '1',
    ]);
    expect(await control.requests()).toMatchObject([
      { allowed: true, override: null, violations: [{ location: ['query', 'limit'] }] },
    ]);
    expect(await control.violations()).toEqual([]);
    await control.assertNoViolations();
    send('GET /tracker?limit=0');
    expect(await control.violations()).toHaveLength(1);
  });

  test('Prefer: allow-violations changes nothing about a request that keeps the contract', async () => {
    const { control, send } = await open();
    const answer = send('GET /tracker?limit=1', { headers: { prefer: 'delay=1, allow-violations' } });
    expect([answer.status, answer.headers['preference-applied']]).toEqual([200, 'delay=1, allow-violations']);
    expect(await control.requests()).toMatchObject([{ allowed: false, override: { delay: 1 }, violations: [] }]);
  });

  test('the allowance of a session is for its requests to come, until it is taken back', async () => {
    const { control, open: openOther, send } = await open();
    expect(await control.allowances.set({ violations: true })).toEqual({ violations: true });
    expect(await control.allowances.set({})).toEqual({ violations: true });
    send('GET /tracker?limit=0');
    send('GET /tracker?limit=0', { headers: { 'x-mock-session': 'other' } });
    expect(await control.violations()).toEqual([]);
    expect(await openOther('other').violations()).toHaveLength(1);
    expect(await control.allowances.set({ violations: false })).toEqual({ violations: false });
    send('GET /tracker?limit=x');
    expect((await control.requests()).map(({ allowed }) => allowed)).toEqual([true, false]);
  });

  test('a reset takes the allowance back', async () => {
    const { control, send } = await open();
    await control.allowances.set({ violations: true });
    await control.reset();
    send('GET /tracker?limit=0');
    expect(await control.violations()).toHaveLength(1);
  });

  test('the HAR says what was allowed', async () => {
    const { control, send } = await open();
    send('GET /tracker?limit=0', { headers: { prefer: 'allow-violations' } });
    expect((await control.har()).log.entries).toMatchObject([
      { comment: expect.stringMatching(/^allowed: request query\.limit: /) as string },
    ]);
  });

  test('an unknown member is refused with the nearest one', async () => {
    const { control } = await open();
    const input: object = { violation: true };
    await expect(control.allowances.set(input)).rejects.toMatchObject({
      code: 'admin-request-invalid',
      summary: 'Failed to set the allowances: one problem.',
      problems: ['/violation is unknown; did you mean "violations"?'],
    });
  });
});

test('PUT /__admin/allowances is in the document, and GET answers what was set', async () => {
  const { send } = await openServer();
  const headers = { 'x-mock-session': 'negative' };
  expect(await send('PUT /__admin/allowances', { headers, json: { violations: true } })).toMatchObject({
    status: 200,
    json: { violations: true },
  });
  expect((await send('GET /__admin/allowances', { headers })).json).toEqual({ violations: true });
  expect((await send('GET /__admin/allowances')).json).toEqual({ violations: false });
});

test('Prefer: allow-violations with a value is refused', () => {
  const answer = handle(createSmallMock(), toMessage('GET /tracker', { headers: { prefer: 'allow-violations=no' } }));
  expect([answer.status, answer.json]).toMatchObject([
    400,
    { detail: 'Failed to apply the preference allow-violations="no": give it without a value.' },
  ]);
});
