import type { FixtureProblem } from './fixture-problem.ts';
import { parseTimestamp } from './timestamp.ts';

/** The members of an event, and what each has to be. `fixtures/fixture.schema.json` says the same for editors. */
const MEMBERS: Readonly<
  Record<
    string,
    { readonly required: boolean; readonly isValid: (value: unknown) => boolean; readonly message: string }
  >
> = {
  id: { required: true, isValid: isText, message: 'is not a string' },
  sequence_id: {
    required: true,
    isValid: (value) => Number.isSafeInteger(value) && Number(value) >= 1,
    message: 'is not an integer from 1 up',
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

/** The empty one too: it is a cursor like any other to the API, and an event of that id may be in a world that was kept. */
function isText(value: unknown): boolean {
  return typeof value === 'string';
}

/** What is wrong with an event of a fixture; empty where nothing is. */
export function checkEvent(event: unknown): FixtureProblem[] {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return [{ path: [], message: 'is not an object', value: event }];
  }
  const given = event as Record<string, unknown>;
  const mistakes: FixtureProblem[] = [];
  for (const [name, { required, isValid, message }] of Object.entries(MEMBERS)) {
    if (!Object.hasOwn(given, name)) {
      if (required) mistakes.push({ path: [name], message: 'is missing', value: undefined });
    } else if (!isValid(given[name])) mistakes.push({ path: [name], message, value: given[name] });
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(MEMBERS, name)) {
      mistakes.push({ path: [name], message: 'is not a member of an event', value: given[name] });
    }
  }
  return mistakes;
}
