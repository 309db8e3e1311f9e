import { MockError } from '../mock-error.ts';
import type { Schemas } from './check-shape.ts';
import { checkShape } from './check-shape.ts';
import type { SchemaObject } from './schema-object.ts';

/** The schema of every option. The compiler refuses a table that lacks an option or has one too many. */
export type OptionSchemas<Options> = Readonly<Record<keyof Options & string, SchemaObject>>;

/**
 * Checks the options of an exported function. A misspelt one would otherwise do nothing.
 *
 * @param schemas what the options' schemas refer to
 * @throws {MockError} `option-invalid` with each mistake, and the nearest name of what is misspelt
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
