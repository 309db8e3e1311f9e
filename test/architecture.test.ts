import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// What the linter cannot check of the architecture. It checks what the modules import, by .oxlintrc.json.

const root = new URL('../', import.meta.url);
const sources = readdirSync(new URL('src/', root), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);

test('every module has its import line in .oxlintrc.json', () => {
  const entries = readdirSync(new URL('src/', root), { withFileTypes: true });
  const modules = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const rules = readFileSync(new URL('.oxlintrc.json', root), 'utf8');
  const lines = rules.matchAll(/"files": \["src\/([a-z-]+)\/\*\*"\],\s*"rules": \{\s*"no-restricted-imports"/g);
  expect(modules.toSorted()).toEqual([...lines].map(([, module = '']) => module).toSorted());
});

test('a module is one folder deep, so that `../` always leads out of it', () => {
  expect(sources.filter((path) => path.split(/[/\\]/).length > 2)).toEqual([]);
});

test('no file of src/ is a utils.ts, a types.ts or a barrel', () => {
  expect(sources.filter((path) => /(^|[/\\])(utils?|types?|helpers?|common)\.ts$|[/\\]index\.ts$/.test(path))).toEqual(
    [],
  );
});

test('src/index.ts re-exports and does nothing else', () => {
  const text = readFileSync(new URL('src/index.ts', root), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
  expect(text.replaceAll(/export (type )?\{[^}]*\} from '\.\/[^']+';/g, '').trim()).toBe('');
});

test('CONTRIBUTING.md has a row for every module, in an order in which each imports only those below it', () => {
  const rows = [...read('CONTRIBUTING.md').matchAll(/^\| (.*?) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`src\/([a-z-]+)\/`/g)].map(([, module = '']) => module),
  );
  const modules = new Set(sources.filter((path) => /[/\\]/.test(path)).map((path) => path.split(/[/\\]/)[0] ?? ''));
  expect(rows.toSorted()).toEqual([...modules].toSorted());
  const wrong = sources.flatMap((path) => {
    const from = rows.indexOf(path.split(/[/\\]/)[0] ?? '');
    const imports = [...read(`src/${path}`).matchAll(/(?:from|import\() ?'\.\.\/([a-z-]+)\//g)];
    return imports.filter(([, to = '']) => rows.indexOf(to) <= from).map(([, to]) => `${path} imports ${to}`);
  });
  expect(wrong).toEqual([]);
});

test('the files of src/ that CONTRIBUTING.md and docs/ name are there', () => {
  const documents = [
    'CONTRIBUTING.md',
    'SECURITY.md',
    ...readdirSync(new URL('docs/decisions/', root)).map((name) => `docs/decisions/${name}`),
  ];
  const picture = /```\n(http\/server[^]*?)```/.exec(read('CONTRIBUTING.md'))?.[1] ?? '';
  const drawn = [...picture.matchAll(/[a-z]+\/[a-z-]+\.ts/g)].map(([file]) => `src/${file}`);
  expect(drawn).toContain('src/mock/pipeline.ts');
  const named = documents.flatMap((document) =>
    [...read(document).matchAll(/`(src\/[a-z/-]+\.ts)`/g)].map(([, file = '']) => file),
  );
  expect([...drawn, ...named].filter((file) => !existsSync(new URL(file, root)))).toEqual([]);
});

function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8');
}
