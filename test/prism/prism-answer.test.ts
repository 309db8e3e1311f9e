import { expect, test } from 'vitest';
import { readPrismAnswer } from '../../src/prism/prism-answer.ts';
import type { WireReply } from '../../src/prism/send-request.ts';

function json(status: number, body: unknown, contentType = 'application/json'): WireReply {
  return { status, headers: { 'content-type': contentType }, body: JSON.stringify(body) };
}

function problem(status: number, body: unknown): WireReply {
  return json(status, body, 'application/problem+json');
}

const none = { request: [], reply: [] };

test.each([
  ['a tracker', json(200, { id: 'a' })],
  ['no body', { status: 307, headers: {}, body: '' }],
  ['a refusal of the server', json(422, { detail: [] })],
  ['an error member that is the server’s own', json(400, { error: 'a text' })],
  ['a problem of the mock', problem(500, { type: 'urn:agentex-tracker-mock:internal-error', title: 'It failed' })],
  ['a problem without a type', problem(500, { title: 'It failed' })],
])('%s was passed on, so Prism found no violation', (_, answer) => {
  expect(readPrismAnswer(answer)).toEqual(none);
});

test('a refused request has the verdicts of the problem, with `request` added to their locations', () => {
  const validation = [
    { location: ['query', 'limit'], severity: 'Error', code: 'minimum', message: 'must be >= 1' },
    { location: ['query', 'old'], severity: 'Warning', code: 'deprecated', message: 'is deprecated' },
    { severity: 'Error', code: 415, message: 'Supported content types: application/json' },
    { severity: 'Nonsense', message: 'no code' },
    'no verdict',
    null,
    { message: 5 },
  ];
  const type = 'https://stoplight.io/prism/errors#UNPROCESSABLE_ENTITY';
  expect(readPrismAnswer(problem(422, { type, title: 'Invalid request', validation }))).toEqual({
    request: [
      { location: ['request', 'query', 'limit'], severity: 'Error', code: 'minimum', message: 'must be >= 1' },
      { location: ['request'], severity: 'Error', code: '415', message: 'Supported content types: application/json' },
      { location: ['request'], severity: 'Error', code: '', message: 'no code' },
    ],
    reply: [],
  });
});

test('a refused reply has verdicts on the reply', () => {
  const verdict = { location: ['response', 'body'], severity: 'Error', code: 'type', message: 'must be object' };
  const type = 'https://stoplight.io/prism/errors#VIOLATIONS';
  expect(readPrismAnswer(problem(500, { type, validation: [verdict] }))).toEqual({ request: [], reply: [verdict] });
});

test.each([
  ['no answer', { failure: 'socket hang up' }, 'no_answer', 'Prism gave no answer: socket hang up'],
  [
    'malformed JSON',
    json(400, { error: { code: 'invalid_json', message: 'Invalid JSON' } }),
    'invalid_json',
    'Invalid JSON',
  ],
  ['an error without a message', json(500, { error: { code: 'oops' } }), 'oops', '""'],
  [
    'a path that the contract does not have',
    problem(404, { type: 'https://stoplight.io/prism/errors#NO_PATH_MATCHED_ERROR', detail: 'The route is not there' }),
    'NO_PATH_MATCHED_ERROR',
    'The route is not there',
  ],
  [
    'a server that does not answer Prism',
    problem(500, { type: 'FetchError', title: 'request failed, reason: socket hang up' }),
    'no_answer',
    'request failed, reason: socket hang up',
  ],
])('%s is a refusal of the request', (_, answer, code, message) => {
  const verdict = { location: ['request'], severity: 'Error', code, message };
  expect(readPrismAnswer(answer)).toEqual({ request: [verdict], reply: [] });
});
