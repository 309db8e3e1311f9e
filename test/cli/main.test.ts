import { readFileSync } from 'node:fs';
import { describe, expect, test, vi } from 'vitest';
import { run } from './run-main.ts';

describe('tracker-mock', () => {
  test.each(['--version', '-V'])('%s prints the version', async (option) => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      version: string;
    };
    expect(await run(option)).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  test.each(['--help', '-h', 'help'])('%s names the commands', async (option) => {
    const { code, out, err } = await run(option);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^Usage: tracker-mock \[options\] \[command\]\n/);
    for (const command of ['serve', 'check', 'conformance']) expect(out).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  });

  test('serve --help shows its options in groups, their defaults and variables, and examples', async () => {
    const { code, out } = await run('serve', '--help');
    expect(code).toBe(0);
    for (const group of ['Where to listen:', 'What to serve:', 'How to answer:', 'What to tell:', 'Examples:']) {
      expect(out).toMatch(new RegExp(`^${group}$`, 'm'));
    }
    for (const option of [
      '-p, --port',
      '--host',
      '-f, --fixtures',
      '-w, --watch',
      '--contract',
      '--errors',
      '--events',
      '--cors',
      '--no-cors',
      '--prism',
      '--log',
    ]) {
      expect(out).toContain(option);
    }
    expect(out).toMatch(/port; 0 takes a free one\s+\(default: 4010, env:\s+TRACKER_MOCK_PORT\)/);
    expect(out).toMatch(/\(choices: "open",\s+"strict",\s+default:\s+"open",\s+env:\s+TRACKER_MOCK_EVENTS\)/);
  });

  test.each([
    ['check', ['[path...]', '--contract', '--events', 'Ends with 0']],
    ['conformance', ['--contract', '--fixtures', 'npm install --save-dev @stoplight/prism-cli', 'Ends with 0']],
  ])('%s --help says what it does and how it ends', async (command, parts) => {
    const { code, out } = await run(command, '--help');
    expect(code).toBe(0);
    for (const part of parts) expect(out).toContain(part);
  });

  test.each([
    [['--prot', '1'], "error: unknown option '--prot'\n(Did you mean --port?)"],
    [['--fixture', 'x'], "error: unknown option '--fixture'\n(Did you mean --fixtures?)"],
    [['check', '--event', 'open'], "error: unknown option '--event'\n(Did you mean --events?)"],
    [['serv'], 'error: unknown command "serv". The commands are serve, check and conformance.'],
    [['--port', 'x'], "error: option '-p, --port <port>' argument 'x' is invalid. Give a number from 0 to 65535."],
    [
      ['--port', '65536'],
      "error: option '-p, --port <port>' argument '65536' is invalid. Give a number from 0 to 65535.",
    ],
    [['--port', '-1'], "error: option '-p, --port <port>' argument '-1' is invalid. Give a number from 0 to 65535."],
    [['--port', ''], "error: option '-p, --port <port>' argument '' is invalid. Give a number from 0 to 65535."],
    [['--port'], "error: option '-p, --port <port>' argument missing"],
    [
      ['--errors', 'x'],
      "error: option '--errors <style>' argument 'x' is invalid. Allowed choices are contract, deployed.",
    ],
    [['--events', 'x'], "error: option '--events <policy>' argument 'x' is invalid. Allowed choices are open, strict."],
    [
      ['--log', 'x'],
      "error: option '--log <style>' argument 'x' is invalid. Allowed choices are pretty, json, silent.",
    ],
    [
      ['--cors', 'x'],
      "error: option '--cors <origin>' argument 'x' is invalid. Give * or an origin such as https://app.example.",
    ],
    [
      ['--cors', 'data:x'],
      "error: option '--cors <origin>' argument 'data:x' is invalid. Give * or an origin such as https://app.example.",
    ],
    [
      ['--clock', 'noon'],
      "error: option '--clock <iso-time>' argument 'noon' is invalid. Give a time with its zone, such as 2026-08-18T20:28:14Z.",
    ],
    [
      ['--max-sessions', '0'],
      "error: option '--max-sessions <count>' argument '0' is invalid. Give a whole number from 1 up.",
    ],
    [
      ['--fail-on', 'rain'],
      "error: option '--fail-on <kinds>' argument 'rain' is invalid. Give violations, undocumented, unmatched, or several of them with commas.",
    ],
    [['conformance', 'x'], "error: too many arguments for 'conformance'. Expected 0 arguments but got 1"],
  ])('%j is refused with 2, and says why', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.slice(0, message.length)).toBe(message);
    expect(err).toContain('--help');
  });

  test('a variable is refused as its option is', async () => {
    vi.stubEnv('TRACKER_MOCK_PORT', 'x');
    const { code, err } = await run();
    expect(code).toBe(2);
    expect(err).toContain(
      "error: option '-p, --port <port>' value 'x' from env 'TRACKER_MOCK_PORT' is invalid. Give a number from 0 to 65535.",
    );
  });
});
