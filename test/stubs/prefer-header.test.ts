import { describe, expect, test } from 'vitest';
import type { MockReply, TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { addField, createSmallContract, createSmallContractWorld, propertiesOf } from '../contract/small-contract.ts';
import { createSmallMock, DONE, FRESH } from '../setup.ts';
import type { Answer, Payload } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

function send(line: string, prefer: string, payload: Payload = {}, mock: TrackerMock = createSmallMock()): Answer {
  return handle(mock, toMessage(line, { ...payload, headers: { ...payload.headers, prefer } }));
}

/** Returns the reply with its delivery. */
function sendRaw(line: string, prefer: string, mock: TrackerMock = createSmallMock()): MockReply {
  return mock.handle(toMessage(line, { headers: { prefer } }));
}

describe('Prefer: code', () => {
  test.each([
    ['GET /tracker', 503, 'Service temporarily unavailable'],
    ['GET /tracker', 429, 'Too many requests'],
    ['PUT /tracker/t-done', 500, 'Internal server error'],
    ['PUT /tracker/t-done', 400, 'Bad request'],
    ['GET /tracker', 404, 'Not found'],
    ['GET /tracker/t-done', 418, 'Status 418'],
    ['GET /tracker/t-done', 404, "Item with id 't-done' does not exist."],
  ])('%s answers %d in the shape of the deployed server', (line, code, message) => {
    const answer = send(line, `code=${code}`, { json: {} });
    expect(answer.status).toBe(code);
    expect(answer.headers['preference-applied']).toBe(`code=${code}`);
    expect(answer.json).toEqual({ message, code, data: null });
  });

  test("GET /tracker answers 401 as the deployed server's authorization gateway does", () => {
    const answer = send('GET /tracker', 'code=401');
    expect([answer.status, answer.json]).toEqual([401, { detail: 'Unauthorized' }]);
  });

  test.each([
    ['PUT /tracker/t-done', ['body'], 'PUT /tracker/{tracker_id}'],
    ['GET /tracker/t-done', ['path', 'tracker_id'], 'GET /tracker/{tracker_id}'],
    ['GET /tracker', ['query', 'agent_id'], 'GET /tracker'],
  ])('%s answers 422 in either profile', (line, loc, operation) => {
    const detail = [{ type: 'missing', loc, msg: 'Field required', input: null }];
    expect(send(line, 'code=422', { json: {} }).json).toEqual({ detail });
    const deployed = send(line, 'code=422', { json: {} }, createSmallMock({ profile: 'deployed' }));
    const tuple = loc.length === 1 ? `('${loc[0]}',)` : `('${loc.join("', '")}')`;
    expect(deployed.json).toEqual({
      status_code: 10_422,
      message: `1 validation error: {'type': 'missing', 'loc': ${tuple}, 'msg': 'Field required', 'input': None}   ${operation}`,
      data: null,
    });
  });

  test('GET /tracker answers 422 if the operation has no parameters', () => {
    const mock = createTrackerMock({ contract: createSmallContract(), fixtures: createSmallContractWorld() });
    expect(send('GET /tracker', 'code=422', {}, mock).json).toEqual({
      detail: [{ type: 'missing', loc: ['query'], msg: 'Field required', input: null }],
    });
  });

  test.each([204, 304, 405])('GET /tracker answers %d without a body', (code) => {
    const answer = send('GET /tracker', `code=${code}`);
    expect([answer.status, answer.text]).toEqual([code, '']);
  });

  test('PUT /tracker/{tracker_id} changes nothing', () => {
    const mock = createSmallMock();
    send('PUT /tracker/t-done', 'code=503', { json: { status: 'READY' } }, mock);
    expect(handle(mock, toMessage('GET /tracker/t-done')).json).toEqual(DONE);
  });

  test('GET /tracker/{tracker_id} answers as usual with code=200', () => {
    expect(send('GET /tracker/t-done', 'code=200').json).toEqual(DONE);
    expect(send('GET /tracker/abc', 'code=200').status).toBe(404);
    expect(send('GET /tracker/abc', 'code=200').headers).not.toHaveProperty('preference-applied');
  });

  test('GET /nowhere and GET /healthz answer as usual', () => {
    for (const [path, status] of [
      ['/nowhere', 404],
      ['/healthz', 200],
    ] as const) {
      const answer = send(`GET ${path}`, 'code=503');
      expect(answer.status).toBe(status);
      expect(answer.headers).not.toHaveProperty('preference-applied');
    }
  });
});

function toDelay({ delivery }: MockReply): number | undefined {
  return delivery !== undefined && 'delay' in delivery ? delivery.delay : undefined;
}

describe('Prefer: delay', () => {
  test('GET /tracker is delayed by the given number of milliseconds', () => {
    const reply = sendRaw('GET /tracker', 'delay=250');
    expect([reply.status, reply.delivery, reply.headers['preference-applied']]).toEqual([
      200,
      { kind: 'delay', delay: 250 },
      'delay=250',
    ]);
  });

  test('GET /tracker draws its delay from a range, the same in every run', () => {
    const draw = (): unknown[] => {
      const mock = createSmallMock();
      return [1, 2, 3].map(() => toDelay(sendRaw('GET /tracker', 'delay=100..400', mock)));
    };
    const delays = draw();
    for (const delay of delays) expect(delay).toEqual(expect.toSatisfy((ms: number) => ms >= 100 && ms <= 400));
    expect(new Set(delays).size).toBeGreaterThan(1);
    expect(draw()).toEqual(delays);
  });

  test('GET /tracker is not delayed by 0 milliseconds', () => {
    expect(sendRaw('GET /tracker', 'delay=0')).not.toHaveProperty('delivery');
  });
});

describe('Prefer: fault', () => {
  test.each(['connection-reset-by-peer', 'empty-response', 'malformed-response-chunk', 'random-data-then-close'])(
    'PUT /tracker/{tracker_id} changes nothing with %s',
    (fault) => {
      const mock = createSmallMock();
      const reply = mock.handle(
        toMessage('PUT /tracker/t-fresh', { json: { status: 'READY' }, headers: { prefer: `fault=${fault}` } }),
      );
      expect(reply).toEqual({ status: null, headers: {}, body: '', delivery: { kind: 'wire-fault', fault, delay: 0 } });
      expect(handle(mock, toMessage('GET /tracker/t-fresh')).json).toEqual(FRESH);
    },
  );

  test('PUT /tracker/{tracker_id} updates the tracker with slow-body', () => {
    const mock = createSmallMock();
    const reply = mock.handle(
      toMessage('PUT /tracker/t-fresh', { json: { status: 'READY' }, headers: { prefer: 'fault=slow-body' } }),
    );
    expect([reply.status, reply.delivery]).toEqual([200, { kind: 'slow-body', delay: 0 }]);
    expect(handle(mock, toMessage('GET /tracker/t-fresh')).json).toMatchObject({ status: 'READY' });
  });

  test.each([
    ['', 'missing-field', (tracker: object) => expect(tracker).not.toHaveProperty('id')],
    ['; violation=missing-field', 'missing-field', (tracker: object) => expect(tracker).not.toHaveProperty('id')],
    ['; violation=wrong-type', 'wrong-type', (tracker: object) => expect(tracker).toMatchObject({ id: 12_345 })],
    [
      '; violation="bad-date"',
      'bad-date',
      (tracker: object) => expect(tracker).toMatchObject({ id: 't-done', created_at: '2026-02-30 25:61' }),
    ],
  ] as const)(
    'GET /tracker/{tracker_id} and GET /tracker break the contract: contract-violation%s',
    (parameter, way, check) => {
      const one = send('GET /tracker/t-done', `fault=contract-violation${parameter}`);
      expect([one.status, one.headers['preference-applied']]).toEqual([
        200,
        `fault=contract-violation;violation=${way}`,
      ]);
      check(one.json as object);
      const [first, ...others] = send(
        'GET /tracker?agent_id=agent-2&order_by=id&order_direction=asc',
        `fault=contract-violation${parameter}`,
      ).json as object[];
      check(first ?? {});
      expect(others).toHaveLength(1);
    },
  );

  test('GET /tracker breaks the contract of an empty list only with wrong-type', () => {
    expect(send('GET /tracker?agent_id=x', 'fault=contract-violation; violation=wrong-type').json).toEqual({});
    const unchanged = send('GET /tracker?agent_id=x', 'fault=contract-violation');
    expect([unchanged.json, unchanged.headers['preference-applied']]).toEqual([[], undefined]);
  });

  test('GET /tracker/{tracker_id} replaces a number by a string with wrong-type', () => {
    const contract = createSmallContract();
    addField(contract, 'count', { type: 'integer', default: 5 });
    for (const name of ['id', 'agent_id', 'task_id', 'status']) propertiesOf(contract, 'Tracker')[name] = {};
    propertiesOf(contract, 'Tracker')['created_at'] = {};
    propertiesOf(contract, 'Tracker')['updated_at'] = {};
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    expect(send('GET /tracker/t-1', 'fault=contract-violation; violation=wrong-type', {}, mock).json).toMatchObject({
      count: '5',
    });
  });

  test('GET /healthz ignores contract-violation, since it has no contract', () => {
    const answer = send('GET /healthz', 'fault=contract-violation');
    expect([answer.status, answer.headers['preference-applied']]).toEqual([200, undefined]);
  });
});

describe('Prefer as RFC 7240 defines it', () => {
  test('GET /tracker applies several preferences, in any case, quoted, beside unknown ones', () => {
    const reply = sendRaw('GET /tracker', 'respond-async, Code = "503"; strange=1, DELAY=20, wait=5, handling');
    expect([reply.status, toDelay(reply), reply.headers['preference-applied']]).toEqual([
      503,
      20,
      'code=503, delay=20',
    ]);
  });

  test.each(['respond-async', '', 'wait=10, return=minimal', '=', ';'])('GET /tracker ignores %j', (prefer) => {
    const answer = send('GET /tracker', prefer);
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('preference-applied');
  });

  test.each([
    ['code=99', 'code="99": give a status from 200 to 599.'],
    ['code=x', 'code="x": give a status from 200 to 599.'],
    ['code', 'code="": give a status from 200 to 599.'],
    ['code=600', 'code="600": give a status from 200 to 599.'],
    ['delay=x', 'delay="x": give milliseconds such as 250, or a range such as 100..400, up to 600000.'],
    ['delay=-1', 'delay="-1": give milliseconds such as 250, or a range such as 100..400, up to 600000.'],
    ['delay=400..100', 'delay="400..100": give milliseconds such as 250, or a range such as 100..400, up to 600000.'],
    ['delay=600001', 'delay="600001": give milliseconds such as 250, or a range such as 100..400, up to 600000.'],
    [
      'fault=fire',
      'fault="fire": give one of connection-reset-by-peer, empty-response, malformed-response-chunk, random-data-then-close, slow-body, contract-violation.',
    ],
    ['fault=slow-bodi', 'contract-violation; did you mean "slow-body"?'],
    ['fault=contract-violation; Violation=none', 'violation="none": give one of missing-field, wrong-type, bad-date.'],
    [`fault=${'x'.repeat(100)}`, `fault="${'x'.repeat(80)}": give one of connection-reset-by-peer`],
  ])('GET /tracker refuses %j and lists what is allowed', (prefer, message) => {
    const answer = send('GET /tracker', prefer);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toBe('application/problem+json');
    expect(answer.json).toMatchObject({ type: 'urn:agentex-tracker-mock:preference-invalid' });
    const text = (answer.json as { readonly detail: string }).detail;
    expect(text.startsWith('Failed to apply the preference ')).toBe(true);
    expect(text).toContain(message);
  });
});
