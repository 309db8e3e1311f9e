import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

// What the linter cannot say about the architecture. The modules' import lines themselves stand in .oxlintrc.json.

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
