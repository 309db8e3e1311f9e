import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { isRunning } from './is-running.ts';
import { run } from './run-main.ts';

/** A command that runs a module's text in Node. */
function node(text: string): string[] {
  return [process.execPath, '--input-type=module', '--eval', text];
}

const VIOLATE = "await fetch(process.env.AGENTEX_BASE_URL + '/tracker?limit=0');";

describe('run', () => {
  test('gives the command the address of a mock that is ready, and ends with 0 as the command does', async () => {
    const file = join(createTemporaryFolder(), 'seen.json');
    const { code, out, err } = await run(
      'run',
      '--',
      ...node(`
        import { writeFileSync } from 'node:fs';
        const { AGENTEX_BASE_URL, TRACKER_MOCK_URL } = process.env;
        const { status } = await fetch(AGENTEX_BASE_URL + '/tracker');
        writeFileSync(${JSON.stringify(file)}, JSON.stringify({ AGENTEX_BASE_URL, TRACKER_MOCK_URL, status }));
      `),
    );
    const url = /^tracker-mock ready at (http:\S+)\n/.exec(err)?.[1];
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({
      AGENTEX_BASE_URL: url,
      TRACKER_MOCK_URL: url,
      status: 200,
    });
    // The output is the command's.
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toMatch(/\n1 request, 0 violations, .*\n$/);
    await expect(fetch(url ?? '')).rejects.toThrow('fetch failed');
  });

  test('ends with the exit code of the command', async () => {
    expect((await run('run', '--', ...node('process.exit(7)'))).code).toBe(7);
    expect((await run('run', '--fail-on', 'violations', '--', ...node(`${VIOLATE} process.exit(7)`))).code).toBe(7);
  });

  test('ends with 128 and the number of the signal that ended the command', async () => {
    expect(
      (await run('run', '--', ...node("process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000)"))).code,
    ).toBe(137);
  });

  test('ends with 1 for what --fail-on names, and writes the report', async () => {
    const report = join(createTemporaryFolder(), 'report.xml');
    expect((await run('run', '--', ...node(VIOLATE))).code).toBe(0);
    const { code } = await run('run', '--fail-on', 'violations', '--junit', report, '--', ...node(VIOLATE));
    expect(code).toBe(1);
    expect(readFileSync(report, 'utf8')).toContain('GET /tracker?limit=0: ');
  });

  test('takes a port of its own if --port names one', async () => {
    const { code, err } = await run('run', '--port', '0', '--host', 'localhost', '--', ...node(''));
    expect(code).toBe(0);
    expect(err).toContain('tracker-mock ready at http://localhost:');
  });

  test.each([[['--']], [[]], [['--log', 'silent']], [['--log=silent', '--']]])(
    'passes to the command what follows its name after %j, and nothing of it to the mock',
    async (own) => {
      const file = join(createTemporaryFolder(), 'seen.json');
      const write = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(file)}, JSON.stringify(process.argv.slice(1)));`;
      expect((await run('run', ...own, ...node(write), '--', '--port', 'x', '--', '--version')).code).toBe(0);
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(['--port', 'x', '--', '--version']);
    },
  );

  test.each([
    [
      ['no-such-program'],
      'Failed to run "no-such-program": there is no such program. Give one that is on the PATH, or the path of one.',
    ],
    [
      [import.meta.filename],
      `Failed to run ${JSON.stringify(import.meta.filename)}: it is not executable. Give a program.`,
    ],
  ])('ends with 2 if the command %j cannot be started', async (words, reason) => {
    const { code, err } = await run('run', '--log', 'silent', '--', ...words);
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`\n${reason}\n`) as string });
  });

  test.each([
    [['run'], 'error: there is no command to run. Give it after --, such as: tracker-mock run -- npm test'],
    [['run', '--'], 'error: there is no command to run. Give it after --, such as: tracker-mock run -- npm test'],
  ])('%j is refused', async (args, reason) => {
    expect(await run(...args)).toEqual({ code: 2, out: '', err: `${reason}\n(see --help)\n` });
  });

  test('ends what the command leaves behind', async () => {
    const folder = createTemporaryFolder();
    const [kept, ready] = [join(folder, 'pid'), join(folder, 'ready')];
    // It ignores SIGTERM, so that only SIGKILL ends it.
    const stay = `process.on('SIGTERM', () => {}); (await import('node:fs')).writeFileSync(${JSON.stringify(ready)}, ''); setInterval(() => {}, 1000)`;
    const leave = `
      import { spawn } from 'node:child_process';
      import { existsSync, writeFileSync } from 'node:fs';
      const child = spawn(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(stay)}], { stdio: 'ignore' });
      writeFileSync(${JSON.stringify(kept)}, String(child.pid));
      while (!existsSync(${JSON.stringify(ready)})) await new Promise((resolve) => setTimeout(resolve, 10));
      process.exit(0);
    `;
    expect((await run('run', '--', ...node(leave))).code).toBe(0);
    await vi.waitFor(() => expect(isRunning(Number(readFileSync(kept, 'utf8')))).toBe(false), { timeout: 10_000 });
    expect(existsSync(ready)).toBe(true);
  });
});
