import type { DocumentPart } from './document-part.ts';
import { toOperation } from './document-part.ts';

const tag = 'scenario';
const STATUS = { description: 'The scenario, and how far it has come.', schema: 'ScenarioStatus' };

export const SCENARIO_PART: DocumentPart = {
  tag: { name: tag, description: "Steps that change a session's world as its clock reaches them." },
  paths: {
    '/__admin/scenario': {
      get: toOperation({
        tag,
        id: 'getScenario',
        summary: 'Get the status of the scenario',
        description: 'Its state is `none` if the session has no scenario.',
        reply: STATUS,
      }),
      put: toOperation({
        tag,
        id: 'loadScenario',
        summary: 'Load a scenario',
        description:
          "In place of the session's present one, without playing it. Refused if a step breaks the contract or does not fit the session's world.",
        body: { schema: 'Scenario' },
        reply: STATUS,
      }),
      delete: toOperation({
        tag,
        id: 'removeScenario',
        summary: 'Remove the scenario',
        description: 'World and clock stay as they are.',
        reply: { description: 'The scenario is removed.' },
        problems: [404],
      }),
    },
    '/__admin/scenario/play': {
      post: toOperation({
        tag,
        id: 'playScenario',
        summary: 'Play the scenario',
        description:
          "Lets the session's clock run at the given speed, or at the present one. Changes the speed of a scenario that is being played.",
        body: { schema: 'ScenarioPlayInput', optional: true },
        reply: STATUS,
        problems: [404, 409],
      }),
    },
    '/__admin/scenario/pause': {
      post: toOperation({
        tag,
        id: 'pauseScenario',
        summary: 'Pause the scenario',
        description: "Stops the session's clock.",
        reply: STATUS,
        problems: [404],
      }),
    },
    '/__admin/scenario/step': {
      post: toOperation({
        tag,
        id: 'stepScenario',
        summary: 'Perform the next step',
        description: 'Stops the clock at the time of the next step, and performs all steps of that time.',
        reply: STATUS,
        problems: [404, 409],
      }),
    },
    '/__admin/scenario/restart': {
      post: toOperation({
        tag,
        id: 'restartScenario',
        summary: 'Restart the scenario',
        description:
          'Brings back the world, clock and stubs with which it began. It is played again if it was being played.',
        reply: STATUS,
        problems: [404],
      }),
    },
  },
};
