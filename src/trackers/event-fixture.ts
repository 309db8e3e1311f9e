import type { FixtureProblem } from './fixture-problem.ts';
import { parseTimestamp } from './timestamp.ts';

/** The members of an event and their rules. `fixtures/fixture.schema.json` has the same ones for editors. */
const MEMBERS: Readonly<
  Record<
    string,
    { readonly required: boolean; readonly isValid: (value: unknown) => boolean; readonly message: string }
  >
> = {
  id: { required: true, isValid: isText, message: 'is not a string' },
  sequence_id: {
    required: true,
    isValid: Number.isSafeInteger,
    message: 'is not an integer that JavaScript holds exactly',
  },
  task_id: { required: true, isValid: isText, message: 'is not a string' },
  agent_id: { required: true, isValid: isText, message: 'is not a string' },
  created_at: {
    required: false,
    isValid: (value) => value === null || (typeof value === 'string' && parseTimestamp(value) !== undefined),
    message: 'is neither a date-time nor null',
  },
  content: {
    required: false,
    isValid: (value) => typeof value === 'object' && !Array.isArray(value),
    message: 'is neither an object nor null',
  },
};

/** The API accepts the empty string as an id, so a saved world may contain an event with it. */
function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** Returns the problems of an event in a fixture. */
export function checkEvent(event: unknown): FixtureProblem[] {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return [{ path: [], message: 'is not an object', value: event }];
  }
  const given = event as Record<string, unknown>;
  const problems: FixtureProblem[] = [];
  for (const [name, { required, isValid, message }] of Object.entries(MEMBERS)) {
    if (!Object.hasOwn(given, name)) {
      if (required) problems.push({ path: [name], message: 'is missing', value: undefined });
    } else if (!isValid(given[name])) problems.push({ path: [name], message, value: given[name] });
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(MEMBERS, name)) {
      problems.push({ path: [name], message: 'is not a member of an event', value: given[name] });
    }
  }
  return problems;
}
