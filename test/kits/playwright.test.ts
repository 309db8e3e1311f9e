import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { runNode } from './run-node.ts';

interface Suite {
  readonly suites?: readonly Suite[];
  readonly specs: readonly {
    readonly title: string;
    readonly tests: readonly { readonly results: readonly Result[] }[];
  }[];
}
interface Result {
  readonly status: string;
  readonly errors: readonly { readonly message: string }[];
  readonly attachments: readonly { readonly name: string; readonly body?: string }[];
}

const results = new Map<string, Result>();

// One run of Playwright, whose tests call what they have to end in. It needs no browser.
beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'tracker-mock-playwright-'));
  try {
    const cli = 'node_modules/@playwright/test/cli.js';
    const args = ['test', '--config', 'test/kits/runs/playwright.config.ts', '--reporter', 'json'];
    const run = await runNode(cli, args, { KIT_OUTPUT: folder });
    collect(JSON.parse(run.stdout) as Suite);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 120_000);

function collect(suite: Suite): void {
  for (const inner of suite.suites ?? []) collect(inner);
  for (const { title, tests } of suite.specs ?? []) {
    for (const result of tests.flatMap((run) => run.results)) results.set(title, result);
  }
}

function toMessages(title: string): string[] {
  return (results.get(title)?.errors ?? []).map(({ message }) => message);
}

test('a test that keeps the contract passes', () => {
  expect(results.get('passes')).toMatchObject({ status: 'passed', errors: [], attachments: [] });
});

test('toHaveReceived waits for a request', () => {
  expect(results.get('passes with a late request')).toMatchObject({ status: 'passed', errors: [] });
});

test('paths are resolved against the session’s base URL', () => {
  expect(results.get('paths are resolved against the base URL')).toMatchObject({ status: 'passed', errors: [] });
});

test('a base URL of the configuration is kept', () => {
  expect(results.get('is kept')).toMatchObject({ status: 'passed', errors: [] });
});

test('trackerMockOptions configure the mock', () => {
  expect(results.get('passes with options')).toMatchObject({ status: 'passed', errors: [] });
});

test('a test may break the contract if it allows violations', () => {
  for (const title of ['', ' and a matcher', ' after a reset']) {
    expect(results.get(`passes with allowed violations${title}`)).toMatchObject({ status: 'passed', errors: [] });
  }
});

test('a test that breaks the contract fails at its end, and its journal is attached', () => {
  expect(toMessages('fails because the contract was broken')).toEqual([
    expect.stringMatching(
      /^MockError: The contract was broken: one violation\.\n {2}PUT \/tracker\/.*: request body\.status: /,
    ),
  ]);
  const attachments = results.get('fails because the contract was broken')?.attachments ?? [];
  const [har] = attachments.filter(({ name }) => name === 'tracker-mock.har');
  const { log } = JSON.parse(Buffer.from(har?.body ?? '', 'base64').toString()) as { log: { entries: unknown[] } };
  expect(log.entries).toMatchObject([{ request: { method: 'PUT' }, response: { status: 422 } }]);
});

test('a request without the session’s prefix makes the test fail', () => {
  expect(toMessages('fails because a path with a slash in front names no session')).toEqual([
    expect.stringMatching(
      /^Error: One request named no session, so the test's world was not used:\n {2}GET \/tracker\n/,
    ),
  ]);
});

test('the test that asked the worker’s mock without a session fails, not the next one', () => {
  expect(toMessages('fails because the worker’s mock was asked without a session')).toEqual([
    expect.stringMatching(
      /^Error: One request named no session, so the test's world was not used:\n {2}PUT \/tracker\//,
    ),
  ]);
  expect(results.get('passes after a test that named no session')).toMatchObject({ status: 'passed', errors: [] });
});

test('a failing test has its journal attached', () => {
  expect(toMessages('fails because the request was another')).toEqual([
    expect.stringMatching(
      /^Error: The session "fails-because-the-request-was-another-\d+" did not receive this request:\n/,
    ),
  ]);
  const names = results.get('fails because the request was another')?.attachments.map(({ name }) => name);
  expect(names).toContain('tracker-mock.har');
});

test('toHaveReceived, negated, and toHaveNoViolations fail with a list', () => {
  expect(toMessages('fails because the request came')).toEqual([
    expect.stringMatching(/ received this request once:\n/),
  ]);
  expect(toMessages('fails because there are violations')).toEqual([
    expect.stringMatching(/^Error: The contract was broken: one violation\.\n/),
    expect.stringMatching(/^MockError: The contract was broken: one violation\.\n/),
  ]);
});
