import { Buffer } from 'node:buffer';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { OracleVerdict } from './account.ts';
import type { Finding } from './comparison.ts';
import { createComparison } from './comparison.ts';

// A mock that is wrong in one thing must not pass, whichever known difference applies. Two plain sockets stand in for FastAPI and
// for the mock, so that each can send replies that no real server would.

const COUNTS = { type: 'object', additionalProperties: { type: 'integer' } };
const OWNER = { type: 'object', properties: { name: { type: 'string', default: 'x' } } };
const EITHER = { anyOf: [{ type: 'integer' }, { type: 'string' }] };
const DOCUMENT = {
  components: {
    schemas: {
      AgentTaskTracker: {
        properties: { count: { type: 'integer' }, either: EITHER, union: { anyOf: [COUNTS, OWNER] } },
      },
    },
  },
};
const TRACKER = '{"id":"T","count":1}';
const NOT_FOUND = `{"message":"Item with id 'nope' does not exist.","code":404,"data":null}`;
const TYPE = '{"type":"string_type","loc":["body","status"],"msg":"Input should be a valid string","input":5}';
const INTEGER = '{"type":"int_type","loc":["body","count"],"msg":"Input should be a valid integer","input":"5"}';
const STRICT = { type: 'int_type', loc: ['body', 'count'], msg: 'Input should be a valid integer' };
const FITS: OracleVerdict = { lax: [], strict: [], failure: null };
const CONVERTS: OracleVerdict = { lax: [], strict: [STRICT], failure: null };

function toReply(status: number, body: string, headers = ['content-type: application/json']): string {
  return [`HTTP/1.1 ${status} Reply`, ...headers, `content-length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');
}

const toErrors = (...details: string[]): string => `{"detail":[${details.join(',')}]}`;

/** Answers every request with these bytes, the comparison's own questions with the verdict and the found reply. Without any it closes the connection. */
async function serve(answer: string, verdict: OracleVerdict, found: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (chunk: Buffer) => {
      const request = chunk.toString('latin1');
      if (request.startsWith('GET /probe')) socket.write(toReply(404, '{"detail":"Not Found"}'));
      else if (request.includes('x-oracle: verdict')) socket.write(toReply(200, JSON.stringify(verdict)));
      else if (request.startsWith('GET /tracker/')) socket.write(found);
      else if (answer === '') socket.destroy();
      else socket.write(answer);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Case {
  readonly verdict?: OracleVerdict;
  readonly method?: string;
  readonly found?: string;
  readonly sent?: string;
  readonly document?: typeof DOCUMENT;
}

async function compare(
  theirs: string,
  ours: string,
  { verdict = FITS, method = 'PUT', found = toReply(200, TRACKER), sent = '{}', document = DOCUMENT }: Case = {},
): Promise<Pick<Finding, 'difference' | 'names'>> {
  const oraclePort = await serve(theirs, verdict, found);
  const { compare: compareOne, close } = createComparison({
    oraclePort,
    mockPort: await serve(ours, verdict, found),
    contracts: { published: document, served: { ...document, openapi: '3.1.0' } },
    revision: undefined,
  });
  onTestFinished(close);
  const body = method === 'PUT' ? Buffer.from(sent) : undefined;
  const { difference, names } = await compareOne({
    method,
    target: method === 'GET' ? '/' : '/tracker/T',
    headers: [],
    body,
  });
  return { difference, names };
}

test.each([
  ['a 200', 'PUT', toReply(200, TRACKER)],
  ['a 404', 'PUT', toReply(404, NOT_FOUND)],
  ['a 422', 'PUT', toReply(422, toErrors(TYPE))],
  ['the head of a 200', 'HEAD', toReply(200, TRACKER).replace(TRACKER, '')],
])('%s that is the same is no difference', async (_, method, reply) => {
  expect(await compare(reply, reply, { method })).toEqual({ difference: undefined, names: undefined });
});

test('a 200 spelled otherwise is no difference', async () => {
  expect(await compare(toReply(200, TRACKER), toReply(200, '{ "count": 1.0, "id": "T" }'))).toEqual({
    difference: undefined,
    names: undefined,
  });
});

test.each([
  ['refuses what pydantic converts', toReply(200, TRACKER), toReply(422, toErrors(INTEGER))],
  ['refuses it before the tracker is looked for', toReply(404, NOT_FOUND), toReply(422, toErrors(INTEGER))],
  ['refuses it beside another mistake', toReply(422, toErrors(TYPE)), toReply(422, toErrors(TYPE, INTEGER))],
])('a known difference accounts for a mock that %s', async (_, theirs, ours) => {
  const { difference, names } = await compare(theirs, ours, { verdict: CONVERTS });
  expect(difference).toBeDefined();
  expect(names).toEqual(['converted']);
});

test('a known difference accounts for a mock that refuses a number in a text for a date-time, and for no other text', async () => {
  const refuse = async (input: string): Promise<unknown> => {
    const msg = 'Input should be a valid datetime or date, input is too short';
    const detail = { type: 'datetime_from_date_parsing', loc: ['body', 'at'], msg, input };
    return (await compare(toReply(200, TRACKER), toReply(422, toErrors(JSON.stringify(detail))))).names;
  };
  expect(await refuse('5')).toEqual(['format']);
  expect(await refuse('x')).toBeUndefined();
});

test('a known difference accounts for what is wrong for the other models of a body that is a union', async () => {
  const anyOf = ['A', 'B'].map((name) => ({ $ref: `#/components/schemas/${name}` }));
  const put = { requestBody: { content: { 'application/json': { schema: { anyOf } } } } };
  const union = { ...DOCUMENT, paths: { '/tracker/{tracker_id}': { put } } };
  const toText = (type: string, loc: string[], input: string): string =>
    JSON.stringify({ type, loc: ['body', ...loc], msg: 'Wrong', input });
  const time = toText('datetime_from_date_parsing', ['A', 'tagged', 'b', 'at'], '1512894123');
  const missing = toText('missing', ['B', 'other'], '');
  const look = async (document: typeof DOCUMENT, ...ours: string[]): Promise<unknown> =>
    (await compare(toReply(200, TRACKER), toReply(422, toErrors(...ours)), { document })).names;
  expect(await look(union, time, missing)).toEqual(['format']);
  expect(await look(union, missing)).toBeUndefined();
  expect(await look(union, time, missing, toText('missing', ['A'], ''))).toBeUndefined();
  expect(await look(union, time, missing, toText('missing', ['C', 'other'], ''))).toBeUndefined();
  expect(await look(DOCUMENT, time, missing)).toBeUndefined();
});

test('a known difference accounts for an exponent in a Decimal of the query, and for no other text', async () => {
  const refuse = async (input: string, type = 'decimal_parsing'): Promise<unknown> => {
    const detail = { type, loc: ['query', 'amount'], msg: 'Input should be a valid decimal', input };
    const ours = toReply(422, toErrors(JSON.stringify(detail)));
    return (await compare(toReply(200, '[]'), ours, { method: 'GET' })).names;
  };
  expect(await refuse('1e5')).toEqual(['decimal-text']);
  expect(await refuse('x')).toBeUndefined();
  expect(await refuse('1e5', 'decimal_max_digits')).toBeUndefined();
});

test('a known difference accounts for a name in a body that is a union beside a mistake in the path', async () => {
  const name = { type: 'string_unicode', loc: ['body', 'A'], msg: 'Not a unicode string' };
  const missing = { type: 'missing', loc: ['body', 'B', 'other'], msg: 'Field required' };
  const failure = String.raw`UnicodeEncodeError: 'utf-8' codec can't encode character '\ud800': surrogates not allowed`;
  const verdict: OracleVerdict = { lax: [name, missing], strict: [], failure };
  const look = async (...ours: object[]): Promise<unknown> => {
    const reply = toReply(422, toErrors(...ours.map((detail) => JSON.stringify(detail))));
    return (await compare(toReply(500, 'Internal Server Error', []), reply, { verdict })).names;
  };
  const path = { type: 'uuid_parsing', loc: ['path', 'tracker_id'], msg: 'Not a UUID', input: '-' };
  const key = { ...name, input: {} };
  expect(await look(path, key)).toEqual(['fastapi-500-surrogate']);
  expect(await look(path, { ...key, loc: ['body', 'C'] })).toBeUndefined();
  expect(await look(path, key, { ...missing, loc: ['body', 'C'], input: {} })).toBeUndefined();
});

const JSON_TYPE = 'content-type: application/json';

test('a known difference accounts for a mock that takes more, and then finds what FastAPI finds', async () => {
  const large = '{"type":"int_parsing_size","loc":["body","count"],"msg":"Too large","input":1e21}';
  const look = async (ours: string, found: string): Promise<unknown> =>
    (await compare(toReply(422, toErrors(large)), ours, { found })).names;
  const [tracker, nothing] = [toReply(200, TRACKER), toReply(404, NOT_FOUND)];
  expect(await look(tracker, tracker)).toEqual(['large-integer']);
  expect(await look(nothing, nothing)).toEqual(['large-integer']);
  expect(await look(tracker, nothing)).toBeUndefined();
  expect(await look(nothing, tracker)).toBeUndefined();
  expect(await look(toReply(404, '{"detail":"Not Found"}'), nothing)).toBeUndefined();
});

test('a known difference accounts for each of two branches with one name, and for no third one', async () => {
  const loc = '["body","count","constrained-int"]';
  const large = `{"type":"int_parsing_size","loc":${loc},"msg":"Too large","input":1e21}`;
  const toBound = (le: number): string =>
    `{"type":"less_than_equal","loc":${loc},"msg":"At most ${le}","input":1e21,"ctx":{"le":${le}}}`;
  const look = async (...ours: string[]): Promise<unknown> =>
    (await compare(toReply(422, toErrors(large, large, TYPE)), toReply(422, toErrors(...ours, TYPE)))).names;
  expect(await look(toBound(0), toBound(2))).toEqual(['large-integer']);
  expect(await look(toBound(0), toBound(2), toBound(4))).toBeUndefined();
});

test('a known difference accounts for another branch of a union where a whole float was sent', async () => {
  const [theirs, ours] = ['{"id":"T","union":{"name":"x"}}', '{"id":"T","union":{"a":4}}'].map((body) =>
    toReply(200, body),
  );
  const look = async (sent: string): Promise<unknown> => (await compare(theirs ?? '', ours ?? '', { sent })).names;
  expect(await look('{"union":{"a":4.0}}')).toEqual(['whole-float']);
  expect(await look('{"union":{"a":4}}')).toBeUndefined();
  expect(await look('{"union":{"a":4},"b":4.0}')).toBeUndefined();
  expect(await look('{"union":{"a":"4.0"}}')).toBeUndefined();
});

test('a known difference accounts for a set whose repeats are counted, and for no other one', async () => {
  const place = '"loc":["body","ids"]';
  const theirs = toReply(422, toErrors('{"type":"uuid_type","loc":["body","ids",2],"msg":"Not a UUID","input":null}'));
  const look = async (first: string, second: string): Promise<unknown> => {
    const input = JSON.stringify([first, second, null]);
    const ours = `{"type":"too_long",${place},"msg":"Too long","input":${input},"ctx":{"field_type":"Set","max_length":1}}`;
    return (await compare(theirs, toReply(422, toErrors(ours)))).names;
  };
  const id = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';
  expect(await look(id, `urn:uuid:${id}`)).toEqual(['repeats']);
  expect(await look(id, id.replace('3', '4'))).toBeUndefined();
});

test('a known difference accounts for a text that pydantic converts for another branch', async () => {
  const look = async (theirs: string, ours: string, member = 'either'): Promise<unknown> =>
    (await compare(toReply(200, `{"${member}":${theirs}}`), toReply(200, `{"${member}":${ours}}`))).names;
  expect(await look('0', '"0"')).toEqual(['converted']);
  expect(await look('1', '"0"')).toBeUndefined();
  expect(await look('false', '"0"')).toBeUndefined();
  expect(await look('0', '"0"', 'count')).toBeUndefined();
});

test('a known difference accounts for the document of the mock, and for no other one', async () => {
  const [published, served] = [
    toReply(200, JSON.stringify(DOCUMENT)),
    JSON.stringify({ ...DOCUMENT, openapi: '3.1.0' }),
  ];
  const look = async (ours: string): Promise<unknown> => (await compare(published, ours, { method: 'GET' })).names;
  expect(await look(toReply(200, served))).toEqual(['own-document']);
  expect(await look(toReply(200, served.replace('3.1.0', '3.1.1')))).toBeUndefined();
  expect(await look(toReply(200, served, ['content-type: text/plain']))).toBeUndefined();
});

test('a known difference accounts for the introduction of the mock, and for nothing else at /', async () => {
  const nothing = toReply(404, '{"detail":"Not Found"}');
  const look = async (method: string, ours: string, headers = [JSON_TYPE, 'vary: Accept']): Promise<unknown> =>
    (await compare(nothing, toReply(200, ours, headers), { method })).names;
  const own = '{"name":"agentex-tracker-mock","version":"1"}';
  expect(await look('GET', own)).toEqual(['introduction']);
  expect(await look('HEAD', '')).toEqual(['introduction']);
  expect(await look('GET', '{"name":"x"}')).toBeUndefined();
  expect(await look('GET', own, [JSON_TYPE])).toBeUndefined();
  expect(await look('GET', own, ['content-type: text/html', 'vary: Accept'])).toBeUndefined();
  expect(await look('PUT', own)).toBeUndefined();
});

test.each([
  ['200', '400', toReply(200, TRACKER), toReply(400, '{"detail":"There was an error parsing the body"}')],
  ['200', '404', toReply(200, TRACKER), toReply(404, NOT_FOUND)],
  ['200', '405', toReply(200, TRACKER), toReply(405, '{"detail":"Method Not Allowed"}', [JSON_TYPE, 'allow: GET'])],
  ['200', '413', toReply(200, TRACKER), toReply(413, '{}')],
  ['200', '422', toReply(200, TRACKER), toReply(422, toErrors(TYPE))],
  ['200', '422 of nothing', toReply(200, TRACKER), toReply(422, toErrors())],
  ['200', '422 that is no JSON', toReply(200, TRACKER), toReply(422, 'x')],
  ['200', '500', toReply(200, TRACKER), toReply(500, 'Internal Server Error')],
  ['200', '200 of another tracker', toReply(200, TRACKER), toReply(200, '{"id":"a","count":1}')],
  ['200', '200 as text', toReply(200, TRACKER), toReply(200, TRACKER, ['content-type: text/plain'])],
  ['200', '200 with a location', toReply(200, TRACKER), toReply(200, TRACKER, [JSON_TYPE, 'location: /x'])],
  ['200', '200 with an allow', toReply(200, TRACKER), toReply(200, TRACKER, [JSON_TYPE, 'allow: GET'])],
  ['200', 'no reply', toReply(200, TRACKER), ''],
  ['200', '200 with more behind it', toReply(200, TRACKER), `${toReply(200, TRACKER)}x`],
  ['404', '404 in other words', toReply(404, NOT_FOUND), toReply(404, '{"detail":"Not Found"}')],
  ['400', '404', toReply(400, '{"message":"x"}'), toReply(404, NOT_FOUND)],
  ['422', '200', toReply(422, toErrors(TYPE)), toReply(200, TRACKER)],
  ['422', '404', toReply(422, toErrors(TYPE)), toReply(404, NOT_FOUND)],
  ['422', '422 in other bytes', toReply(422, toErrors(TYPE)), toReply(422, toErrors(TYPE.replace(':5', ':5.0')))],
  ['422', '422 with a space', toReply(422, toErrors(TYPE)), toReply(422, toErrors(TYPE.replace(':5', ': 5')))],
  ['422', '422 as text', toReply(422, toErrors(TYPE)), toReply(422, toErrors(TYPE), ['content-type: text/plain'])],
  ['nothing', 'nothing', '', ''],
  ['nothing', '200', '', toReply(200, TRACKER)],
])('nothing accounts for FastAPI %s, mock %s', async (_, __, theirs, ours) => {
  const { difference, names } = await compare(theirs, ours);
  expect(difference).toBeDefined();
  expect(names).toBeUndefined();
});

test.each([
  ['with a space', toReply(422, toErrors(INTEGER.replace(':"5"', ': "5"')))],
  ['with a key more', toReply(422, toErrors(INTEGER.replace('}', ',"url":"x"}')))],
  ['with more beside the details', toReply(422, toErrors(INTEGER).replace(']}', '],"x":1}'))],
  ['as text', toReply(422, toErrors(INTEGER), ['content-type: text/plain'])],
  ['with an allow', toReply(422, toErrors(INTEGER), [JSON_TYPE, 'allow: GET'])],
  ['with a location', toReply(422, toErrors(INTEGER), [JSON_TYPE, 'location: /x'])],
  ['in another status', toReply(400, toErrors(INTEGER))],
  ['with another mistake beside', toReply(422, toErrors(INTEGER, TYPE))],
  ['with more behind it', `${toReply(422, toErrors(INTEGER))}x`],
])('a known difference does not account for a refusal %s', async (_, ours) => {
  const { difference, names } = await compare(toReply(200, TRACKER), ours, { verdict: CONVERTS });
  expect(difference).toBeDefined();
  expect(names).toBeUndefined();
});

test.each([
  ['as FastAPI is known to refuse it', 'fastapi-500-number', toReply(422, toErrors(TYPE))],
  ['with 200', undefined, toReply(200, TRACKER)],
  ['with 404', undefined, toReply(404, NOT_FOUND)],
  ['with 500', undefined, toReply(500, '{}')],
  ['with another mistake', undefined, toReply(422, toErrors(TYPE, INTEGER))],
])('of what FastAPI fails over, a mock that answers %s is %s', async (_, name, ours) => {
  const detail = { type: 'string_type', loc: ['body', 'status'], msg: 'Input should be a valid string' };
  const failure = 'ValueError: Out of range float values are not JSON compliant: nan';
  const verdict: OracleVerdict = { lax: [detail], strict: [detail], failure };
  const { difference, names } = await compare(toReply(500, 'Internal Server Error', []), ours, { verdict });
  expect(difference).toBeDefined();
  expect(names).toEqual(name === undefined ? undefined : [name]);
});

test.each([
  ['a number for an address', 'ip_v4_address', 1, 'converted'],
  ['a text for an address', 'ip_v4_address', 'x', undefined],
  ["a pattern that Python's re takes", 'pattern_regex', String.raw`\é`, 'regular-expression'],
  ['a text with NaN for JSON', 'json_invalid', 'NaN', 'json-text'],
  ['a text that is no JSON', 'json_invalid', '{', undefined],
])('%s that the mock refuses and FastAPI takes is accounted for or not', async (_, type, input, name) => {
  const loc = ['body', 'count'];
  const ours = JSON.stringify({ type, loc, msg: 'Wrong', input });
  const strict = typeof input === 'string' ? [] : [{ type: 'string_type', loc, msg: 'Input should be a valid string' }];
  const verdict: OracleVerdict = { lax: [], strict, failure: null };
  expect((await compare(toReply(200, TRACKER), toReply(422, toErrors(ours)), { verdict })).names).toEqual(
    name === undefined ? undefined : [name],
  );
});

test('a success with another status is a difference', async () => {
  expect(await compare(toReply(202, TRACKER), toReply(200, TRACKER))).toEqual({
    difference: 'status 202 and 200',
    names: undefined,
  });
});

test('a body behind the answer to a HEAD is a difference, however late it comes', async () => {
  const head = toReply(200, TRACKER).replace(TRACKER, '');
  expect(await compare(head, toReply(200, TRACKER), { method: 'HEAD' })).toEqual({
    difference: '0 and 20 bytes behind the answer',
    names: undefined,
  });
});
