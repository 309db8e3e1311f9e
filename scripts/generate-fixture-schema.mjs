// Copies the control API's schema of a stub, and those it refers to, into fixtures/fixture.schema.json: a stub of a fixture has the same
// form (docs/decisions/0004). With --check it writes nothing and exits with code 1 if the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { copySchemas } from './copy-schemas.mjs';
import { loadControlSchemas } from './load-control-schemas.mjs';

// The formatter gives it its line ends.
const file = new URL('../fixtures/fixture.schema.json', import.meta.url);
const present = JSON.parse(readFileSync(file, 'utf8'));
const { event } = present.$defs;
const updated = { ...present, $defs: { event, ...copySchemas(await loadControlSchemas(), 'StubInput') } };
if (!process.argv.includes('--check')) writeFileSync(file, `${JSON.stringify(updated)}\n`);
else if (!isDeepStrictEqual(present, updated)) {
  process.stderr.write('fixtures/fixture.schema.json is not up to date. Run npm run generate.\n');
  process.exitCode = 1;
}
