import type { MockErrorCode } from '../mock-error.ts';
import { MockError } from '../mock-error.ts';
import type { Schemas } from './check-shape.ts';
import { checkShape } from './check-shape.ts';
import { CONTROL_SCHEMAS } from './control-schemas.ts';
import { toReference } from './schema-object.ts';

/** How many mistakes are collected. A world that is wrong throughout needs no more, and may be large. */
const MOST = 100;

/** A contract of one's own may give a tracker other fields, so the contract checks what a world holds. */
const CHECKED: Schemas = { ...CONTROL_SCHEMAS, TrackerFixture: { type: 'object' }, EventFixture: { type: 'object' } };

/**
 * Checks what the control API is given, the same way in the process and over HTTP.
 *
 * @param schema a name of the document's `components/schemas`
 * @param task what failed, for the message: `add the stub`
 * @param checkFurther yields what a schema cannot say; called if the schema is kept
 * @throws {MockError} with the given code, and each mistake with its JSON pointer
 */
export function checkInput(
  schema: string,
  value: unknown,
  task: string,
  code: MockErrorCode = 'admin-request-invalid',
  checkFurther: () => Iterable<string> = () => [],
): void {
  const problems = takeProblems(checkShape(toReference(schema), value, CHECKED));
  if (problems.length === 0) problems.push(...takeProblems(checkFurther()));
  if (problems.length > 0) throw toProblemsError(code, task, problems);
}

/** Returns the first hundred problems, and says if there are more. */
export function takeProblems(found: Iterable<string>): string[] {
  const problems: string[] = [];
  for (const problem of found) {
    if (problems.length === MOST) return [...problems, '… and more'];
    problems.push(problem);
  }
  return problems;
}

/** A failure with a list of what is wrong. */
export function toProblemsError(code: MockErrorCode, task: string, problems: readonly string[]): MockError {
  const isCut = problems.length > MOST;
  const count = problems.length === 1 ? 'one problem' : `${isCut ? `more than ${MOST}` : problems.length} problems`;
  return new MockError(code, `Failed to ${task}: ${count}.`, problems);
}
