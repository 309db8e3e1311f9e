import { expectTypeOf, test } from 'vitest';
import type {
  ExchangeFilter,
  Fixture,
  Har,
  OperationName,
  RequestPattern,
  SessionControl,
  StubInput,
  Tracker,
  TrackerInput,
  TrackerMockOptions,
} from '../src/index.ts';

// Checked by `npm run types`. Vitest does not run this file, since there is nothing to assert at run time.

test('a tracker has the fields of the contract', () => {
  expectTypeOf<Tracker['status']>().toEqualTypeOf<string | null>();
  expectTypeOf<Tracker['status_reason']>().toEqualTypeOf<string | null>();
  expectTypeOf<Tracker>().toExtend<NonNullable<Fixture['trackers']>[number]>();
});

test('a misspelt member does not compile', () => {
  const tracker = { agent_id: 'a', task_id: 't' };
  // @ts-expect-error -- misspelt
  expectTypeOf<TrackerInput>({ ...tracker, staus: 'NEW' });
  // @ts-expect-error -- misspelt
  expectTypeOf<Fixture>({ trackers: [{ ...tracker, id: 'i', created_at: '2026-08-01T10:00:00Z', staus: 'NEW' }] });
  // @ts-expect-error -- misspelt
  expectTypeOf<StubInput>({ mtch: {} });
  // @ts-expect-error -- misspelt
  expectTypeOf<StubInput>({ match: { paht: '/' } });
  // @ts-expect-error -- misspelt
  expectTypeOf<ExchangeFilter>({ mehtod: 'PUT' });
  // @ts-expect-error -- misspelt
  expectTypeOf<TrackerMockOptions>({ evnts: 'strict' });
  // @ts-expect-error -- misspelt
  expectTypeOf<TrackerMockOptions>({ events: 'strickt' });
});

/** The members of a union that are not all strings. */
type Listed<T> = T extends string ? (string extends T ? never : T) : never;

test('an operation completes those of the contract, and takes any other', () => {
  expectTypeOf<'GET /tracker' | 'PUT /tracker/{tracker_id}' | 'POST /messages'>().toExtend<Listed<OperationName>>();
  expectTypeOf<'GET /trackers'>().not.toExtend<Listed<OperationName>>();
  expectTypeOf<'GET /trackers'>().toExtend<OperationName>();
  expectTypeOf<ExchangeFilter['operation']>().toEqualTypeOf<OperationName | undefined>();
  expectTypeOf<RequestPattern['operation']>().toEqualTypeOf<OperationName | undefined>();
});

test('the entries of a HAR are typed', () => {
  expectTypeOf<Har['log']['entries'][number]['request']['url']>().toEqualTypeOf<string>();
  expectTypeOf<ReturnType<SessionControl['har']>>().toEqualTypeOf<Promise<Har>>();
});
