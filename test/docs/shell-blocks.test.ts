import { createTrackerMock, startServer } from 'agentex-tracker-mock';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { createCheckCommand } from '../../src/cli/check-command.ts';
import { createConformanceCommand } from '../../src/cli/conformance-command.ts';
import { createDriftCommand } from '../../src/cli/drift-command.ts';
import { createFixtureCommand } from '../../src/cli/fixture-command.ts';
import { createHealthCommand } from '../../src/cli/health-command.ts';
import { createProxyCommand } from '../../src/cli/proxy-command.ts';
import { createRunCommand } from '../../src/cli/run-command.ts';
import { createServeCommand } from '../../src/cli/serve-command.ts';
import { createTailCommand } from '../../src/cli/tail-command.ts';
import type { CurlRequest } from './curl.ts';
import { parseCurl, toCommands, toWords } from './curl.ts';
import { DOCUMENTS, readBlocks, readProjectFile } from './markdown.ts';

/** The mock's address in the documents. */
const ADDRESS = 'http://127.0.0.1:4010';

async function send(
  { url, method, headers, body }: CurlRequest,
  address: string,
): Promise<{ status: number; text: string }> {
  const init = { method, headers: headers.map(([name, value]): [string, string] => [name, value]) };
  const reply = await fetch(url.replace(ADDRESS, address), body === undefined ? init : { ...init, body });
  return { status: reply.status, text: await reply.text() };
}

/** Parses JSON for comparison, without the time of an update, which differs in every run. */
function toComparable(text: string): unknown {
  return JSON.parse(text.replaceAll(/"updated_at": ?"[^"]*"/g, '"updated_at":"now"'));
}

/** Sends the requests of a document. Returns the replies that it shows and those that were received. */
async function paste(
  document: string,
  address: string,
): Promise<{ shown: unknown[]; answered: unknown[]; failed: string[] }> {
  const result: Awaited<ReturnType<typeof paste>> = { shown: [], answered: [], failed: [] };
  const blocks = readBlocks(document);
  for (const [index, { language, text }] of blocks.entries()) {
    const requests = language === 'sh' ? toCommands(text).flatMap((command) => parseCurl(command) ?? []) : [];
    let last: string | undefined;
    for (const request of requests) {
      const reply = await send(request, address);
      if (reply.status >= 500 && !request.headers.some(([name]) => name === 'Prefer')) result.failed.push(reply.text);
      last = reply.text;
    }
    const next = blocks[index + 1];
    if (last === undefined || next?.language !== 'json') continue;
    result.shown.push([next.place, toComparable(next.text)]);
    result.answered.push([next.place, toComparable(last)]);
  }
  return result;
}

// Each document is run from beginning to end, with a new mock.
test.each(DOCUMENTS)('%s: the requests get the replies that it shows', async (document) => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  onTestFinished(() => server.close());
  const { shown, answered, failed } = await paste(document, server.url);
  expect(answered).toEqual(shown);
  expect(failed).toEqual([]);
});

test('README.md names the statuses of its invalid requests', async () => {
  const server = await startServer(createTrackerMock(), { port: 0 });
  onTestFinished(() => server.close());
  const shown = [...readProjectFile('README.md').matchAll(/\(status (\d+)\):\n\n```sh\n(.*?)```/gs)];
  const requests = shown.flatMap(([, , block = '']) =>
    toCommands(block).flatMap((command) => parseCurl(command) ?? []),
  );
  const replies = await Promise.all(requests.map((request) => send(request, server.url)));
  expect(shown.map(([, status]) => Number(status))).toEqual([400, 422]);
  expect(replies.map(({ status }) => status)).toEqual([400, 422]);
});

/** All texts in a document of YAML. */
function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap((part) => listTexts(part)) : [];
}

describe('the commands', () => {
  const blocks = DOCUMENTS.flatMap((document) => readBlocks(document));
  const commands = [
    ...blocks
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text, place }) => toCommands(text).map((command) => ({ command, place }))),
    ...blocks
      .filter(({ language }) => language === 'yaml')
      .flatMap(({ text, place }) => listTexts(parse(text)).map((command) => ({ command, place }))),
  ].filter(({ command }) => /^(npx )?tracker-mock\b/.test(command));

  test.each(commands)('$place: $command uses known options', ({ command }) => {
    const words = toWords(command.replace(/^npx /, '')).slice(1);
    const programs = {
      run: createRunCommand(() => Promise.resolve()),
      serve: createServeCommand(() => Promise.resolve()),
      check: createCheckCommand(() => Promise.resolve()),
      proxy: createProxyCommand(() => Promise.resolve()),
      fixture: createFixtureCommand(() => Promise.resolve()),
      conformance: createConformanceCommand(() => Promise.resolve()),
      drift: createDriftCommand(() => Promise.resolve()),
      health: createHealthCommand(() => Promise.resolve()),
      tail: createTailCommand(() => Promise.resolve()),
    };
    const name = Object.keys(programs).find((known) => known === words[0]) ?? 'serve';
    const program = programs[name as keyof typeof programs]
      .exitOverride()
      .configureOutput({ writeErr: () => undefined });
    expect(() => program.parse(words[0] === name ? words.slice(1) : words, { from: 'user' })).not.toThrow();
  });

  test.each([
    ...new Set(
      DOCUMENTS.flatMap((document) => readBlocks(document)).flatMap(({ text }) => text.match(/npm run [\w:]+/g) ?? []),
    ),
  ])('%s is a script of package.json', (command) => {
    const { scripts } = JSON.parse(readProjectFile('package.json')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts)).toContain(command.slice('npm run '.length));
  });
});
