import { expect, test } from 'vitest';
import type { HttpReply, MockRequest } from '../../src/index.ts';
import { createPrismValidator } from '../../src/prism/prism-validator.ts';
import { readServedContract } from '../conformance/contracts.ts';

const tracker = { id: 'a', agent_id: 'b', task_id: 'c', created_at: '2026-08-18T20:28:14.123456Z' };

function get(target: string): MockRequest {
  return { method: 'GET', target, headers: {}, body: new Uint8Array() };
}

function put(body: string, contentType = 'application/json'): MockRequest {
  const headers = { 'content-type': contentType, host: undefined };
  return { method: 'PUT', target: '/tracker/a', headers, body: new TextEncoder().encode(body) };
}

function reply(status: number, body: unknown, contentType = 'application/json'): HttpReply {
  return { status, headers: { 'content-type': contentType }, body: JSON.stringify(body) };
}

test('an exchange that keeps the contract has no verdicts', async () => {
  const validator = await createPrismValidator(readServedContract());
  const answers = [
    await validator.validate(get('/tracker/a'), reply(200, tracker)),
    await validator.validate(get('/tracker?limit=5&agent_id=a'), reply(200, [tracker])),
    await validator.validate(put('{"status":null}'), reply(200, tracker)),
    await validator.validate(put('{"status":"x"}', 'application/vnd.api+json; charset=utf-8'), reply(200, tracker)),
    await validator.validate(get('/tracker/b'), reply(404, { message: 'No such tracker', code: 404, data: null })),
  ];
  expect(answers).toEqual(answers.map(() => ({ request: [], reply: [] })));
});

test('a request that breaks the contract has verdicts in the form of sl-violations', async () => {
  const validator = await createPrismValidator(readServedContract());
  const { request } = await validator.validate(get('/tracker?limit=0'), reply(422, { detail: [] }));
  expect(request).toEqual([
    {
      location: ['request', 'query', 'limit'],
      severity: 'Error',
      code: 'minimum',
      message: 'Request query parameter limit must be >= 1',
    },
  ]);
});

test('one invalid nullable field has three verdicts', async () => {
  const validator = await createPrismValidator(readServedContract());
  const { request } = await validator.validate(put('{"status":5}'), reply(422, { detail: [] }));
  expect(request.map(({ location, code }) => [location.join('.'), code])).toEqual([
    ['request.body.status', 'type'],
    ['request.body.status', 'type'],
    ['request.body.status', 'anyOf'],
  ]);
});

test('a reply is validated even if the request breaks the contract', async () => {
  const validator = await createPrismValidator(readServedContract());
  const opinion = await validator.validate(put('[]'), reply(422, { detail: 'no list' }));
  expect(opinion.request).toMatchObject([{ location: ['request', 'body'], code: 'type' }]);
  expect(opinion.reply).toMatchObject([{ location: ['response', 'body', 'detail'], severity: 'Error', code: 'type' }]);
});

test('an unlisted status is an error if it is 2xx and a warning otherwise', async () => {
  const validator = await createPrismValidator(readServedContract());
  const created = await validator.validate(get('/tracker/a'), reply(201, tracker));
  const teapot = await validator.validate(get('/tracker/a'), reply(418, {}));
  expect(created.reply).toMatchObject([{ location: ['response'], severity: 'Error' }]);
  expect(teapot.reply).toMatchObject([{ location: ['response'], severity: 'Warning' }]);
});

test('an unlisted path or method is a warning', async () => {
  const validator = await createPrismValidator(readServedContract());
  const { request } = await validator.validate(
    { ...get('/nowhere'), method: 'DELETE' },
    reply(404, { detail: 'Not Found' }),
  );
  expect(request).toMatchObject([{ severity: 'Warning', message: 'Selected route not found' }]);
});

test('a body that is not JSON is reported, and the reply is still validated', async () => {
  const validator = await createPrismValidator(readServedContract());
  const opinion = await validator.validate(put('{"status"'), reply(422, { detail: [{ msg: 5 }] }));
  expect(opinion.request).toMatchObject([{ location: ['request', 'body'], code: 'invalid_json' }]);
  expect(opinion.reply.length).toBeGreaterThan(0);
});

test('a reply that claims to be JSON but is not breaks the contract', async () => {
  const validator = await createPrismValidator(readServedContract());
  const opinion = await validator.validate(get('/tracker/a'), { ...reply(200, tracker), body: '{' });
  expect(opinion.reply).toMatchObject([{ location: ['response', 'body'], code: 'invalid_json' }]);
});

test('an exchange that Prism cannot read has a verdict', async () => {
  const validator = await createPrismValidator(readServedContract());
  const path = await validator.validate(get('/tracker/%'), reply(404, { message: '', code: 404, data: null }));
  const type = await validator.validate(get('/tracker/a'), reply(200, tracker, 'no media type'));
  expect(path.request).toMatchObject([{ location: ['request'], code: 'prism_failed' }]);
  expect(type.reply).toMatchObject([{ location: ['response'], code: 'prism_failed' }]);
});

test('names such as __proto__ are ordinary names', async () => {
  const validator = await createPrismValidator(readServedContract());
  const target = '/tracker?__proto__=1&constructor=1&constructor=2&constructor=3';
  expect(await validator.validate(get(target), reply(200, [tracker]))).toEqual({ request: [], reply: [] });
  expect(await validator.validate(put('{"__proto__":{"status":5}}'), reply(200, tracker))).toEqual({
    request: [],
    reply: [],
  });
});

test('a target that is a full URL with a fragment is the same request', async () => {
  const validator = await createPrismValidator(readServedContract());
  const { request } = await validator.validate(
    get('http://127.0.0.1:4010/tracker?limit=0#top'),
    reply(422, { detail: [] }),
  );
  expect(request).toMatchObject([{ location: ['request', 'query', 'limit'], code: 'minimum' }]);
});

test('a body with a nesting of 100,000 is validated', async () => {
  const validator = await createPrismValidator(readServedContract());
  const body = `{"status":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  const { request } = await validator.validate(put(body), reply(422, { detail: [] }));
  expect(request.length).toBeGreaterThan(0);
});

test('the document is not changed', async () => {
  const document = readServedContract();
  await createPrismValidator(document);
  expect(document).toEqual(readServedContract());
});

test('validation starts after the current turn, so that it does not delay the reply', async () => {
  const validator = await createPrismValidator(readServedContract());
  const read: string[] = [];
  const request = {
    ...get('/tracker/a'),
    get target() {
      read.push('target');
      return '/tracker/a';
    },
  };
  const validation = validator.validate(request, reply(200, tracker));
  const inTurn = [...read];
  await validation;
  expect(inTurn).toEqual([]);
  expect(read).not.toEqual([]);
});
