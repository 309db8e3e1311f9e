import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { createSmallWorld } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { serve } from './run-main.ts';

// As if Prism found what the mock does not, for a reason that nobody knows, and quoted the client.
vi.mock('../../src/prism/prism-validator.ts', () => ({
  createPrismValidator: () => {
    const verdict = { location: ['request', 'body'], severity: 'Error', code: 'odd' };
    const quote = `"\u{1b}[31m\r\nFORGED\u{9b}2J${'x'.repeat(5000)}" is odd`;
    const request = [
      { ...verdict, message: quote },
      { ...verdict, message: 'It is late' },
    ];
    return Promise.resolve({ validate: () => Promise.resolve({ request, reply: [] }) });
  },
}));

test.each(['pretty', 'json'])('--prism warns without control characters, and not at length (%s)', async (style) => {
  const world = join(createTemporaryFolder({ 'world.json': createSmallWorld() }), 'world.json');
  const { url, stop } = await serve(['--prism', '--log', style, '-f', world]);
  await fetch(`${url}/tracker`);
  const { out } = await stop();
  expect(out).toContain('the verdicts on a request of GET /tracker differ: the mock finds no mistake; Prism finds ');
  expect(out).toContain('; It is late');
  expect(out).toContain('FORGED');
  expect(out).not.toMatch(/[^\P{Cc}\n]/u);
  for (const line of out.split('\n')) {
    expect(line).not.toMatch(/^FORGED/);
    expect(line.length).toBeLessThan(2000);
  }
});
