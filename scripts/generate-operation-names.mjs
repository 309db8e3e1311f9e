// Writes src/control/operation-names.ts: the names of the operations of openapi.json, for the types and schemas of the control API. With
// --check it writes nothing and exits with code 1 if the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';

const file = new URL('../src/control/operation-names.ts', import.meta.url);
const { paths } = JSON.parse(readFileSync(new URL('../openapi.json', import.meta.url), 'utf8'));
const names = Object.entries(paths).flatMap(([path, operations]) =>
  Object.keys(operations).map((method) => `  '${method.toUpperCase()} ${path}',\n`),
);
const text = `// Generated from openapi.json by \`npm run generate\`. Do not edit.

export const OPERATION_NAMES: readonly string[] = [
${names.join('')}];
`;
if (!process.argv.includes('--check')) writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('src/control/operation-names.ts is not up to date. Run npm run generate.\n');
  process.exitCode = 1;
}
