import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';
import { judgeContractCase } from '../../src/conformance/judge-contract-case.ts';
import { createReplyVerifier } from '../../src/contract/verify-reply.ts';
import type { WireReply } from '../../src/prism/send-request.ts';

const { contract } = createTrackerMock();
const operation = contract.operations.find(({ method, path }) => `${method} ${path}` === 'GET /tracker');
if (operation === undefined) throw new Error('The contract has no list.');
const list = operation;
const verifyReply = createReplyVerifier(contract);

function judge(valid: boolean, reply: Partial<WireReply>, expected?: Partial<WireReply>): string | undefined {
  const toReply = (part: Partial<WireReply>): WireReply => ({ status: 200, headers: {}, body: '[]', ...part });
  const isModelled = expected !== undefined;
  const judged = { operation: list, name: 'GET /tracker', isModelled };
  return judgeContractCase(
    judged,
    { label: 'query limit: 0', valid },
    verifyReply,
    toReply(reply),
    toReply(expected ?? {}),
  )?.what;
}

test('an operation that the mock does not know is judged by the contract alone', () => {
  expect(judge(true, {})).toBeUndefined();
  expect(judge(true, { status: 404, body: '{}' })).toBeUndefined();
  expect(judge(true, { status: 501, body: '{}' })).toBeUndefined();
  expect(judge(false, { status: 404, body: '{}' })).toBeUndefined();
  expect(judge(true, { status: 500, body: 'x' })).toBe('status 500: 500 x');
  expect(judge(true, { status: 422, body: '' })).toBe('status 422 for a request that the contract allows: 422');
  expect(judge(false, {})).toBe('status 200 for a request that the contract refuses: 200 []');
  expect(judge(true, { body: '{}' })).toBe('the 200 reply breaks the contract at body: must be array');
});

test('a reply that should be JSON and is not differs, unless it is a stream', () => {
  expect(judge(true, { body: 'x'.repeat(200) })).toBe(`the 200 reply is not JSON: 200 ${'x'.repeat(160)}…`);
  expect(judge(true, { body: '', headers: { 'content-type': 'text/event-stream' } })).toBeUndefined();
  expect(judge(true, { status: 404, body: 'not found' })).toBeUndefined();
});

test('an operation that the mock knows has the mock’s status and errors', () => {
  const detail = '{"detail":[{"type":"missing","loc":["query","task_id"],"msg":"Field required","input":null}]}';
  const invalid = { status: 422, body: detail };
  expect(
    judge(false, { status: 422, body: detail.replace('"input":null', '"url":"https://x"') }, invalid),
  ).toBeUndefined();
  expect(judge(false, { status: 422, body: detail.replace('missing', 'gone') }, invalid)).toMatch(/^the error is 422 /);
  expect(judge(false, {}, invalid)).toBe('status 200, where 422 is expected: 200 []');
  // The contract and pydantic do not agree that it is valid.
  expect(judge(true, {}, invalid)).toBeUndefined();
  expect(judge(false, { status: 422, body: '' }, { status: 422, body: '[1]' })).toBe(
    'the error is 422, where 422 [1] is expected',
  );
  const deployed = (tail: string): Partial<WireReply> => ({
    status: 422,
    body: JSON.stringify({ status_code: 10_422, message: `1 validation error: {'type': 'x'}${tail}`, data: null }),
  });
  expect(
    judge(false, deployed('\n\n  File "/app/api.py", line 7, in read\n    GET /tracker'), deployed('   GET /tracker')),
  ).toBeUndefined();
  expect(judge(false, { status: 404, body: 'a' }, { status: 404, body: 'b' })).toMatch(
    /^the error is 404 a, where 404 b/,
  );
});
