import { expect, test } from 'vitest';
import { MockError } from '../src/index.ts';
import { parseProblem } from '../src/mock-error.ts';

test('the message lists the problems, the first twenty', () => {
  const problems = Array.from({ length: 25 }, (_, index) => `/${index} is missing`);
  const { message, summary } = new MockError('stub-invalid', 'Failed to add the stub: 25 problems.', problems);
  const lines = message.split('\n');
  expect(lines.slice(0, 2)).toEqual([summary, '  /0 is missing']);
  expect(lines).toHaveLength(22);
  expect(lines.at(-1)).toBe('  … and 5 more');
});

test('of a list that is cut, the message does not count the rest', () => {
  const problems = [...Array.from({ length: 25 }, () => 'x'), '… and more'];
  expect(new MockError('stub-invalid', 'Failed.', problems).message.split('\n').at(-1)).toBe('  … and more');
});

test('a problem document keeps summary and problems apart, and gives the same failure', () => {
  const failure = new MockError('stub-invalid', 'Failed to add the stub: one problem.', ['/times is missing']);
  const problem = failure.toProblem();
  expect(problem).toMatchObject({ detail: 'Failed to add the stub: one problem.', problems: ['/times is missing'] });
  expect(parseProblem(problem)).toEqual(failure);
});
