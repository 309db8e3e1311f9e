import { expect, test, vi } from 'vitest';
import { createLog } from '../../src/cli/log.ts';
import type { LogStyle } from '../../src/cli/log.ts';
import { toViolationText } from '../../src/cli/violation-text.ts';
import { createMask } from '../../src/journal/mask.ts';
import { createSmallMock } from '../setup.ts';

/** Targets, methods and bodies that try to begin a line of their own, or to steer the terminal that shows one. */
const HOSTILE = [
  '/tracker/a\nGET /tracker 200 0.1 ms',
  '/tracker/a\r\n{"level":"ERROR"}',
  '/tracker/\u001b[2J\u001b[1;1H',
  '/tracker/\u001b]0;title\u0007',
  '/tracker/\u009b31m',
  '/tracker/\u007f\u0000\u0008',
  '/tracker/\u202e\u2066\u200b',
  '/tracker/\u2028\u2029\u0085',
  `/tracker/${'x'.repeat(10_000)}`,
];
const STEERING = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** The lines that a log writes for one request each, and the one that it writes of itself. */
async function log(style: LogStyle): Promise<string[]> {
  let text = '';
  const out = createLog(style, { out: (part) => void (text += part) }, (_, plain) => plain, createMask());
  const mock = createSmallMock();
  mock.onExchange((exchange) => out.exchange(exchange, exchange.violations.map(toViolationText)));
  for (const target of HOSTILE) {
    mock.handle({ method: `GE${target.slice(9, 40)}`, target, headers: {}, body: new Uint8Array() });
    mock.handle({
      method: 'PUT',
      target: '/tracker/t-fresh',
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ status: [target], [target]: 1 })),
    });
  }
  out.ready('http://127.0.0.1:4010');
  // Lines are gathered for a moment.
  await vi.waitFor(() => expect(text).toContain('tracker-mock ready'));
  const lines = text.split('\n');
  expect(lines.pop()).toBe('');
  return lines;
}

test('a request is logged in one line, whatever its bytes', async () => {
  const lines = await log('pretty');
  expect(lines).toHaveLength(HOSTILE.length * 2 + 1);
  for (const line of lines) {
    expect(line).not.toMatch(STEERING);
    expect(line.length).toBeLessThan(2000);
  }
});

test('a request is logged as one JSON object, whatever its bytes', async () => {
  const lines = await log('json');
  expect(lines).toHaveLength(HOSTILE.length * 2 + 1);
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  const paths = lines.map((line) => (JSON.parse(line) as { path?: string }).path);
  expect(paths.filter((path) => path !== undefined && path !== '/tracker/t-fresh')).toEqual(HOSTILE);
});
