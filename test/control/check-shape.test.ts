import { Ajv2020 } from 'ajv/dist/2020.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkShape } from '../../src/control/check-shape.ts';
import { CONTROL_SCHEMAS } from '../../src/control/control-schemas.ts';
import { toReference } from '../../src/control/schema-object.ts';

function check(schema: string, value: unknown): string[] {
  return [...checkShape(toReference(schema), value, CONTROL_SCHEMAS)];
}

test('shows the start of a large value, and reads no more of it', () => {
  const last = {
    toJSON() {
      throw new Error('It was read.');
    },
  };
  const list = [...Array.from({ length: 100 }, () => 1), last];
  const members = Object.fromEntries(list.map((value, index) => [`m${index}`, value]));
  const start = `[${'1,'.repeat(40)}`.slice(0, 80);
  expect(check('StubInput', list)).toEqual([`/ must be an object, not ${start}…`]);
  expect(check('StubInput', { times: [list, list] })).toEqual([
    `/times must be an integer from 1, not [${start.slice(0, 79)}…`,
  ]);
  expect(check('StubInput', { times: members })).toEqual([
    `/times must be an integer from 1, not ${'{"m0":1,"m1":1,"m2":1,"m3":1,"m4":1,"m5":1,"m6":1,"m7":1,"m8":1,"m9":1,"m10":1,"m1'.slice(0, 80)}…`,
  ]);
});

describe('describes each problem in a sentence', () => {
  test.each<[string, unknown, string[]]>([
    ['StubInput', [], ['/ must be an object, not []']],
    ['StubInput', { tmes: 1 }, ['/tmes is unknown; did you mean "times"?']],
    ['DelayRange', { minimum: 1, max: 2 }, ['/min is missing', '/minimum is unknown; expected one of min, max']],
    ['StubInput', { times: 1.5 }, ['/times must be an integer from 1, not 1.5']],
    ['StubInput', { times: 0 }, ['/times must be an integer from 1, not 0']],
    ['StubInput', { times: Number.NaN }, ['/times must be an integer from 1, not NaN']],
    ['StubInput', { probability: 1.5 }, ['/probability must be a number from 0 to 1, not 1.5']],
    [
      'StubInput',
      { fault: 'slow-boddy' },
      [
        '/fault must be one of connection-reset-by-peer, empty-response, malformed-response-chunk, random-data-then-close, slow-body, contract-violation, not "slow-boddy"; did you mean "slow-body"?',
      ],
    ],
    ['StubInput', { delay: -1 }, ['/delay must be a number from 0 to 600000, not -1']],
    ['StubInput', { delay: { min: 1 } }, ['/delay/max is missing']],
    ['StubInput', { delay: '1' }, ['/delay must be a number from 0 to 600000 or an object, not "1"']],
    ['StubInput', { match: { headers: { a: 5 } } }, ['/match/headers/a must be a string or null, not 5']],
    ['WorldStateInput', { trackers: [1] }, ['/trackers/0 must be an object, not 1']],
    [
      'WorldStateInput',
      { 'a/b~': 1 },
      ['/a~1b~0 is unknown; expected one of $schema, trackers, events, agent_keys, stubs, clock'],
    ],
    ['Health', { status: 'down' }, ['/status must be "ok", not "down"']],
    ['StubInput', { times: undefined, delay: 1 }, []],
    ['StubReply', { status: undefined }, ['/status is missing']],
    ['StubReply', { status: 200, body: undefined, headers: {} }, []],
    ['RequestPattern', { body: { any: [1, null, 'x'] } }, []],
  ])('%s %j', (schema, value, problems) => {
    expect(check(schema, value)).toEqual(problems);
  });
});

test('names values that JSON cannot represent', () => {
  expect(check('StubInput', { times: 1n })).toEqual(['/times must be an integer from 1, not [object BigInt]']);
});

test('names of prototype members are ordinary names', () => {
  expect(check('StubInput', JSON.parse('{"__proto__":1,"constructor":2}'))).toEqual([
    expect.stringContaining('/__proto__ is unknown') as string,
    expect.stringContaining('/constructor is unknown') as string,
  ]);
});

test('agrees with ajv on any value', () => {
  const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
  ajv.addSchema({ $id: 'control', components: { schemas: CONTROL_SCHEMAS } });
  const names = Object.values(CONTROL_SCHEMAS).flatMap(({ properties = {} }) => Object.keys(properties));
  const texts = ['real', 'slow-body', 'bad-date', 'request', 'ok', '1.2', 'x'];
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom<unknown>(null, true, 0, 1, 250, 1.5, -1, 700_000, ...texts),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...new Set(names)), tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(CONTROL_SCHEMAS)), value, (schema, given) => {
      const isValid = ajv.getSchema(`control#/components/schemas/${schema}`);
      expect(check(schema, given).length === 0).toBe(isValid?.(given));
    }),
    { numRuns: 2000 },
  );
});
