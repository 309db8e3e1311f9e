import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { loadDocument } from '../../src/contract/document.ts';
import { toApiPage } from '../../src/pages/api-page.ts';
import { createSmallMock } from '../setup.ts';

/** The page of a document with some paths and schemas. */
function renderPage(paths: object, schemas: object = {}): string {
  return toApiPage(loadDocument({ openapi: '3.1.0', info: {}, paths, components: { schemas } })).body;
}

/** The page's text from a place on, without markup and with single spaces. */
function readText(body: string, from: string): string {
  const text = body.replace(/<head>[^]*<\/head>/, '').replaceAll(/<[^>]*>/g, ' ');
  const decoded = text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  const line = decoded.replaceAll(/\s+/g, ' ');
  return line.slice(line.lastIndexOf(from)).trim();
}

test('GET /docs shows the operations of the contract, with what was observed', () => {
  const reply = createSmallMock().handle({ method: 'GET', target: '/docs', headers: {}, body: new Uint8Array() });
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const text = readText(reply.body, 'PUT /tracker/{tracker_id}');
  expect(text).toMatch(
    /^PUT \/tracker\/\{tracker_id\} Update Agent Task Tracker .*Parameters Name In Type Description tracker_id path string/,
  );
  expect(text).toMatch(/Body UpdateAgentTaskTrackerRequest Responses Status Body Description 200 AgentTaskTracker/);
  expect(text).toMatch(/ 404 observed ErrorResponse No tracker has this id/);
});

test('shows the whole Agentex API: each operation and schema once, and no link that leads nowhere', () => {
  const yaml = readFileSync(new URL('../data/published/agentex-whole.openapi.yaml', import.meta.url), 'utf8');
  const { body } = toApiPage(loadDocument(parse(yaml)));
  const ids = [...body.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids.filter((id) => !id.startsWith('schema-'))).toHaveLength(92);
  const links = [...body.matchAll(/ href="#([^"]*)"/g)].map(([, id = '']) => id);
  expect(links.length).toBeGreaterThan(300);
  expect(links.filter((link) => !ids.includes(link))).toEqual([]);
});

describe('an operation', () => {
  test('has parameters of its path, of which it replaces some', () => {
    const shared = [
      { name: 'a', in: 'query', schema: { type: 'string' } },
      { name: 'b', in: 'query', schema: { type: 'string' } },
    ];
    const own = [
      {
        name: 'b',
        in: 'query',
        required: true,
        schema: { type: 'integer', minimum: 1, default: 5 },
        description: 'B.',
      },
    ];
    const page = renderPage({ '/x': { parameters: shared, get: { parameters: own, responses: {} } } });
    expect(readText(page, 'Parameters')).toMatch(
      / a \(optional\) query string b query integer default 5, minimum 1 B\./,
    );
  });

  test('may be deprecated, without tag, summary, and responses', () => {
    const page = renderPage({ '/x': { get: { deprecated: true, tags: 'none' } } });
    expect(readText(page, 'GET /x')).toBe('GET /x deprecated Responses Status Body Description Schemas');
  });

  test('has bodies of several media types, with or without a schema', () => {
    const content = {
      'application/json': { schema: true },
      'text/csv': { schema: { type: 'string' } },
      'image/png': 1,
    };
    const responses = { 200: { content }, 204: {} };
    const page = renderPage({ '/x': { post: { requestBody: { content: {} }, responses } } });
    expect(readText(page, 'Body (optional)')).toMatch(
      /^Body \(optional\) Responses Status Body Description 200 any string \(text\/csv\) any \(image\/png\) 204/,
    );
  });

  test('has anchors without characters that a link must encode', () => {
    const page = renderPage({ '/a b/{c}/"': { get: {} }, '/a/b': { get: {} } });
    const anchors = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(anchors).toEqual(['get.2Fa.20b.2F.7Bc.7D.2F.22', 'get.2Fa.2Fb']);
  });
});

describe('a schema', () => {
  test.each([
    [true, 'any'],
    [false, 'nothing'],
    [{}, 'any'],
    [{ type: 'string', format: 'date-time' }, 'string (date-time)'],
    [{ type: ['string', 'null'] }, 'string | null'],
    [{ anyOf: [{ type: 'string' }, { type: 'null' }] }, 'string | null'],
    [{ oneOf: [{ const: 1 }, { enum: ['a', null] }] }, '1 | "a" | null'],
    [{ allOf: [{ $ref: '#/components/schemas/Other' }, { type: 'object' }] }, 'Other & object'],
    [{ type: 'array' }, 'any[]'],
    [{ type: 'array', items: { type: ['string', 'null'] } }, '(string | null)[]'],
    [{ type: 'array', prefixItems: [{ type: 'string' }, true] }, '[string, any]'],
    [{ type: 'object', additionalProperties: { type: 'string' } }, '{ [name]: string }'],
    [
      { type: 'array', items: { type: 'object', properties: { a: true, b: {} }, required: ['a'] } },
      '{ a: any, b?: any }[]',
    ],
    [{ $ref: '#/paths/~1x' }, '#/paths/~1x'],
    [{ type: 'string', minLength: 1, pattern: '^<a&b>$' }, 'string minLength 1, pattern "^<a&b>$"'],
    [
      { enum: Array.from({ length: 52 }, (_, index) => index) },
      `${Array.from({ length: 50 }, (_, index) => index).join(' | ')} | 2 more`,
    ],
  ])('%j is shown as %s', (schema, type) => {
    const page = renderPage({}, { S: schema }).replaceAll(/<\/?(?:a|code)\b[^>]*>/g, '');
    expect(readText(page, 'S ')).toBe(`S ${type}`);
  });

  test('of an object has a row for each member', () => {
    const properties = { a: { type: 'string', description: 'The a.' }, b: true };
    const page = renderPage({}, { S: { type: 'object', description: 'An S.', properties, required: ['a'] } });
    expect(readText(page, 'S An S.')).toBe('S An S. Member Type Description a string The a. b (optional) any');
  });

  test('nested to the limit is shown', () => {
    let schema: object = { type: 'string' };
    for (let depth = 0; depth < 240; depth += 1) schema = { type: 'array', items: schema };
    expect(renderPage({}, { S: schema })).toContain(`string${'[]'.repeat(240)}`);
  });
});

test('what a document says is shown as text: none of it becomes markup', () => {
  const evil = `<img src=x onerror="alert(1)">'&`;
  const schema = { type: evil, format: evil, enum: undefined, description: evil, pattern: evil, default: evil };
  const operation = {
    tags: [evil],
    summary: evil,
    description: evil,
    parameters: [{ name: evil, in: evil, description: evil, schema }],
    requestBody: { content: { [evil]: { schema: { $ref: '#/components/schemas/A' } } } },
    responses: { [evil]: { description: evil, content: { [evil]: { schema: { const: evil } } } } },
  };
  const document = {
    openapi: '3.1.0',
    info: { title: evil, version: evil, description: evil },
    paths: { [`/${evil}`]: { get: operation } },
    components: { schemas: { A: { properties: { [evil]: schema }, description: evil }, [evil]: schema } },
  };
  const { body } = toApiPage(loadDocument(document));
  expect(body).not.toContain('<img');
  expect(body.match(/<\/?[a-z0-9]+/g)?.filter((tag) => /img|script/.test(tag))).toEqual([]);
  const values = [...body.matchAll(/ (?:id|href)="([^"]*)"/g)].map(([, value = '']) => value);
  expect(values.filter((value) => /[<>]| onerror=(?!&quot;)/.test(value))).toEqual([]);
});
