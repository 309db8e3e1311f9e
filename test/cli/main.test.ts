import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { run } from './run-main.ts';

describe('tracker-mock', () => {
  test.each([['--version'], ['-V'], ['serve', '--version'], ['--port', '0', '-V'], ['run', '--version']])(
    '%s prints the version',
    async (...args) => {
      const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
        version: string;
      };
      expect(await run(...args)).toEqual({ code: 0, out: `${version}\n`, err: '' });
    },
  );

  test.each(['--help', '-h', 'help'])('%s names the commands', async (option) => {
    const { code, out, err } = await run(option);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: tracker-mock \[options\] \[command\]\n/);
    for (const command of ['serve', 'run', 'check', 'conformance', 'health']) {
      expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });

  test.each([
    [
      'run',
      [
        '[options] [--] <command...>',
        "Options after the command's name are the command's",
        'AGENTEX_BASE_URL',
        'Exits with the exit code of the command',
      ],
    ],
    ['check', ['[path...]', '--contract', '--events', 'Exits with code 0']],
    ['health', ['[url]', 'Exits with code 0 if the mock is ready, else with 1']],
    ['conformance', ['--contract', '--fixtures', 'npm install --save-dev @stoplight/prism-cli', 'Exits with code 0']],
  ])('%s --help says what it does and how it ends', async (command, parts) => {
    const { code, out } = await run(command, '--help');
    expect(code).toBe(0);
    for (const part of parts) expect(out).toContain(part);
  });
});
