import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toConformanceTable } from '../../src/conformance/conformance-table.ts';
import { runConformance } from '../../src/conformance/run-conformance.ts';
import { listen } from './listen.ts';

const document = {
  openapi: '3.1.0',
  info: { title: 'Items', version: '1' },
  paths: {
    '/items': {
      get: {
        responses: {
          200: {
            description: 'The items',
            content: { 'application/json': { schema: { type: 'array', items: { type: 'object' } } } },
          },
        },
      },
    },
    '/items/{item}': {
      put: {
        parameters: [{ name: 'item', in: 'path', required: true, schema: { type: 'integer', minimum: 1 } }],
        requestBody: {
          required: true,
          content: { 'application/json': { schema: { type: 'object', properties: { n: { type: 'integer' } } } } },
        },
        responses: {
          200: {
            description: 'The item',
            content: {
              'application/json': {
                schema: { type: 'object', properties: { n: { type: 'integer' } }, required: ['n'] },
              },
            },
          },
          422: { description: 'Not valid' },
        },
      },
    },
  },
};

function send(response: ServerResponse, status: number, body: object, contentType = 'application/json'): void {
  response.writeHead(status, { 'content-type': contentType }).end(JSON.stringify(body));
}

/** Conforms to the contract except for four faults. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = Buffer.concat((await request.toArray()) as Buffer[]).toString();
  const item = request.url?.replace(/\?.*/, '').split('/').at(-1) ?? '';
  if (item === 'items') return send(response, 200, []);
  // A reply that breaks the contract.
  if (item === '2') return send(response, 200, { n: 'two' });
  // An invalid media type, which crashes Prism.
  if (item === '5') return send(response, 200, { n: 5 }, 'none');
  if (!/^\d+(\.0+)?$/.test(item) || Number(item) < 1) return send(response, 422, { detail: [] });
  // Accepts an invalid request.
  if (text === '{"n":1.5}') return send(response, 200, { n: 1 });
  // No answer.
  if (text === '{"n":null}') return void response.destroy();
  const isJson = /json/i.test(request.headers['content-type'] ?? '');
  const body = isJson ? parsePythonJson(text) : undefined;
  const isValid = isObject(body) && (body['n'] === undefined || Number.isInteger(body['n']));
  return isValid ? send(response, 200, { n: 1 }) : send(response, 422, { detail: [] });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsePythonJson(text: string): unknown {
  try {
    return JSON.parse(text.replace('\ufeff', '').replace('NaN', '0'));
  } catch {
    return undefined;
  }
}

test('a server that breaks its contract is reported: invalid replies, accepted invalid requests, and no answer', async () => {
  const mockUrl = await listen((request, response) => void answer(request, response));
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const contractFile = join(folder, 'openapi.json');
  writeFileSync(contractFile, JSON.stringify(document));

  const report = await runConformance({ document, contractFile, mockUrl });

  expect(report.ok).toBe(false);
  const [list, row] = report.operations;
  expect(list).toMatchObject({ operation: 'GET /items', violations: [] });
  const violations = new Map(row?.violations.map(({ label, messages }) => [label, messages.join()]));
  expect([...violations.keys()].toSorted()).toEqual([
    'body.n: null',
    'path item: an integer',
    'path item: one above minimum',
  ]);
  expect(violations.get('path item: one above minimum')).toBe('Response body property n must be integer');
  expect(violations.get('body.n: null')).toMatch(/^no answer: /);
  expect(violations.get('path item: an integer')).toMatch(/could not read the reply/);

  const unknown = row?.differed.filter(({ reason }) => reason === undefined) ?? [];
  expect(unknown.map(({ label }) => label)).toContain('body.n: a fraction');
  expect(unknown.map(({ label }) => label)).toContain('path item: one above minimum');

  const text = toConformanceTable(report, mockUrl);
  expect(text).toContain('body.n: a fraction: the contract refuses the request, the mock does not');
  expect(text).toContain(
    `curl -i --path-as-is -X PUT '${mockUrl}/items/1' -H 'content-type: application/json' --data-binary '{"n":1.5}'`,
  );
});
