import { describe, expect, test } from 'vitest';
import { SCENARIO_SIZE, SCENARIO_STEPS } from '../../src/budgets.ts';
import type { MockError, Scenario, ScenarioStep } from '../../src/index.ts';
import { createSmallMock, FRESH } from '../setup.ts';

const STEP: ScenarioStep = { at: '+1s', tracker: { id: 't-done', status: 'X' } };

async function listProblems(scenario: Scenario): Promise<unknown> {
  return createSmallMock()
    .session()
    .scenario.load(scenario)
    .then(
      ({ steps }) => steps,
      (error: unknown) => (error as MockError).problems,
    );
}

function repeat(times: number, ...steps: ScenarioStep[]): ScenarioStep {
  return { at: '+1s', repeat: { times, every: '1m', steps } };
}

describe('a scenario', () => {
  test('has a misspelt id compared with the first thousand trackers of a world', async () => {
    const trackers = Array.from({ length: 1001 }, (_, index) => ({ ...FRESH, id: `tracker-${index}` }));
    const { scenario } = createSmallMock({ fixtures: { trackers, events: [] } }).session();
    const steps = ['tarcker-999', 'tarcker-1000'].map((id) => ({ at: '1s', tracker: { id, status: 'X' } }));
    await expect(scenario.load({ steps })).rejects.toMatchObject({
      problems: [
        expect.stringContaining('did you mean "tracker-999"?') as string,
        expect.not.stringContaining('did you mean "tracker-1000"?') as string,
      ],
    });
  });

  test('may have a number of steps, repetitions counted', async () => {
    expect(await listProblems({ steps: [repeat(SCENARIO_STEPS - 1, STEP), STEP] })).toBe(SCENARIO_STEPS);
    expect(await listProblems({ steps: [repeat(SCENARIO_STEPS / 2, STEP, STEP), STEP] })).toEqual([
      '/steps has 1001 steps, repetitions counted, and a scenario may have 1000',
    ]);
    expect(await listProblems({ steps: [repeat(1e9, STEP)] })).toEqual([
      '/steps/0/repeat/times must be an integer from 1 to 1000, not 1000000000',
    ]);
  });

  test('may have a size, repetitions counted', async () => {
    const large = { at: '+1s', tracker: { id: 't-done', status: 'X'.repeat(SCENARIO_SIZE / 1000) } };
    const size = 1000 * JSON.stringify(large).length;
    expect(await listProblems({ steps: [repeat(1000, large)] })).toEqual([
      `/steps takes ${size} characters, repetitions counted, and a scenario may have ${SCENARIO_SIZE}`,
    ]);
  });

  test('may nest to a depth', async () => {
    let data: unknown = 1;
    for (let level = 0; level < 500; level += 1) data = [data];
    const content = { type: 'data', author: 'user', data: { deep: data } };
    expect(await listProblems({ steps: [{ at: '1s', event: { task_id: 't', agent_id: 'a', content } }] })).toEqual([
      '/ nests deeper than 500 levels',
    ]);
  });

  test('counts as a change of its session', async () => {
    const text = 'X'.repeat(100_000);
    const { scenario } = createSmallMock({ maxStateSize: 250_000 }).session();
    const one = { at: '+1s', tracker: { id: 't-done', status_reason: text } };
    await scenario.load({ steps: [one] });
    await expect(scenario.load({ steps: [one, { ...one, at: '+2s' }] })).rejects.toMatchObject({
      code: 'insufficient-storage',
    });
    expect(await scenario.status()).toMatchObject({ steps: 1 });
    // What does not fit when its time comes is skipped.
    expect(await scenario.step()).toMatchObject({ skipped: 1 });
    const { last } = await scenario.status();
    expect(last?.problem).toMatch(
      /^\/tracker cannot be done: Failed to change the state: the session "default" would take/,
    );
    await scenario.remove();
    await scenario.load({ steps: [one] });
  });
});

test('one scenario after the other takes no more than the last', async () => {
  const { scenario } = createSmallMock({ maxStateSize: 1_000_000 }).session();
  const steps = [{ at: '+1s', tracker: { id: 't-done', status_reason: 'X'.repeat(100_000) } }];
  for (let count = 0; count < 20; count += 1) await scenario.load({ steps });
  expect(await scenario.status()).toMatchObject({ steps: 1 });
});
