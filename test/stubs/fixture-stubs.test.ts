import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { STUBS } from '../../src/budgets.ts';
import type { Fixture, StubInput, TrackerMock } from '../../src/index.ts';
import { createTrackerMock } from '../../src/index.ts';
import { catchMockError } from '../catch-mock-error.ts';
import { run } from '../cli/run-main.ts';
import { FRESH } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';
import { createTemporaryFolder } from '../temporary-folder.ts';

function toStub(status: number, more: StubInput = {}): StubInput {
  return { match: { operation: 'GET /tracker' }, reply: { status }, ...more };
}

function list(mock: TrackerMock, session = 'default'): number | null {
  return handle(mock, toMessage(`GET /__session/${session}/tracker`)).status;
}

/** The lines with which a world with stubs is refused. */
function refuse(fixtures: unknown): readonly string[] {
  return catchMockError(() => createTrackerMock({ fixtures: fixtures as Fixture })).problems;
}

describe('the stubs of a fixture', () => {
  test('apply in every session, each of which counts them for itself', async () => {
    const mock = createTrackerMock({ fixtures: { stubs: [toStub(503, { times: 1 })] } });
    expect([list(mock), list(mock), list(mock, 'other')]).toEqual([503, 200, 503]);
    expect(await mock.session().stubs()).toEqual([{ ...toStub(503, { times: 1 }), id: 'fixture-1', applied: 1 }]);
    expect(await mock.session('third').stubs()).toMatchObject([{ id: 'fixture-1', applied: 0 }]);
    expect(await mock.session().requests({ status: 503 })).toMatchObject([{ override: { stub: 'fixture-1' } }]);
  });

  test('are in the order in which they are added: the last one wins, and one of the session over all of them', async () => {
    const mock = createTrackerMock({ fixtures: { stubs: [toStub(500), toStub(501)] } });
    expect(list(mock)).toBe(501);
    await mock.session().stub(toStub(502));
    expect(list(mock)).toBe(502);
    expect((await mock.session().stubs()).map(({ id }) => id)).toEqual(['1', 'fixture-2', 'fixture-1']);
  });

  test('can be removed, and are back after a reset', async () => {
    const mock = createTrackerMock({ fixtures: { stubs: [toStub(500), toStub(501, { times: 1 })] } });
    const session = mock.session();
    list(mock);
    await session.removeStub('fixture-1');
    expect(list(mock)).toBe(200);
    await session.removeAllStubs();
    expect(await session.stubs()).toEqual([]);
    await session.stub(toStub(502));
    await session.reset();
    expect([list(mock), list(mock)]).toEqual([501, 500]);
    expect(await session.stub(toStub(502))).toMatchObject({ id: '1' });
  });

  test('are merged over all files, the stubs of the last file winning', async () => {
    const folder = createTemporaryFolder({ 'a.json': { stubs: [toStub(500)] }, 'b.json': { stubs: [toStub(501)] } });
    expect(list(createTrackerMock({ fixtures: folder }))).toBe(501);
    expect(await run('check', folder)).toEqual({
      code: 0,
      out: 'The fixtures are valid: 0 trackers, 0 events, 2 stubs.\n',
      err: '',
    });
  });

  test.each<[stub: unknown, problem: string]>([
    [5, '/stubs/0 must be an object, not 5'],
    [{}, '/stubs/0 has no reply, delay or fault. Give at least one'],
    [{ delay: 1, tmes: 1 }, '/stubs/0/tmes is unknown; did you mean "times"?'],
    [{ delay: 1, id: '1' }, '/stubs/0/id is unknown; expected one of match, times, probability, after, reply'],
    [toStub(200, { reply: { status: 200, body: {} } }), '/stubs/0/reply/body must be array: it breaks the contract of'],
    [toStub(500, { match: { operation: 'GET /x' } }), '/stubs/0/match/operation is not an operation of the contract'],
    [toStub(500, { reply: { status: 500, headers: { 'a b': '' } } }), '/stubs/0/reply/headers has a name that is not'],
  ])('%j is refused as by the control API', (stub, problem) => {
    expect(refuse({ stubs: [stub] })).toEqual([expect.stringContaining(`fixtures: ${problem}`)]);
  });

  test('are refused with the file that has them', async () => {
    const file = join(
      createTemporaryFolder({ 'world.json': { stubs: [toStub(500), { fault: 'slow' }] } }),
      'world.json',
    );
    expect(await run('check', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining(`\n  ${file}: /stubs/1/fault must be one of connection-reset-by-peer, `) as string,
    });
  });

  test('are a list of at most a thousand', () => {
    expect(refuse({ stubs: {} })).toEqual(['fixtures: /stubs is not a list ({})']);
    const stubs = Array.from({ length: STUBS + 1 }, () => toStub(500));
    expect(refuse({ stubs })).toEqual(['fixtures: /stubs has too many stubs: a session may have 1000 (1001)']);
    expect(list(createTrackerMock({ fixtures: { stubs: stubs.slice(1) } }))).toBe(500);
  });

  test('count among the stubs that a session may have', async () => {
    const stubs = Array.from({ length: STUBS }, () => toStub(500));
    const session = createTrackerMock({ fixtures: { stubs } }).session();
    await expect(session.stub(toStub(501))).rejects.toMatchObject({
      code: 'stub-invalid',
      message: 'Failed to add the stub: the session has 1000 stubs already. Remove some, or reset the session.',
    });
    await session.removeStub('fixture-1');
    expect(await session.stub(toStub(501))).toMatchObject({ id: '1' });
  });

  test('list a hundred problems and stop', () => {
    const problems = refuse({ stubs: Array.from({ length: 1000 }, () => ({})) });
    expect(problems.slice(99)).toEqual([
      'fixtures: /stubs/99 has no reply, delay or fault. Give at least one',
      '… and more: validation stopped after 100 problems',
    ]);
  });
});

describe('the stubs of a state', () => {
  test('are those of the session, so that the state is a fixture with the same stubs', async () => {
    const mock = createTrackerMock({ fixtures: { trackers: [FRESH], stubs: [toStub(500)] } });
    await mock.session().stub(toStub(501, { times: 2 }));
    const state = await mock.session().state.get();
    expect(state.stubs).toEqual([toStub(500), toStub(501, { times: 2 })]);
    const again = createTrackerMock({ fixtures: state });
    expect([list(again), list(again), list(again)]).toEqual([501, 501, 500]);
    expect((await again.session().state.get()).stubs).toEqual(state.stubs);
  });

  test('replace all stubs of a session, which keeps its stubs if the state has none', async () => {
    const mock = createTrackerMock({ fixtures: { stubs: [toStub(500)] } });
    const session = mock.session();
    await session.stub(toStub(501));
    await session.state.set({ trackers: [FRESH] });
    expect((await session.stubs()).map(({ id }) => id)).toEqual(['1', 'fixture-1']);
    await session.state.set({ stubs: [toStub(502), toStub(503)] });
    expect(await session.stubs()).toMatchObject([
      { id: '2', reply: { status: 503 } },
      { id: '1', reply: { status: 502 } },
    ]);
    await session.state.set({ stubs: [] });
    expect(list(mock)).toBe(200);
  });

  test('are all or nothing with the world', async () => {
    const mock = createTrackerMock({ fixtures: { stubs: [toStub(500)] }, maxStateSize: 10_000 });
    const session = mock.session();
    const body = { message: 'x'.repeat(10_000) };
    await expect(
      session.state.set({ trackers: [FRESH], stubs: [toStub(501, { reply: { status: 501, body } })] }),
    ).rejects.toMatchObject({ code: 'insufficient-storage' });
    const wrong = session.state.set({ trackers: [FRESH], stubs: [{}] });
    await expect(wrong).rejects.toMatchObject({
      code: 'fixture-invalid',
      problems: [expect.stringContaining('/stubs/0 has')],
    });
    expect(await session.state.get()).toMatchObject({ trackers: [], stubs: [toStub(500)] });
  });

  test('nest as deep as a state may', async () => {
    const session = createTrackerMock({ fixtures: {} }).session();
    const nest = (levels: number): StubInput => ({
      reply: { status: 500, body: JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown },
    });
    await session.stub(nest(496));
    await expect(session.stub(nest(497))).rejects.toMatchObject({
      code: 'stub-invalid',
      problems: ['/ nests deeper than 498 levels'],
    });
    const state = await session.state.get();
    expect(() => createTrackerMock({ fixtures: state })).not.toThrow();
  });
});
