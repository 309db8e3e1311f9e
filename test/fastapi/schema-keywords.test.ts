import { describe, expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import { addField, createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import type { Answer } from '../suite/client.ts';
import { handle, toMessage } from '../suite/client.ts';

// Schemas that FastAPI publishes only if they are written by hand, or never. They are enforced too, with plain messages.

type Schemas = Readonly<Record<string, object>>;

function createMock(schema: unknown, schemas: Schemas = {}): ReturnType<typeof createTrackerMock> {
  const contract = createSmallContract();
  addField(contract, 'added', schema as object);
  Object.assign(contract.components.schemas, schemas);
  return createTrackerMock({ contract, fixtures: createSmallContractWorld() });
}

function put(schema: unknown, value: unknown, schemas: Schemas = {}): Answer {
  return handle(createMock(schema, schemas), toMessage('PUT /tracker/t-1', { json: { added: value } }));
}

/** Returns the entries of a 422 as type, location in the body, and message. */
function toEntries({ json }: Answer): unknown {
  const { detail } = json as { detail: { type: string; loc: unknown[]; msg: string }[] };
  return detail.map(({ type, loc, msg }) => [type, loc.slice(1).join('.'), msg]);
}

const INTEGER = 'Input should be a valid integer, unable to parse string as an integer';

const UNSUPPORTED = 'are not supported as unix timestamps';
const HTTP_URL = { type: 'string', format: 'uri', minLength: 1, maxLength: 2083 };
const DATE_TIME = { type: 'string', format: 'date-time' };

test.each([
  [HTTP_URL, 'javascript:alert(1)', 'url_scheme', "URL scheme should be 'http' or 'https'"],
  [HTTP_URL, 'a'.repeat(2084), 'url_too_long', 'URL should have at most 2083 characters'],
  [HTTP_URL, '', 'url_parsing', 'Input should be a valid URL, input is empty'],
  [DATE_TIME, 1e20, 'datetime_parsing', `Input should be a valid datetime, dates after 9999 ${UNSUPPORTED}`],
  [DATE_TIME, -1e20, 'datetime_parsing', `Input should be a valid datetime, dates before 0000 ${UNSUPPORTED}`],
  [DATE_TIME, 1e11 + 0.5, 'datetime_type', 'Input should be a valid datetime'],
])('by %j, the value %j is refused as %s', (schema, value, type, msg) => {
  expect(toEntries(put(schema, value))).toEqual([[type, 'added', msg]]);
});

test('a date-time that is NaN is refused', () => {
  const body = '{"added":NaN}';
  const headers = { 'content-type': 'application/json' };
  const answer = handle(createMock(DATE_TIME), toMessage('PUT /tracker/t-1', { headers, body }));
  expect(answer.text).toContain('Input should be a valid datetime, NaN values not permitted');
});

describe('PUT /tracker/{tracker_id} by a schema', () => {
  test.each([
    ['false', false, 1, 'value_error', 'Value error, boolean schema is false'],
    ['not', { not: { type: 'integer' } }, 1, 'value_error', 'Value error, must NOT be valid'],
    ['if', { if: { type: 'integer' }, then: { minimum: 5 } }, 1, 'value_error', 'Value error, must be >= 5'],
    ['a type or null', { type: ['integer', 'null'] }, 'x', 'int_parsing', INTEGER],
    ['no type', { minimum: 5 }, 1, 'value_error', 'Value error, must be >= 5'],
    [
      'contains',
      { type: 'array', contains: { type: 'integer' } },
      ['x'],
      'value_error',
      'Value error, must be integer',
    ],
    [
      'unique items',
      { type: 'array', uniqueItems: true },
      [1, 1],
      'value_error',
      'Value error, must NOT have duplicate items',
    ],
    [
      'a format that pydantic does not have',
      { type: 'string', format: 'hostname' },
      'a b',
      'value_error',
      'Value error, must match format "hostname"',
    ],
    ['null only', { type: 'null' }, 1, 'none_required', 'Input should be None'],
    ['one value', { const: 5 }, 4, 'literal_error', 'Input should be 5'],
    // Pydantic would convert these; the contract does not allow them.
    ['integer, a text of digits', { type: 'integer' }, '5', 'int_type', 'Input should be a valid integer'],
    ['number, a text of digits', { type: 'number' }, '1.5', 'float_type', 'Input should be a valid number'],
    ['boolean, a text that means true', { type: 'boolean' }, 'yes', 'bool_type', 'Input should be a valid boolean'],
    [
      'not, a Decimal',
      {
        anyOf: [{ type: 'number' }, { type: 'string', pattern: String.raw`^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$` }],
        not: { const: '5' },
      },
      '5',
      'value_error',
      'Value error, must NOT be valid',
    ],
    ['not, an integer', { type: 'integer', not: { const: 5 } }, 5, 'value_error', 'Value error, must NOT be valid'],
    [
      'a tiny bound',
      { type: 'number', minimum: 1e-7 },
      0,
      'greater_than_equal',
      'Input should be greater than or equal to 0.0000001',
    ],
    [
      'a huge bound',
      { type: 'number', maximum: 1e22 },
      1e23,
      'less_than_equal',
      'Input should be less than or equal to 10000000000000000000000',
    ],
  ])('refuses by %s', (_, schema, value, type, message) => {
    const answer = put(schema, value);
    expect(answer.status).toBe(422);
    expect(toEntries(answer)).toEqual([[type, 'added', message]]);
  });

  test('refuses a text by the schema that it references, and by a rule beside the reference', () => {
    const schemas = { Short: { type: 'string', minLength: 2 } };
    const reference = { $ref: '#/components/schemas/Short' };
    expect(toEntries(put(reference, 'x', schemas))).toEqual([
      ['string_too_short', 'added', 'String should have at least 2 characters'],
    ]);
    expect(toEntries(put({ ...reference, maxLength: 3 }, 'xxxx', schemas))).toEqual([
      ['string_too_long', 'added', 'String should have at most 3 characters'],
    ]);
  });

  test('refuses a value by every part of allOf', () => {
    const answer = put({ allOf: [{ type: 'integer' }, { type: 'boolean' }] }, 'x');
    expect(toEntries(answer)).toEqual([
      ['int_parsing', 'added', INTEGER],
      ['bool_parsing', 'added', 'Input should be a valid boolean, unable to interpret input'],
    ]);
  });

  test.each([
    [
      'a set',
      { type: 'array', uniqueItems: true, minItems: 2 },
      [1],
      'Set should have at least 2 items after validation, not 1',
    ],
    ['a list', { type: 'array', minItems: 2 }, [1], 'List should have at least 2 items after validation, not 1'],
    [
      'a dictionary',
      { type: 'object', minProperties: 1 },
      {},
      'Dictionary should have at least 1 item after validation, not 0',
    ],
  ])('reports the length of %s that is too short', (_, schema, value, message) => {
    expect(toEntries(put(schema, value))).toEqual([['too_short', 'added', message]]);
  });

  test.each([
    [
      'a set',
      { type: 'array', uniqueItems: true, maxItems: 1 },
      [1, 2],
      'Set should have at most 1 item after validation, not more',
    ],
    ['a list', { type: 'array', maxItems: 1 }, [1, 2], 'List should have at most 1 item after validation, not 2'],
    [
      'a dictionary',
      { type: 'object', maxProperties: 1 },
      { a: 1, b: 2 },
      'Dictionary should have at most 1 item after validation, not 2',
    ],
  ])('reports the length of %s that is too long', (_, schema, value, message) => {
    expect(toEntries(put(schema, value))).toEqual([['too_long', 'added', message]]);
  });

  test('refuses an unknown tag without a mapping', () => {
    const branch = (tag: string): object => ({
      type: 'object',
      required: ['kind'],
      properties: { kind: { const: tag } },
    });
    const schema = { oneOf: [branch('a'), branch('b')], discriminator: { propertyName: 'kind' } };
    expect(put(schema, { kind: 'c' }).json).toMatchObject({
      detail: [{ type: 'union_tag_invalid', loc: ['body', 'added'] }],
    });
    expect(toEntries(put(schema, {}))).toEqual([
      ['union_tag_not_found', 'added', "Unable to extract tag using discriminator 'kind'"],
    ]);
  });

  describe('with a tagged union', () => {
    const toModel = (kind: object): object => ({ type: 'object', required: ['kind'], properties: { kind } });
    const discriminator = { propertyName: 'kind' };
    const [A, B, C] = ['a', 'b', 'c'].map((tag) => toModel({ const: tag }));
    const TEXT = toModel({ type: 'string' });
    const toReference = (name: string): object => ({ $ref: `#/components/schemas/${name}` });
    const PAIR = { oneOf: [toReference('A'), toReference('B')], discriminator };

    test.each([
      ['of its branches and of a union among them', [toReference('Pair'), C], undefined, {}, "'a', 'b', 'c'"],
      [
        'of a mapping, by reference and by name, if the branches list none',
        [toReference('Text'), toReference('Other')],
        { x: '#/components/schemas/Text', y: 'Other' },
        { Text: TEXT, Other: TEXT },
        "'x', 'y'",
      ],
      ['of a mapping that contains the branch', [TEXT, C], { x: TEXT }, {}, "'x', 'c'"],
      [
        'that are names of schemas, for a union that does not list all',
        [toReference('Some'), C],
        undefined,
        { Some: { oneOf: [A, TEXT] } },
        "'Some', 'c'",
      ],
      [
        'that are texts or numbers, and the name of a schema whose tag is neither',
        [toReference('Flag'), toModel({ enum: [1, 'x'] })],
        undefined,
        { Flag: toModel({ const: true }) },
        "'Flag', 1, 'x'",
      ],
    ])('expects the tags %s', (_, oneOf, mapping, schemas, tags) => {
      const schema = { oneOf, discriminator: mapping === undefined ? discriminator : { ...discriminator, mapping } };
      const answer = put(schema, { kind: 5 }, { A: A ?? {}, B: B ?? {}, Pair: PAIR, ...schemas });
      const found = "Input tag '5' found using 'kind' does not match any of the expected tags: ";
      expect(toEntries(answer)).toEqual([['union_tag_invalid', 'added', found + tags]]);
    });
  });

  test.each([
    [true, 'any'],
    [{}, 'any'],
    [{ enum: [1, 'a'] }, "literal[1,'a']"],
    [{ $ref: '#/components/schemas/Mixed' }, 'enum[Mixed]'],
    [{ $ref: '#/components/schemas/Level' }, 'int-enum[Level]'],
    [{ $ref: '#/components/schemas/Alias' }, "literal['a','b']"],
    [{ type: 'array', items: { $ref: '#/components/schemas/Box_int_' } }, 'list[Box[int]]'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Owner-Input' } }, 'list[Owner]'],
    [{ type: 'array', items: { $ref: '#/components/schemas/app__models__Owner' } }, 'list[Owner]'],
    [{ type: 'array', items: { $ref: '#/components/schemas/Own' } }, 'list[Own]'],
    [
      { type: 'array', items: { type: 'object', propertyNames: { minLength: 2 }, additionalProperties: {} } },
      'list[dict[constrained-str,any]]',
    ],
    [{ type: 'array', items: { type: 'string', format: 'email' } }, 'list[function-after[_validate(), str]]'],
    [{ type: 'array', items: { type: 'string', format: 'duration' } }, 'list[timedelta]'],
    [{ type: 'array', items: { type: 'string', format: 'uuid4' } }, 'list[uuid]'],
    [{ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'boolean' }] }, 'tuple[int, bool]'],
    [{ type: 'array' }, 'list[any]'],
    [{ type: 'array', uniqueItems: true, items: { type: 'integer' } }, 'set[int]'],
    [{ type: 'object' }, 'dict[str,any]'],
    [{ type: 'object', additionalProperties: { type: 'number' } }, 'dict[str,float]'],
    [{ anyOf: [{ type: 'integer' }, { type: 'null' }] }, 'nullable[int]'],
  ])('names the branch %j of a union as pydantic does', (branch, label) => {
    // The second part refuses what the first accepts, so that every branch is named.
    const schema = {
      allOf: [
        {
          anyOf: [
            { allOf: [branch], not: {} },
            { type: 'string', maxLength: 1 },
          ],
        },
      ],
    };
    const named = { anyOf: [branch, { type: 'string', maxLength: 1 }] };
    const answer = put(
      JSON.stringify(branch) === 'true' || JSON.stringify(branch) === '{}' ? schema : named,
      label.startsWith('dict') ? [1] : { a: [] },
      {
        Mixed: { enum: [1, 'a'], title: 'Mixed' },
        Level: { enum: [1, 2], title: 'Level' },
        // A type alias has no title.
        Alias: { enum: ['a', 'b'], type: 'string' },
        Box_int_: { type: 'object', properties: { v: { type: 'integer' } }, title: 'Box[int]' },
        'Owner-Input': { type: 'object', properties: { v: { type: 'integer' } }, title: 'Owner' },
        app__models__Owner: { type: 'object', properties: { v: { type: 'integer' } }, title: 'Owner' },
        Own: { type: 'object', properties: { v: { type: 'integer' } }, title: 'A title of its own' },
      },
    );
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(label === 'any' ? 'added' : JSON.stringify(label));
  });
});

describe('GET /tracker by a parameter', () => {
  function list(schema: object, search: string): number {
    const contract = createSmallContract();
    const level = { type: 'integer', enum: [1, 2], title: 'Level' };
    Object.assign(contract.components.schemas, { Level: level, Alias: { type: 'integer', enum: [1, 2] } });
    const untyped = { Whole: [1, 2], Mixed: [1, 'b'], Switch: [true] };
    for (const [title, choices] of Object.entries(untyped)) {
      contract.components.schemas[title] = { enum: choices, title };
    }
    Object.assign(contract.paths['/tracker']?.['get'] ?? {}, { parameters: [{ name: 'a', in: 'query', schema }] });
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    return handle(mock, toMessage(`GET /tracker?${search}`)).status;
  }

  test.each([
    // A Literal takes the very value, which no text is; an Enum is made from a text.
    [{ enum: [1, 2] }, 'a=1', 422],
    [{ type: 'integer', enum: [1, 2] }, 'a=1', 422],
    [{ type: 'array', items: { type: 'integer', enum: [1, 2] } }, 'a=1', 422],
    [{ anyOf: [{ type: 'integer', const: 1 }, { type: 'integer' }] }, 'a=1', 200],
    [{ $ref: '#/components/schemas/Level' }, 'a=1', 200],
    [{ $ref: '#/components/schemas/Level' }, 'a=3', 422],
    [{ $ref: '#/components/schemas/Alias' }, 'a=1', 422],
    [{ $ref: '#/components/schemas/Whole' }, 'a=2', 200],
    [{ $ref: '#/components/schemas/Whole' }, 'a=x', 422],
    [{ $ref: '#/components/schemas/Mixed' }, 'a=b', 200],
    [{ $ref: '#/components/schemas/Mixed' }, 'a=1', 422],
    [{ $ref: '#/components/schemas/Switch' }, 'a=on', 200],
    [{ $ref: '#/components/schemas/Switch' }, 'a=off', 422],
    [{ enum: ['1', 2] }, 'a=1', 200],
    [{ const: 5 }, 'a=5', 422],
    [{ const: true }, 'a=yes', 422],
    [{ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] }, 'a=1&a=2', 200],
    [{ type: 'array', prefixItems: [{ type: 'integer' }, { type: 'string' }] }, 'a=x&a=2', 422],
    [{ type: ['integer', 'null'] }, 'a=1', 200],
    [{}, 'a=1', 200],
    [{ anyOf: [{ type: 'integer' }, { type: 'boolean' }, { type: 'null' }] }, 'a=off', 200],
    [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'a=1.5', 200],
    [{ anyOf: [{ type: 'number' }, { type: 'null' }] }, 'a=x', 422],
    [{ type: 'array', items: {} }, 'a=1&a=x', 200],
    [{ type: 'array' }, 'a=1&a=x', 200],
    [{ type: 'array', items: true }, 'a=1&a=x', 200],
    [{ type: 'array', items: false }, 'a=1', 422],
  ])('%j reads %s', (schema, search, status) => {
    expect(list(schema, search)).toBe(status);
  });
});
