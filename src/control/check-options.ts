import { MockError } from '../mock-error.ts';
import type { Schemas } from './check-shape.ts';
import { checkShape } from './check-shape.ts';
import type { SchemaObject } from './schema-object.ts';

/** The schema of every option. Does not compile if an option is missing or unknown. */
export type OptionSchemas<Options> = Readonly<Record<keyof Options & string, SchemaObject>>;

/**
 * Checks the options of an exported function. A misspelt option would otherwise be ignored silently.
 *
 * @param schemas the schemas that the options' schemas refer to
 * @throws {MockError} `option-invalid` with each problem, and the nearest name for a misspelt option
 */
export function checkOptions<Options extends object>(
  name: string,
  options: Options,
  properties: OptionSchemas<Options>,
  schemas?: Schemas,
): void {
  const schema = { type: 'object', properties, additionalProperties: false } as const;
  const problems = [...checkShape(schema, options, schemas)].map((problem) => problem.slice(1).trimStart());
  if (problems.length === 0) return;
  throw new MockError('option-invalid', `Failed to call ${name}: the options are not valid.`, problems);
}
