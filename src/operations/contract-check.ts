import type { Schemas } from '../contract/schema.ts';
import { explain } from '../pydantic/explain.ts';
import { findAt } from '../python/lossless-value.ts';
import type { FixtureProblem } from '../trackers/fixture-problem.ts';

/** Returns a function that returns what breaks any of the schemas in a value, each place once, with the wording of request errors. */
export function createContractCheck(
  schemas: Schemas,
  pointers: readonly string[],
): (value: unknown) => FixtureProblem[] {
  const checks = pointers.map((pointer) => schemas.compile(pointer));
  return (value) => {
    const found = new Map<string, FixtureProblem>();
    for (const { pointer, check } of checks) {
      const errors = check(value);
      if (errors === undefined) continue;
      for (const { type, loc, inputAt, msg } of explain(schemas, pointer, value, errors)) {
        // Not `loc`, which includes the branches of unions.
        const path = type === 'missing' ? [...inputAt, loc.at(-1) ?? ''] : inputAt;
        const key = JSON.stringify(path);
        if (found.has(key)) continue;
        found.set(key, {
          path,
          message: type === 'missing' ? 'is missing' : `breaks the contract: ${msg}`,
          value: type === 'missing' ? undefined : findAt(value, inputAt),
        });
      }
    }
    return [...found.values()];
  };
}
