import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { at, findReachable, findRefs, isObject, loadDocument, walk } from './json-document.ts';
import type { Json, JsonObject } from './json-document.ts';

// The published document is the part of Agentex's public OpenAPI document that concerns trackers and events. The page is the document
// embedded in the public reference page "Update Agent Task Tracker". Neither was changed by hand.
const contract = loadDocument('openapi.json');
const published = loadDocument('test/data/published/agentex.openapi.json');
const page = loadDocument('test/data/published/update-agent-task-tracker.openapi.yaml');

function isObserved(value: Json | undefined): boolean {
  return isObject(value) && value['x-observed'] === true;
}

/** A copy without the members that are marked x-observed. No item of a list is. */
function withoutObserved(document: JsonObject): JsonObject {
  const kept = Object.entries(document).filter(([, child]) => !isObserved(child));
  return Object.fromEntries(kept.map(([key, child]) => [key, isObject(child) ? withoutObserved(child) : child]));
}

const observedResponses = [...walk(contract)].filter(
  ([pointer, value]) => pointer.includes('/responses/') && isObserved(value),
);

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

  test('has five operations in the published order', () => {
    const operations = [...walk(contract['paths'] ?? null)].flatMap(([pointer]) =>
      /^\/[^/]+\/[^/]+$/.test(pointer) ? [pointer] : [],
    );
    expect(operations).toEqual([
      '/~1events~1{event_id}/get',
      '/~1events/get',
      '/~1tracker~1{tracker_id}/get',
      '/~1tracker~1{tracker_id}/put',
      '/~1tracker/get',
    ]);
  });

  test('has no reference that cannot be resolved, and no unused schema', () => {
    const reachable = findReachable(contract, contract['paths']);
    expect([...reachable].filter(([, target]) => !isObject(target))).toEqual([]);

    const schemas = Object.keys(at(contract, '/components/schemas') ?? {});
    const named = [...reachable.keys()].map((ref) => ref.replace('#/components/schemas/', ''));
    expect(named.toSorted()).toEqual(schemas.toSorted());
  });

  test('marks the responses that the published document does not list', () => {
    expect(observedResponses.map(([pointer]) => pointer)).toEqual([
      '/paths/~1events~1{event_id}/get/responses/404',
      '/paths/~1tracker~1{tracker_id}/get/responses/404',
      '/paths/~1tracker~1{tracker_id}/put/responses/400',
      '/paths/~1tracker~1{tracker_id}/put/responses/404',
    ]);
  });
});

const refused = {
  message: 'Cannot move cursor backwards: new sequence ID 3 < current sequence ID 7',
  code: 400,
  data: null,
};
const unparsed = { detail: 'There was an error parsing the body' };
const unknown = { message: "Item with id 'abc' does not exist.", code: 404, data: null };

describe.each(observedResponses)('%s', (pointer, response) => {
  test('is described and refers to schemas that are also marked', () => {
    expect(at(contract, `${pointer}/description`)).toEqual(expect.stringMatching(/\S/));
    const refs = findRefs(response);
    expect(refs).not.toEqual([]);
    expect(refs.filter((ref) => !isObserved(at(contract, ref.slice(1))))).toEqual([]);
  });

  test('describes the bodies that the deployed server sends, and no others', () => {
    const ajv = new Ajv2020({ strict: true });
    addFormats.default(ajv);
    // The members of an OpenAPI document that are no keywords of JSON Schema: any other unknown one is a mistake.
    ajv.addVocabulary(['openapi', 'info', 'paths', 'components', 'x-observed', 'discriminator']);
    ajv.addSchema(contract, 'openapi.json');
    const isBody = ajv.getSchema(`openapi.json#${encodeURI(pointer)}/content/application~1json/schema`);

    const sent = pointer.endsWith('400') ? [refused, unparsed] : [unknown];
    const others = [{}, null, { detail: [] }, { ...unknown, data: {} }, { message: 'no code', data: null }];
    expect(sent.filter((body) => isBody?.(body) !== true)).toEqual([]);
    expect(others.filter((body) => isBody?.(body) !== false)).toEqual([]);
  });
});
