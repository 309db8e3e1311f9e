import { describe, expect, test } from 'vitest';
import type { Operation } from '../../src/contract/operation.ts';
import { toJsonResult } from '../../src/exchange/result.ts';
import { createTrackerMock } from '../../src/index.ts';
import type { RestRequest } from '../../src/operations/rest-handler.ts';
import { createCoreMock } from '../mock/create-core-mock.ts';
import { handle, toMessage } from '../suite/client.ts';

const notServed = { type: 'urn:agentex-tracker-mock:operation-not-served', status: 501 };

describe('an operation without state', () => {
  test('GET /agents refuses an invalid parameter as FastAPI does', () => {
    const mock = createTrackerMock();
    const { status, json } = handle(mock, toMessage('GET /agents?limit=x'));
    expect(status).toBe(422);
    expect(json).toEqual({
      detail: [
        {
          type: 'int_parsing',
          loc: ['query', 'limit'],
          msg: 'Input should be a valid integer, unable to parse string as an integer',
          input: 'x',
        },
      ],
    });
  });

  test('GET /agents refuses an invalid parameter in the envelope of the deployed server', () => {
    const mock = createTrackerMock({ profile: 'deployed' });
    const { status, json } = handle(mock, toMessage('GET /agents?limit=x'));
    expect(status).toBe(422);
    expect(json).toMatchObject({ status_code: 10422, data: null });
  });

  test('POST /messages refuses a body that is not JSON, and one that lacks its members', () => {
    const mock = createTrackerMock();
    expect(handle(mock, toMessage('POST /messages', { json: {} }))).toMatchObject({
      status: 422,
      json: { detail: [{ loc: ['body', 'task_id'] }, { loc: ['body', 'content'] }] },
    });
    const deep = '['.repeat(200_000);
    const headers = { 'content-type': 'application/json' };
    expect(handle(mock, toMessage('POST /messages', { headers, body: deep })).status).toBe(400);
  });

  test('GET /tasks/{task_id}/stream says that a stream is not served', () => {
    const mock = createTrackerMock();
    const { status, headers, json } = handle(mock, toMessage('GET /tasks/t-1/stream'));
    expect([status, headers['content-type']]).toEqual([501, 'application/problem+json']);
    expect(json).toMatchObject({
      ...notServed,
      detail:
        'Failed to answer GET /tasks/{task_id}/stream: its reply is a stream of events, which the mock cannot make up. Name a server that sends it with --rest or --serve, or add a stub.',
    });
  });

  test('GET /agents gets the reply of a stub, which must keep the contract', async () => {
    const mock = createTrackerMock();
    const session = mock.session();
    const match = { operation: 'GET /agents' };
    await expect(session.stub({ match, reply: { status: 200, body: {} } })).rejects.toMatchObject({
      code: 'stub-invalid',
      problems: [expect.stringContaining('it breaks the contract of GET /agents') as string],
    });
    await session.stub({ match, reply: { status: 200, body: [] } });
    expect(handle(mock, toMessage('GET /agents'))).toMatchObject({ status: 200, json: [] });
  });
});

test('a valid request to an operation without state gets the reply that is made for it', () => {
  const createRestReply = (operation: Operation) => (request: RestRequest) => {
    const message = JSON.stringify([operation.path, request.parameters, request.body]);
    return toJsonResult(404, { message, code: 404, data: null });
  };
  const mock = createCoreMock({ createRestReply });
  expect(handle(mock, toMessage('GET /agents/name/a-1'))).toMatchObject({
    status: 404,
    json: { message: '["/agents/name/{agent_name}",{"agent_name":"a-1"},null]' },
  });
});

test('a mock that makes no replies says so to a valid request to an operation without state', () => {
  const mock = createCoreMock();
  expect(handle(mock, toMessage('GET /agents')).json).toMatchObject({
    ...notServed,
    detail:
      'Failed to answer GET /agents: the request is valid, but the mock has no reply for this operation. Add a stub.',
  });
});
