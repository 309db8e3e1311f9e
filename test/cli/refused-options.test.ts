import { describe, expect, test, vi } from 'vitest';
import { run } from './run-main.ts';

/** Every option that takes a value, as it is written in a message. */
const WITH_VALUES = [
  '-p, --port <port>',
  '--host <address>',
  '--cors <origin>',
  '--max-header-size <bytes>',
  '--max-body-size <bytes>',
  '-f, --fixtures <path>',
  '--state <file>',
  '-c, --contract <file>',
  '--profile <name>',
  '--agent-keys <policy>',
  '--max-file-size <bytes>',
  '--events <policy>',
  '--clock <iso-time>',
  '--seed <text>',
  '--admin-token <token>',
  '--max-sessions <count>',
  '--session-idle <minutes>',
  '--journal-size <count>',
  '--max-state-size <bytes>',
  '--log <style>',
  '--mask <name>',
  '--fail-on <kinds>',
  '--junit <file>',
  '--ctrf <file>',
] as const;

/** Every value that an option does not take, and what it asks for. */
const BAD_VALUES: readonly (readonly [option: string, values: readonly string[], advice: string])[] = [
  ['-p, --port <port>', ['', 'x', '-1', '65536', '1.5', '0x10', '1e3', ' 1'], 'Give a number from 0 to 65535.'],
  ['--host <address>', [''], 'Give an address such as 127.0.0.1.'],
  [
    '--cors <origin>',
    ['', 'app.example', 'null', 'file:///a', 'https://'],
    'Give * or an origin such as https://app.example.',
  ],
  ['--profile <name>', ['', 'Contract', 'open'], 'Allowed choices are contract, deployed.'],
  ['--agent-keys <policy>', ['', 'none'], 'Allowed choices are known, any.'],
  [
    '--errors <style>',
    ['contract', 'deployed'],
    'It is called --profile now (TRACKER_MOCK_PROFILE): contract or deployed.',
  ],
  ['--max-header-size <bytes>', ['', '0', '64k'], 'Give a whole number from 1 up.'],
  ['--max-body-size <bytes>', ['', '0', '16M'], 'Give a whole number from 1 up.'],
  ['--max-file-size <bytes>', ['', '0', '1G', '9'.repeat(16)], 'Give a whole number from 1 up.'],
  ['-w, --watch [mode]', ['', 'worlds/', 'no'], 'Give replace or keep, or no mode for replace.'],
  ['--events <policy>', ['', 'closed'], 'Allowed choices are open, strict.'],
  [
    '--clock <iso-time>',
    ['', 'now', '2026-08-18', '2026-08-18T20:28:14', '2026-02-30T00:00:00Z'],
    'Give a time with its zone, such as 2026-08-18T20:28:14Z.',
  ],
  ['--max-sessions <count>', ['', '0', '-1', '1.5', '1_000', '9999999999'], 'Give a whole number from 1 up.'],
  ['--session-idle <minutes>', ['', '0', '1h'], 'Give a whole number from 1 up.'],
  ['--journal-size <count>', ['', '0', 'all'], 'Give a whole number from 1 up.'],
  ['--max-state-size <bytes>', ['', '0', '1G'], 'Give a whole number from 1 up.'],
  ['--log <style>', ['', 'PRETTY'], 'Allowed choices are pretty, json, silent.'],
  ['--mask <name>', ['', 'a,', ' '], 'Give a name such as x-customer, or several with commas.'],
  [
    '--fail-on <kinds>',
    ['', 'violation', 'violations,', 'violations unmatched'],
    'Give violations, upstream-violations, undocumented, unmatched, sampled, or several of them with commas.',
  ],
];

/** `--port`, of `-p, --port <port>`. */
function toName(option: string): string {
  return /--[\w-]+/.exec(option)?.[0] ?? '';
}

describe('serve', () => {
  test.each(BAD_VALUES.flatMap(([option, values, advice]) => values.map((value) => [option, value, advice] as const)))(
    'refuses %s with the value %j',
    async (option, value, advice) => {
      expect(await run('serve', toName(option), value)).toEqual({
        code: 2,
        out: '',
        err: `error: option '${option}' argument '${value}' is invalid. ${advice}\n(see --help)\n`,
      });
    },
  );

  test.each(WITH_VALUES)('refuses %s without a value', async (option) => {
    expect(await run('serve', toName(option))).toEqual({
      code: 2,
      out: '',
      err: `error: option '${option}' argument missing\n(see --help)\n`,
    });
  });

  test.each(['', 'two words', 'schlüssel', 'a\nb'])(
    'refuses --admin-token with the value %j, and does not show it',
    async (token) => {
      expect(await run('serve', '--port', '0', '--admin-token', token)).toEqual({
        code: 2,
        out: '',
        err: 'Failed to guard the control API: the token is empty, or has characters that a header cannot carry. Give printable ASCII without spaces, with --admin-token or TRACKER_MOCK_ADMIN_TOKEN.\n',
      });
    },
  );

  test.each([
    ['192.0.2.1', 'the address does not belong to this machine'],
    ['no-such-host.invalid', 'the host name is not known'],
  ])('refuses --host %s in one line that says what to try', async (host, reason) => {
    expect(await run('serve', '--port', '0', '--host', host)).toEqual({
      code: 2,
      out: '',
      err: expect.stringMatching(
        new RegExp(
          `^Failed to listen on ${host} port 0: ${reason}\\. Choose .* with --host, such as 127\\.0\\.0\\.1\\.\n$`,
        ),
      ) as string,
    });
  });

  test('refuses --watch without fixtures', async () => {
    expect(await run('serve', '--port', '0', '--watch')).toEqual({
      code: 2,
      out: '',
      err: 'Failed to watch: there are no fixtures. Name them with --fixtures, or leave out --watch.\n',
    });
  });

  test('refuses --state-sessions without a state file', async () => {
    expect(await run('serve', '--port', '0', '--state-sessions')).toEqual({
      code: 2,
      out: '',
      err: 'Failed to keep the sessions: there is no state file. Name one with --state, or leave out --state-sessions.\n',
    });
  });

  test('refuses --admin-token with --no-admin', async () => {
    expect(await run('serve', '--port', '0', '--admin-token', 'secret', '--no-admin')).toEqual({
      code: 2,
      out: '',
      err: "error: option '--no-admin' cannot be used with option '--admin-token <token>'\n(see --help)\n",
    });
  });

  test('refuses TRACKER_MOCK_ADMIN_TOKEN with --no-admin', async () => {
    vi.stubEnv('TRACKER_MOCK_ADMIN_TOKEN', 'secret');
    expect(await run('serve', '--port', '0', '--no-admin')).toEqual({
      code: 2,
      out: '',
      err: "error: option '--no-admin' cannot be used with environment variable 'TRACKER_MOCK_ADMIN_TOKEN'\n(see --help)\n",
    });
  });

  test.each(['no-a.json:no-b.json', 'no-a.json;no-b.json', 'C:\\no-such\\a.json', 'no-such-folder/'])(
    'takes the path %j of --fixtures as it is, and says that it does not exist',
    async (path) => {
      const err = `Failed to load the fixtures: not every file can be read as JSON. Correct the paths or the files; a relative path begins in the folder that the program runs in.\n  ${path}: does not exist\n`;
      expect(await run('serve', '--port', '0', '-f', path)).toEqual({ code: 2, out: '', err });
      expect(await run('check', path)).toEqual({ code: 1, out: '', err });
    },
  );

  test.each([
    ['--prot', 'port'],
    ['--hosts', 'host'],
    ['--fixture', 'fixtures'],
    ['--watched', 'watch'],
    ['--no-amdin', 'no-admin'],
    ['--fail-one', 'fail-on'],
    ['--journal-sise', 'journal-size'],
    ['--junti', 'junit'],
  ])('suggests the nearest option for %s', async (option, nearest) => {
    const { code, out, err } = await run('serve', option);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`error: unknown option '${option}'\n(Did you mean --${nearest}?)\n(see --help)\n`);
  });

  test('suggests nothing where no option is near', async () => {
    expect((await run('serve', '--zzzzzzzz')).err).toBe("error: unknown option '--zzzzzzzz'\n(see --help)\n");
  });

  test.each(['--metrics=yes', '--no-admin='])('says that an option takes no value for %s', async (option) => {
    const [name] = option.split('=');
    expect((await run('serve', option)).err).toBe(`error: option '${name}' takes no value\n(see --help)\n`);
  });

  test.each(['tracker', 'a\u{1b}[31m\nb'])('names the unknown command %j', async (word) => {
    expect(await run(word)).toEqual({
      code: 2,
      out: '',
      err: `error: unknown command ${JSON.stringify(word)}: expected one of serve, proxy, run, check, fixture, conformance, health, verify, drift, tail\n(see --help)\n`,
    });
  });

  test('says that a command comes first', async () => {
    expect(await run('--port', '0', 'check')).toEqual({
      code: 2,
      out: '',
      err: 'error: "check" is a command of its own. Give it first: tracker-mock check [options]\n(see --help)\n',
    });
  });

  test('suggests the nearest command', async () => {
    expect((await run('chekc')).err).toBe('error: unknown command "chekc": did you mean "check"?\n(see --help)\n');
  });
});

describe('check and conformance', () => {
  test.each([
    [['check', '--port', '1'], "error: unknown option '--port'"],
    [['check', '--events', 'x'], "error: option '--events <policy>' argument 'x' is invalid."],
    [['check', '--contract'], "error: option '-c, --contract <file>' argument missing"],
    [['conformance', '--events', 'open'], "error: unknown option '--events'"],
    [['conformance', '--fixtures'], "error: option '-f, --fixtures <path>' argument missing"],
    [['fixture', '--trackers', 'many'], "error: option '--trackers <count>' argument 'many' is invalid."],
    [['fixture', 'more'], "error: too many arguments for 'fixture'."],
    [['conformance', 'more'], "error: too many arguments for 'conformance'."],
  ])('%j is refused', async (args, message) => {
    const { code, out, err } = await run(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.slice(0, message.length)).toBe(message);
    expect(err).toMatch(/\n\(see --help\)\n$/);
  });
});
