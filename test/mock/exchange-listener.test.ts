import { expect, onTestFinished, test, vi } from 'vitest';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

test('PUT /tracker/{tracker_id} answers 200 if a listener throws, and the other listeners are called', () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  const mock = createSmallMock();
  const failure = new Error('broken listener');
  const received: number[] = [];
  mock.onExchange(() => {
    throw failure;
  });
  mock.onExchange(({ sequence }) => void received.push(sequence));
  expect(handle(mock, toMessage('PUT /tracker/t-fresh', { json: { status: 'READY' } })).status).toBe(200);
  expect(handle(mock, toMessage('GET /tracker/t-fresh')).json).toMatchObject({ status: 'READY' });
  expect(received).toEqual([1, 2]);
  expect(log).toHaveBeenCalledWith('A listener of onExchange() threw:', failure);
});
