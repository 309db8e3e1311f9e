import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';

describe('an option that cannot be applied is refused', () => {
  test.each<[Record<string, string>, string[]]>([
    [{ 'GET /agent': 'none' }, ['"GET /agent" matches no operation of the contract. Did you mean "GET /agents"?']],
    [
      { 'GET /nothing/like/it/at/all': 'none' },
      [
        '"GET /nothing/like/it/at/all" matches no operation of the contract. Give a name such as "GET /agents/{agent_id}"',
      ],
    ],
    [{ agents: 'none' }, ['"agents" matches no operation of the contract. Did you mean "GET /agents"?']],
    [
      { '/agnet/{id}': 'none' },
      ['"/agnet/{id}" matches no operation of the contract. Did you mean "GET /agents/{agent_id}"?'],
    ],
    [
      { nothing: 'none' },
      ['"nothing" matches no operation of the contract. Give a name such as "GET /agents/{agent_id}"'],
    ],
    [
      { 'POST /task/*': 'none' },
      ['"POST /task/*" matches no operation of the contract. Did you mean "POST /tasks/*"?'],
    ],
    [{ 'GET /agnets*': 'none' }, ['"GET /agnets*" matches no operation of the contract. Did you mean "GET /agents*"?']],
    [
      { '* /nothing*': 'none' },
      ['"* /nothing*" matches no operation of the contract. Give a name such as "GET /agents/{agent_id}"'],
    ],
    [{ '/agents': 'none' }, ['"/agents" matches no operation of the contract. Did you mean "GET /agents"?']],
    [
      { 'GET /agents/{id}': 'none' },
      ['"GET /agents/{id}" matches no operation of the contract. Did you mean "GET /agents/{agent_id}"?'],
    ],
    [
      { 'GET /tracker': 'none' },
      ['"GET /tracker" matches only what the mock serves itself, with state, and never passes on. Omit the entry'],
    ],
    [
      { '* /tracker*': 'http://127.0.0.1:1' },
      ['"* /tracker*" matches only what the mock serves itself, with state, and never passes on. Omit the entry'],
    ],
    [
      { 'GET /tasks/{task_id}/stream': 'sample' },
      [
        '"GET /tasks/{task_id}/stream" matches only streams of events, which cannot be made up. Give none, or the URL of a server',
      ],
    ],
  ])('%j', (serve, problems) => {
    const error = catchMockError(() => createTrackerMock({ serve }));
    expect([error.code, error.summary]).toEqual(['option-invalid', 'Failed to apply --serve or the option serve.']);
    expect(error.problems).toEqual(problems);
  });

  test.each([
    [{ rest: 'smaple' }, 'Failed to read --rest or the option rest: "smaple" is not known. Did you mean "sample"?'],
    [
      { rest: 'everything' },
      'Failed to read --rest or the option rest: "everything" is not known. Give none, sample, prism, or the URL of a server.',
    ],
    [
      { rest: 'ftp://x' },
      'Failed to read --rest or the option rest: "ftp://x" is not an http or https URL. Give one such as http://127.0.0.1:5003.',
    ],
    [
      { serve: { 'GET /agents': 'localhost:5003' } },
      'Failed to read --serve or the option serve: of "GET /agents", "localhost:5003" is not an http or https URL. Give one such as http://127.0.0.1:5003.',
    ],
  ])('%j', (options, message) => {
    expect(catchMockError(() => createTrackerMock(options)).message).toBe(message);
  });
});
