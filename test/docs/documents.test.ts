import { existsSync, readdirSync } from 'node:fs';
import { createTrackerMock } from 'agentex-tracker-mock';
import type { Option } from 'commander';
import { describe, expect, test } from 'vitest';
import { createServeCommand } from '../../src/cli/serve-command.ts';
import { parseCurl, toCommands } from './curl.ts';
import { DOCUMENTS, readBlocks, readProjectFile, toProjectPath } from './markdown.ts';

/** Formats an option as in README.md. */
function toRow({ flags, description, argChoices, defaultValue, defaultValueDescription }: Option): string {
  const choices = argChoices === undefined ? '' : ` (${argChoices.map((choice) => `\`${choice}\``).join(', ')})`;
  const isShown = defaultValue !== undefined && typeof defaultValue !== 'boolean';
  const standard = isShown ? ` ${defaultValueDescription ?? `\`${String(defaultValue)}\``}` : '';
  return `| \`${flags}\` | ${description}${choices} |${standard} |`;
}

test('README.md lists the same options of serve as --help', () => {
  const { options } = createServeCommand(() => Promise.resolve());
  const table = [
    '| option | does | default |',
    '| --- | --- | --- |',
    ...options.filter(({ hidden }) => !hidden).map((option) => toRow(option)),
  ];
  expect(readProjectFile('README.md')).toContain(table.join('\n'));
});

describe('links', () => {
  const links = DOCUMENTS.flatMap((document) =>
    [...readProjectFile(document).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target = '']) => ({ document, target })),
  ).filter(({ target }) => !target.startsWith('https://'));

  test.each(links)('$document: $target exists', ({ document, target }) => {
    expect(existsSync(new URL(target, `file://${toProjectPath(document)}`))).toBe(true);
  });
});

describe('TypeScript and JavaScript', () => {
  // The code in the documents is copied from files that run: each block must be in one of them, except that imports may be elsewhere in it.
  const folders = [
    'examples',
    'examples/playwright',
    'test/docs',
    'test/kits/runs',
    'test/kits/coverage-runs',
    'test/browser',
  ];
  const files = folders
    .flatMap((folder) => readdirSync(toProjectPath(folder)).map((name) => `${folder}/${name}`))
    .filter((path) => /\.(ts|cjs)$/.test(path))
    .map((path) => toLines(readProjectFile(path)));
  // The files of docs/ci.md run as they are, in test/docs/ci-guide.test.ts.
  const blocks = DOCUMENTS.filter((document) => document !== 'docs/ci.md')
    .flatMap((document) => readBlocks(document))
    .filter(({ language }) => language === 'ts' || language === 'js');

  test.each(blocks)('$place is in a file that runs', ({ text }) => {
    const lines = toLines(text);
    const imports = lines.filter((line) => line.startsWith('import '));
    const rest = lines.filter((line) => !line.startsWith('import ')).join('\n');
    const found = files.filter(
      (file) => file.join('\n').includes(rest) && imports.every((line) => hasImport(file, line)),
    );
    expect(found).not.toEqual([]);
  });
});

/** Returns the lines of a program without indentation and empty lines. */
function toLines(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** Returns whether a file has the imports of a line, possibly among others. */
function hasImport(file: readonly string[], line: string): boolean {
  if (file.includes(line)) return true;
  const [, names = '', source = ''] = /^import \{ (.*) \} from (.*)$/.exec(line) ?? [];
  const found = file.find((other) => other.startsWith('import {') && other.endsWith(` from ${source}`));
  return names !== '' && found !== undefined && names.split(', ').every((name) => found.includes(name));
}

describe('JSON', () => {
  const worlds = DOCUMENTS.flatMap((document) => {
    const blocks = readBlocks(document);
    return blocks.filter(
      ({ language }, index) =>
        language === 'json' && parseCurl(toCommands(blocks[index - 1]?.text ?? '').at(-1) ?? '') === undefined,
    );
  }).filter(({ text }) => /"(?:trackers|stubs)":/.test(text));

  test.each(worlds)('$place can be served', ({ text }) => {
    const { $schema: _, ...fixtures } = JSON.parse(text) as Record<string, unknown>;
    const mock = createTrackerMock({ fixtures, events: 'strict' });
    expect(mock.handle({ method: 'GET', target: '/tracker', headers: {}, body: new Uint8Array() }).status).toBe(200);
  });
});
