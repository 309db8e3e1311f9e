import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { at, findReachable, findRefs, isObject, loadDocument, walk } from './json-document.ts';
import type { Json, JsonObject } from './json-document.ts';

// The published document is Agentex's public OpenAPI document. The page is the document embedded in the public reference page "Update Agent
// Task Tracker". Neither was changed by hand.
const contract = loadDocument('openapi.json');
const published = loadDocument('test/data/published/agentex-whole.openapi.yaml');
const page = loadDocument('test/data/published/update-agent-task-tracker.openapi.yaml');

function isObserved(value: Json | undefined): boolean {
  return isObject(value) && value['x-observed'] === true;
}

/** A copy without the members that are marked x-observed. No item of a list is. */
function withoutObserved(document: JsonObject): JsonObject {
  const kept = Object.entries(document).filter(([, child]) => !isObserved(child));
  return Object.fromEntries(kept.map(([key, child]) => [key, isObject(child) ? withoutObserved(child) : child]));
}

const observed = [...walk(contract)].filter(([pointer, value]) => pointer.includes('/responses/') && isObserved(value));
const observedResponses = observed.filter(([pointer]) => /\/responses\/\d+$/.test(pointer));

const ajv = new Ajv2020({ strict: true, strictTypes: false });
addFormats.default(ajv);
// The members of an OpenAPI document that are no keywords of JSON Schema: any other unknown one is a mistake.
ajv.addVocabulary(['openapi', 'info', 'paths', 'components', 'x-observed', 'discriminator']);
ajv.addSchema(contract, 'openapi.json');

describe('openapi.json without the parts marked x-observed', () => {
  test('is the published document', () => {
    expect(withoutObserved(contract)).toStrictEqual(published);
  });

  test('has the order of the published document', () => {
    expect(JSON.stringify(withoutObserved(contract), null, 2)).toBe(JSON.stringify(published, null, 2));
  });

  test('has PUT /tracker/{tracker_id} as the page has it, schemas included', () => {
    const put = '/paths/~1tracker~1{tracker_id}/put';
    const kept = withoutObserved(contract);
    expect(at(kept, put)).toStrictEqual(at(page, put));

    const schemas = findReachable(page, at(page, put));
    expect(schemas.size).toBe(4);
    expect(findReachable(kept, at(kept, put))).toStrictEqual(schemas);
  });
});

describe('openapi.json', () => {
  test('is OpenAPI 3.1.0 and names itself as published', () => {
    expect(contract['openapi']).toBe('3.1.0');
    expect(contract['info']).toEqual({ title: 'Agentex API', version: '0.1.0' });
  });

  test('has 92 operations, of 66 paths', () => {
    const operations = [...walk(contract['paths'] ?? null)].filter(([pointer]) => /^\/[^/]+\/[^/]+$/.test(pointer));
    expect(operations).toHaveLength(92);
    expect(Object.keys(contract['paths'] ?? {})).toHaveLength(66);
  });

  test('has no reference that cannot be resolved, and no unused schema', () => {
    const reachable = findReachable(contract, contract['paths']);
    expect([...reachable].filter(([, target]) => !isObject(target))).toEqual([]);

    const schemas = Object.keys(at(contract, '/components/schemas') ?? {});
    const named = [...reachable.keys()].map((ref) => ref.replace('#/components/schemas/', ''));
    expect(named.toSorted()).toEqual(schemas.toSorted());
  });

  test('marks only responses with 400 or 404, and the streams of events', () => {
    const others = observed.map(([pointer]) => pointer).filter((pointer) => !/\/responses\/40[04]$/.test(pointer));
    expect(others).toEqual([
      '/paths/~1tasks~1{task_id}~1stream/get/responses/200/content/text~1event-stream',
      '/paths/~1tasks~1name~1{task_name}~1stream/get/responses/200/content/text~1event-stream',
    ]);
  });

  test('marks the responses of the operations on trackers and events', () => {
    const pointers = observedResponses
      .map(([pointer]) => pointer)
      .filter((one) => /^\/paths\/~1(tracker|events)/.test(one));
    expect(pointers).toEqual([
      '/paths/~1events~1{event_id}/get/responses/404',
      '/paths/~1tracker~1{tracker_id}/get/responses/404',
      '/paths/~1tracker~1{tracker_id}/put/responses/400',
      '/paths/~1tracker~1{tracker_id}/put/responses/404',
    ]);
  });

  test('marks a 400 for each operation with a JSON body, which the server may fail to parse', () => {
    const withBody = Object.entries(contract['paths'] ?? {}).flatMap(([path, operations]) =>
      Object.entries(operations as JsonObject).flatMap(([method, operation]) =>
        isObject(operation) && operation['requestBody'] !== undefined
          ? [`/paths/${path.replaceAll('/', '~1')}/${method}/responses/400`]
          : [],
      ),
    );
    const marked = observedResponses.map(([pointer]) => pointer);
    expect(withBody.filter((pointer) => !marked.includes(pointer))).toEqual([]);
    expect(withBody.length).toBeGreaterThan(40);
  });
});

const refused = {
  message: 'Cannot move cursor backwards: new sequence ID 3 < current sequence ID 7',
  code: 400,
  data: null,
};
const unparsed = { detail: 'There was an error parsing the body' };
const unknown = { message: "Item with id 'abc' does not exist.", code: 404, data: null };
const BODIES = [refused, unparsed, unknown];
const OTHERS = [{}, null, { detail: [] }, { ...unknown, data: {} }, { message: 'no code', data: null }];

/** The bodies that the deployed server sends with a status that the published document does not list. */
function toSentBodies(pointer: string): readonly object[] {
  const operation = at(contract, pointer.replace(/\/responses\/.*/, ''));
  const hasBody = isObject(operation) && operation['requestBody'] !== undefined;
  if (pointer.endsWith('404')) return pointer.includes('~1forward~1') ? [unparsed] : [refused, unknown];
  if (!hasBody) return [refused, unknown];
  return /~1tracker~1|~1(export|rehydrate)\//.test(pointer) ? BODIES : [unparsed];
}

describe.each(observedResponses)('%s', (pointer, response) => {
  test('is described and refers to schemas that are also marked', () => {
    expect(at(contract, `${pointer}/description`)).toEqual(expect.stringMatching(/\S/));
    const refs = findRefs(response);
    expect(refs).not.toEqual([]);
    expect(refs.filter((ref) => !isObserved(at(contract, ref.slice(1))))).toEqual([]);
  });

  test('describes the bodies that the deployed server sends, and no others', () => {
    const isBody = ajv.getSchema(`openapi.json#${encodeURI(pointer)}/content/application~1json/schema`);
    expect([...BODIES, ...OTHERS].filter((body) => isBody?.(body) === true)).toEqual(toSentBodies(pointer));
  });
});
