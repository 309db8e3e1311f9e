import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, Option } from 'commander';
import { describe, expect, test, vi } from 'vitest';
import { readVariables } from '../../src/cli/environment.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { NOW } from '../setup.ts';
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
      expect((await fetch(`${url}/__admin/health`)).status).toBe(200);
      const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
      expect(page.headers.get('access-control-allow-origin')).toBe('https://app.example');
    },
  );

  test.each(['0', 'false', 'FALSE', 'no', 'off', ''])('a switch that says %j is off', async (word) => {
    vi.stubEnv('TRACKER_MOCK_NO_ADMIN', word);
    vi.stubEnv('TRACKER_MOCK_NO_CORS', word);
    const { url } = await serve();
    expect((await fetch(`${url}/__admin/health`)).status).toBe(200);
    const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });

  test.each(['1', 'true', 'yes', 'on'])('a switch that says %j is on', async (word) => {
    vi.stubEnv('TRACKER_MOCK_NO_ADMIN', word);
    vi.stubEnv('TRACKER_MOCK_NO_CORS', word);
    const { url } = await serve();
    expect((await fetch(`${url}/__admin/health`)).status).toBe(404);
    const page = await fetch(`${url}/tracker`, { headers: { origin: 'https://app.example' } });
    expect(page.headers.get('access-control-allow-origin')).toBeNull();
  });

  test('of a switch takes yes and no only', async () => {
    vi.stubEnv('TRACKER_MOCK_WATCH', 'maybe');
    const { code, err } = await run('serve', '--port', '0');
    expect(code).toBe(2);
    expect(err).toContain('TRACKER_MOCK_WATCH is "maybe". Give 1, true, yes or on, or 0, false, no or off.');
  });

  test('that is misspelt is refused with the nearest name', async () => {
    vi.stubEnv('TRACKER_MOCK_PROT', '4011');
    const { code, err } = await run('serve', '--port', '0');
    expect(code).toBe(2);
    expect(err).toContain('unknown environment variable TRACKER_MOCK_PROT; did you mean TRACKER_MOCK_PORT?');
  });

  test('that resembles no option is ignored', async () => {
    vi.stubEnv('TRACKER_MOCK_URL', 'http://127.0.0.1:4010');
    expect((await serve()).url).toMatch(/^http:/);
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
    const environment = { TRACKER_MOCK_ALL: 'perhaps', all: 'perhaps', undefined: '' };
    readVariables(program, environment);
    await program.parseAsync(['look'], { from: 'user' });
    expect(command.opts()).toEqual({});
  });

  test('of check and conformance stands for their options', async () => {
    const folder = createTemporaryFolder({ 'contract.json': { openapi: '2' } });
    vi.stubEnv('TRACKER_MOCK_CONTRACT', join(folder, 'contract.json'));
    expect((await run('check')).err).toContain('#/openapi is not 3.1 ("2")');
    expect((await run('conformance')).err).toContain('#/openapi is not 3.1 ("2")');
  });
});
