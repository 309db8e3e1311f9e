import type { Scenario as ScenarioInput } from '../control/control-types.ts';
import { MockError } from '../mock-error.ts';
import { loadScenario } from '../scenarios/load-scenario.ts';
import type { Scenario } from '../scenarios/scenario.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { readJsonFile } from './read-json.ts';

/**
 * Loads a scenario from a file, or one that is given.
 *
 * @throws {MockError} `scenario-invalid`
 */
export function openScenario(given: string | ScenarioInput, rules: FixtureRules, maxFileSize: number): Scenario {
  if (typeof given !== 'string') return loadScenario(given, rules);
  const file = readJsonFile(given, maxFileSize);
  if (file.ok) return loadScenario(file.value, rules, given);
  throw new MockError(
    'scenario-invalid',
    `Failed to load the scenario ${JSON.stringify(given)}: it ${file.reason}. Correct the path or the file; a relative path begins in the folder that the program runs in.`,
  );
}
