import { COVERAGE_SCHEMAS } from './coverage-schemas.ts';
import { HAR_SCHEMAS } from './har-schemas.ts';
import { JOURNAL_SCHEMAS } from './journal-schemas.ts';
import { SCENARIO_SCHEMAS } from './scenario-schemas.ts';
import type { SchemaNode } from './schema-object.ts';
import { SERVICE_SCHEMAS } from './service-schemas.ts';
import { STUB_SCHEMAS } from './stub-schemas.ts';
import { WORLD_SCHEMAS } from './world-schemas.ts';

/**
 * Everything that the control API receives and sends, by name. The single source: the document contains it as `components/schemas`, the types in
 * control-types.ts are generated from it (`npm run generate`), and inputs are checked against it.
 */
export const CONTROL_SCHEMAS: Readonly<Record<string, SchemaNode>> = {
  ...SERVICE_SCHEMAS,
  ...WORLD_SCHEMAS,
  ...STUB_SCHEMAS,
  ...SCENARIO_SCHEMAS,
  ...JOURNAL_SCHEMAS,
  ...HAR_SCHEMAS,
  ...COVERAGE_SCHEMAS,
};
