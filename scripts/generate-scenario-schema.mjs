// Writes fixtures/scenario.schema.json from the control API's schema of a scenario (docs/decisions/0004), so that editors know its members.
// With --check it writes nothing and exits with code 1 if the file is not up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { copySchemas } from './copy-schemas.mjs';
import { loadControlSchemas } from './load-control-schemas.mjs';

// The formatter gives it its line ends.
const file = new URL('../fixtures/scenario.schema.json', import.meta.url);
const { Scenario, ...others } = copySchemas(await loadControlSchemas(), 'Scenario');
const updated = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Scenario',
  ...Scenario,
  $defs: others,
};
if (!process.argv.includes('--check')) writeFileSync(file, `${JSON.stringify(updated)}\n`);
else if (!isDeepStrictEqual(JSON.parse(readFileSync(file, 'utf8')), updated)) {
  process.stderr.write('fixtures/scenario.schema.json is not up to date. Run npm run generate.\n');
  process.exitCode = 1;
}
