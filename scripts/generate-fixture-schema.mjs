// Copies the control API's schema of a stub, and those it refers to, into fixtures/fixture.schema.json: a stub of a fixture has the same
// form (docs/decisions/0004). With --check it writes nothing and exits with code 1 if the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { loadControlSchemas } from './load-control-schemas.mjs';

const PREFIX = '#/components/schemas/';

// The formatter gives it its line ends.
const file = new URL('../fixtures/fixture.schema.json', import.meta.url);
const schemas = await loadControlSchemas();
const present = JSON.parse(readFileSync(file, 'utf8'));
const copied = {};
copy('StubInput');
const { event } = present.$defs;
const updated = { ...present, $defs: { event, ...copied } };
if (!process.argv.includes('--check')) writeFileSync(file, `${JSON.stringify(updated)}\n`);
else if (!isDeepStrictEqual(present, updated)) {
  process.stderr.write('fixtures/fixture.schema.json is not up to date. Run npm run generate.\n');
  process.exitCode = 1;
}

function copy(name) {
  if (name in copied) return;
  // Named before those it refers to.
  copied[name] = undefined;
  copied[name] = withReferences(schemas[name]);
}

/** Returns a schema whose references lead to the copies. */
function withReferences(schema) {
  return JSON.parse(JSON.stringify(schema), (key, value) => {
    if (key !== '$ref') return value;
    const name = value.slice(PREFIX.length);
    copy(name);
    return `#/$defs/${name}`;
  });
}
