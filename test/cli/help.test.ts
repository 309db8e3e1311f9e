import { describe, expect, test } from 'vitest';
import { run } from './run-main.ts';

/** The entries of a help text that are options: name and text, wrapped lines joined. */
function readOptions(help: string): Map<string, string> {
  const entries = help.split(/\n(?= {2}(?:-\w, )?--)/).slice(1);
  return new Map(
    entries.map((entry) => {
      const text = (entry.split('\n\n')[0] ?? '').replaceAll(/\s+/g, ' ').trim();
      return [/--([\w-]+)/.exec(text)?.[1] ?? '', text];
    }),
  );
}

/** The help text's groups, each with the options in it. */
function readGroups(help: string): Map<string, string[]> {
  const sections = help.split('\n\n').map((section): [string, string[]] => {
    const [title = ''] = section.split('\n');
    return [title, [...section.matchAll(/^ {2}(?:-\w, )?--([\w-]+)/gm)].map(([, name = '']) => name)];
  });
  return new Map(sections.filter(([, options]) => options.length > 0));
}

const SERVE_OPTIONS: readonly string[] = [
  'port',
  'host',
  'cors',
  'no-cors',
  'max-header-size',
  'max-body-size',
  'fixtures',
  'watch',
  'state',
  'state-sessions',
  'scenario',
  'speed',
  'contract',
  'max-file-size',
  'profile',
  'events',
  'agent-keys',
  'rest',
  'serve',
  'clock',
  'seed',
  'upstream-connect-timeout',
  'upstream-headers-timeout',
  'upstream-idle-timeout',
  'admin-token',
  'admin-cors',
  'open',
  'no-admin',
  'max-sessions',
  'session-idle',
  'journal-size',
  'max-state-size',
  'record',
  'rename-ids',
  'prism',
  'log',
  'log-admin',
  'mask',
  'metrics',
  'fail-on',
  'junit',
  'ctrf',
  'coverage',
  'coverage-reporter',
  'coverage-threshold',
  'parent-watch',
  'no-parent-watch',
  'help',
];

/** Those of serve that are of a world of the mock's own. */
const WORLD_OPTIONS: ReadonlySet<string> = new Set([
  'fixtures',
  'watch',
  'state',
  'state-sessions',
  'scenario',
  'speed',
  'profile',
  'events',
  'agent-keys',
  'rest',
  'serve',
  'clock',
  'seed',
  'max-state-size',
]);

const PROXY_OPTIONS = SERVE_OPTIONS.filter((name) => !WORLD_OPTIONS.has(name)).flatMap((name) =>
  name === 'max-file-size' ? [name, 'hard'] : [name],
);

const OPTIONS: readonly (readonly [command: string, options: readonly string[]])[] = [
  ['serve', SERVE_OPTIONS],
  ['run', SERVE_OPTIONS],
  ['proxy', PROXY_OPTIONS],
  [
    'check',
    [
      'contract',
      'events',
      'max-file-size',
      'scenario',
      'strict',
      'base-url',
      'fail-on',
      'traffic',
      'present-contract',
      'junit',
      'ctrf',
      'help',
    ],
  ],
  ['conformance', ['contract', 'fixtures', 'max-file-size', 'operations', 'help']],
  ['fixture', ['trackers', 'seed', 'output', 'help']],
  ['health', ['port', 'host', 'help']],
];

describe('--help', () => {
  test.each(OPTIONS)('of %s names every option with its environment variable', async (command, names) => {
    const { code, out, err } = await run(command, '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const options = readOptions(out);
    expect([...options.keys()]).toEqual(names);
    options.delete('help');
    // The variable of the option that it turns off says no.
    options.delete('no-parent-watch');
    for (const [name, text] of options) {
      expect(text).toMatch(new RegExp(`[(,] ?env: TRACKER_MOCK_${name.toUpperCase().replaceAll('-', '_')}\\)$`));
    }
  });

  test('of serve puts its options in groups', async () => {
    const { out } = await run('serve', '--help');
    expect(Object.fromEntries(readGroups(out))).toEqual({
      'Where to listen:': ['port', 'host', 'cors', 'no-cors', 'max-header-size', 'max-body-size'],
      'What to serve:': [
        'fixtures',
        'watch',
        'state',
        'state-sessions',
        'scenario',
        'speed',
        'contract',
        'max-file-size',
      ],
      'How to answer:': ['profile', 'events', 'agent-keys', 'rest', 'serve', 'clock', 'seed'],
      'Upstream servers:': ['upstream-connect-timeout', 'upstream-headers-timeout', 'upstream-idle-timeout'],
      'Control API and sessions:': [
        'admin-token',
        'admin-cors',
        'open',
        'no-admin',
        'max-sessions',
        'session-idle',
        'journal-size',
        'max-state-size',
      ],
      'Recording:': ['record', 'rename-ids'],
      'Reports:': [
        'prism',
        'log',
        'log-admin',
        'mask',
        'metrics',
        'fail-on',
        'junit',
        'ctrf',
        'coverage',
        'coverage-reporter',
        'coverage-threshold',
      ],
      'Other:': ['parent-watch', 'no-parent-watch', 'help'],
    });
  });

  test('of serve shows what is taken where an option is not given, and the values that there are', async () => {
    const options = readOptions((await run('serve', '--help')).out);
    expect(options.get('port')).toContain('(default: 4010, env: ');
    expect(options.get('host')).toContain('(default: "127.0.0.1", env: ');
    expect(options.get('events')).toContain('(choices: "open", "strict", env: ');
    expect(options.get('rest')).toContain('(default: "sample", env: ');
    expect(options.get('serve')).toContain('(default: as --rest, env: ');
    expect(options.get('log')).toContain('(choices: "pretty", "json", "silent", default: "pretty", env: ');
    expect(options.get('fail-on')).toContain('violations, undocumented, unmatched, sampled (default: nothing, env: ');
  });

  test('of serve has examples whose comments stand in one column', async () => {
    const { out } = await run('serve', '--help');
    const examples = out.split('\n').filter((line) => line.startsWith('  $ tracker-mock'));
    const columns = examples.map((line) => /^ {2}\$ .*? {2,}/.exec(line)?.[0].length);
    expect(examples.length).toBeGreaterThan(2);
    expect(new Set(columns).size).toBe(1);
  });

  test.each(['serve', 'proxy', 'run', 'check', 'fixture', 'conformance', 'health'])(
    'help %s is the same as %s --help',
    async (command) => {
      expect(await run('help', command)).toEqual(await run(command, '--help'));
    },
  );

  test('help of a command that is not there ends with 2, and names those that are', async () => {
    const { code, out, err } = await run('help', 'replay');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    for (const command of ['serve', 'proxy', 'run', 'check', 'fixture', 'conformance', 'health']) {
      expect(err).toMatch(new RegExp(`^ {2}${command} `, 'm'));
    }
  });
});
