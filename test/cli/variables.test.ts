import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { Command, Option } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { readVariables } from '../../src/cli/environment.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { DONE, NOW } from '../setup.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';
import { run, serve } from './run-main.ts';

describe('an environment variable', () => {
  test.each([
    ['PORT', '65536', "option '-p, --port <port>' value '65536' from env"],
    ['CORS', 'x', "option '--cors <origin>' value 'x' from env"],
    ['PROFILE', 'x', "option '--profile <name>' value 'x' from env"],
    ['ERRORS', 'deployed', 'It is called --profile now (TRACKER_MOCK_PROFILE): contract or deployed.'],
    ['EVENTS', 'x', "option '--events <policy>' value 'x' from env"],
    ['CLOCK', 'x', "option '--clock <iso-time>' value 'x' from env"],
    ['MAX_SESSIONS', '0', "option '--max-sessions <count>' value '0' from env"],
    ['SESSION_IDLE', '-1', "option '--session-idle <minutes>' value '-1' from env"],
    ['JOURNAL_SIZE', '1.5', "option '--journal-size <count>' value '1.5' from env"],
    ['LOG', 'x', "option '--log <style>' value 'x' from env"],
    ['FAIL_ON', 'x', "option '--fail-on <kinds>' value 'x' from env"],
    ['ADMIN_TOKEN', 'two words', 'Failed to guard the control API: the token is empty, or has characters'],
    ['HOST', 'no-such-host.invalid', 'Failed to listen on no-such-host.invalid port 0: '],
    ['FIXTURES', 'no-such-file.json', 'no-such-file.json: does not exist'],
    ['CONTRACT', 'no-such-file.json', 'Failed to load the contract "no-such-file.json": it does not exist.'],
  ])('TRACKER_MOCK_%s=%s is refused with 2, as its option is', async (name, value, message) => {
    vi.stubEnv(`TRACKER_MOCK_${name}`, value);
    const { code, out, err } = await run('serve', ...(name === 'PORT' ? [] : ['--port', '0']));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  test.each(['PORT', 'HOST', 'CORS', 'NO_CORS', 'FIXTURES', 'CONTRACT', 'CLOCK', 'ADMIN_TOKEN', 'NO_ADMIN', 'FAIL_ON'])(
    'an empty TRACKER_MOCK_%s counts as unset',
    async (name) => {
      vi.stubEnv(`TRACKER_MOCK_${name}`, '');
      const { url } = await serve();
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
      expect((await fetch(`${url}/__admin/version`)).status).toBe(200);
      const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
      expect(page.headers.get('access-control-allow-origin')).toBe('https://app.example');
    },
  );

  test.each([
    ['yes', '; dropped 1 change of 1 session\n'],
    ['replace', '; dropped 1 change of 1 session\n'],
    ['keep', '; kept 1 session with 1 change\n'],
  ])('TRACKER_MOCK_WATCH takes %s', async (word, done) => {
    vi.stubEnv('TRACKER_MOCK_WATCH', word);
    const file = join(createTemporaryFolder({ 'world.json': { trackers: [DONE] } }), 'world.json');
    const { url, until } = await serve(['-f', file]);
    await fetch(`${url}/__admin/trackers/t-done`, { method: 'DELETE' });
    writeFileSync(file, JSON.stringify({ trackers: [] }));
    expect(await until(done)).toContain('fixtures loaded again: 0 trackers, 0 events');
  });

  test('TRACKER_MOCK_WATCH refuses another word', async () => {
    vi.stubEnv('TRACKER_MOCK_WATCH', 'maybe');
    expect((await run('serve', '--port', '0', '-f', 'fixtures')).err).toContain(
      "option '-w, --watch [mode]' value 'maybe' from env 'TRACKER_MOCK_WATCH' is invalid. Give replace or keep, or no mode for replace.",
    );
    vi.stubEnv('TRACKER_MOCK_WATCH', 'no');
    // Off, so that nothing lacks fixtures.
    expect((await serve()).url).not.toBe('');
  });

  test.each(['0', 'false', 'FALSE', 'no', 'off', ''])('a switch that says %j is off', async (word) => {
    vi.stubEnv('TRACKER_MOCK_NO_ADMIN', word);
    vi.stubEnv('TRACKER_MOCK_NO_CORS', word);
    const { url } = await serve();
    expect((await fetch(`${url}/__admin/version`)).status).toBe(200);
    const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  test.each(['1', 'true', 'yes', 'on'])('a switch that says %j is on', async (word) => {
    vi.stubEnv('TRACKER_MOCK_NO_ADMIN', word);
    vi.stubEnv('TRACKER_MOCK_NO_CORS', word);
    const { url } = await serve();
    expect((await fetch(`${url}/__admin/version`)).status).toBe(404);
    const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('of a switch that says no leaves another variable as it is', async () => {
    vi.stubEnv('TRACKER_MOCK_CORS', 'https://app.example');
    vi.stubEnv('TRACKER_MOCK_NO_CORS', 'false');
    const { url } = await serve();
    const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  test('stands for each option of serve', async () => {
    const folder = createTemporaryFolder({
      'contract.json': createSmallContract(),
      'world.json': createSmallContractWorld(),
    });
    const variables = {
      HOST: 'localhost',
      CONTRACT: join(folder, 'contract.json'),
      FIXTURES: join(folder, 'world.json'),
      CLOCK: NOW,
      ADMIN_TOKEN: 'secret',
      JOURNAL_SIZE: '1',
      LOG: 'json',
      FAIL_ON: 'undocumented,unmatched',
      JUNIT: join(folder, 'report.xml'),
    };
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(`TRACKER_MOCK_${name}`, value);
    const { url, stop } = await serve();
    expect(url).toMatch(/^http:\/\/localhost:\d+$/);

    const headers = { 'content-type': 'application/json', authorization: 'Bearer secret' };
    const updated = await fetch(`${url}/tracker/t-1`, { method: 'PUT', headers, body: '{"status":"READY"}' });
    expect(await updated.json()).toMatchObject({ id: 't-1', updated_at: NOW });
    await fetch(`${url}/nowhere`);
    expect((await fetch(`${url}/__admin/requests`)).status).toBe(401);
    const journal = (await (await fetch(`${url}/__admin/requests`, { headers })).json()) as { requests: object[] };
    expect(journal.requests).toMatchObject([{ path: '/nowhere' }]);

    const { code, out } = await stop();
    expect(code).toBe(1);
    for (const line of out.trim().split('\n')) expect(JSON.parse(line)).toHaveProperty('message');
    expect(readFileSync(join(folder, 'report.xml'), 'utf8')).toContain('<testsuites>');
  });

  test('stands for no option that has none', async () => {
    const program = new Command();
    const command = program.command('look').option('--all').option('--depth <count>');
    command.addOption(new Option('--name <text>').env('TRACKER_MOCK_NAME')).action(() => {});
    readVariables(program, { all: 'perhaps', undefined: '' });
    await program.parseAsync(['look'], { from: 'user' });
    expect(command.opts()).toEqual({});
  });

  test('of check and conformance stands for their options', async () => {
    const folder = createTemporaryFolder({ 'contract.json': { openapi: '2' } });
    vi.stubEnv('TRACKER_MOCK_CONTRACT', join(folder, 'contract.json'));
    expect((await run('check')).err).toContain('#/openapi is not 3.1 ("2")');
    expect((await run('conformance')).err).toContain('#/openapi is not 3.1 ("2")');
  });

  test.each([
    ['TRACKER_MOCK_PROT', 'TRACKER_MOCK_PROT is not the variable of an option: did you mean TRACKER_MOCK_PORT?'],
    [
      'TRACKER_MOCK_FIXTURE',
      'TRACKER_MOCK_FIXTURE is not the variable of an option: did you mean TRACKER_MOCK_FIXTURES?',
    ],
    [
      'TRACKER_MOCK_NO_AMDIN',
      'TRACKER_MOCK_NO_AMDIN is not the variable of an option: did you mean TRACKER_MOCK_NO_ADMIN?',
    ],
    ['TRACKER_MOCK_ZZZZZZZZ', 'TRACKER_MOCK_ZZZZZZZZ is not the variable of an option'],
  ])('%s is refused with 2 by each command', async (name, line) => {
    vi.stubEnv(name, '1');
    const commands = [['serve', '-p', '0'], ['run', '--', 'no-such-program'], ['check'], ['health'], ['verify', 'h']];
    for (const command of commands) {
      const err = `Failed to read the environment. Correct these variables or unset them; tracker-mock ${command[0]} --help lists its variables.\n  ${line}\n`;
      expect(await run(...command)).toEqual({ code: 2, out: '', err });
    }
    expect((await run('--help')).code).toBe(0);
  });

  test.each(['2', 'maybe', ' '])('of a switch that says %j is refused with 2', async (value) => {
    vi.stubEnv('TRACKER_MOCK_NO_CORS', value);
    const { code, out, err } = await run('serve', '--port', '0');
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(
      `\n  TRACKER_MOCK_NO_CORS is ${JSON.stringify(value)}, which is neither yes nor no: give 1, true, yes, on, 0, false, no or off\n`,
    );
  });

  test('of another command, or one that run sets, is not refused', async () => {
    vi.stubEnv('TRACKER_MOCK_PORT', '1');
    vi.stubEnv('TRACKER_MOCK_URL', 'http://127.0.0.1:1');
    expect((await run('check')).code).toBe(0);
  });

  test('that Kubernetes sets for a service called tracker-mock is ignored', async () => {
    vi.stubEnv('TRACKER_MOCK_SERVICE_HOST', '10.0.0.1');
    vi.stubEnv('TRACKER_MOCK_SERVICE_PORT_HTTP', '4010');
    vi.stubEnv('TRACKER_MOCK_PORT_4010_TCP_ADDR', '10.0.0.1');
    vi.stubEnv('TRACKER_MOCK_PORT', 'tcp://10.0.0.1:4010');
    expect((await run('serve', '--port', '0')).code).toBe(0);
    expect((await run('run', '--', process.execPath, '--version')).code).toBe(0);
  });

  test('of --fixtures takes several paths, separated as in PATH', async () => {
    vi.stubEnv('TRACKER_MOCK_FIXTURES', ['no-a.json', 'no-b.json'].join(delimiter));
    const { code, err } = await run('serve', '--port', '0');
    expect(code).toBe(2);
    expect(err).toContain('\n  no-a.json: does not exist\n  no-b.json: does not exist\n');
  });
});
