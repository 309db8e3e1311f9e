import { LISTED_PROBLEMS } from '../budgets.ts';
import type { MockErrorCode } from '../mock-error.ts';
import { MockError } from '../mock-error.ts';
import type { Schemas } from './check-shape.ts';
import { checkShape } from './check-shape.ts';
import { CONTROL_SCHEMAS } from './control-schemas.ts';
import { toReference } from './schema-object.ts';

/** A custom contract may define other fields of a tracker, so the content of a world is checked against the contract instead. */
const CHECKED: Schemas = {
  ...CONTROL_SCHEMAS,
  TrackerFixture: { type: 'object' },
  EventFixture: { type: 'object' },
  ScenarioEvent: { type: 'object' },
  ScenarioTracker: { type: 'object' },
};

/**
 * Checks an input of the control API, identically in the process and over HTTP.
 *
 * @param schema a name of the document's `components/schemas`
 * @param task what failed, for the message: `add the stub`
 * @param checkFurther yields the problems that a schema cannot express; called if the value is valid by the schema
 * @throws {MockError} with the given code, and each problem with its JSON pointer
 */
export function checkInput(
  schema: string,
  value: unknown,
  task: string,
  code: MockErrorCode = 'admin-request-invalid',
  checkFurther: () => Iterable<string> = () => [],
): void {
  const problems = listInputProblems(schema, value, checkFurther);
  if (problems.length > 0) throw toProblemsError(code, task, problems);
}

/** Returns the problems for which {@link checkInput} throws. */
export function listInputProblems(schema: string, value: unknown, checkFurther: () => Iterable<string>): string[] {
  const problems = takeProblems(checkShape(toReference(schema), value, CHECKED));
  return problems.length > 0 ? problems : takeProblems(checkFurther());
}

/** Returns the first hundred problems, and a last line if there are more. */
export function takeProblems(found: Iterable<string>): string[] {
  const problems: string[] = [];
  for (const problem of found) {
    if (problems.length === LISTED_PROBLEMS) return [...problems, '… and more'];
    problems.push(problem);
  }
  return problems;
}

/** Returns an error that lists the problems. */
export function toProblemsError(code: MockErrorCode, task: string, problems: readonly string[]): MockError {
  return new MockError(code, `Failed to ${task}: ${countProblems(problems)}.`, problems);
}

/** Returns the number of problems in words. A list beyond the limit has a last line that says so. */
export function countProblems({ length }: readonly string[]): string {
  if (length > LISTED_PROBLEMS) return `more than ${LISTED_PROBLEMS} problems`;
  return length === 1 ? 'one problem' : `${length} problems`;
}
