import { describe } from 'vitest';
import { testEvents, testEventsToTheLetter } from './event-suite.ts';
import { testList, testListToTheLetter } from './list-suite.ts';
import { testRetrieve, testRetrieveToTheLetter } from './retrieve-suite.ts';
import { testRouting } from './routing-suite.ts';
import { IN_PROCESS } from './transports.ts';
import { testUpdate, testUpdateToTheLetter } from './update-suite.ts';
import { testValidation } from './validation-suite.ts';

describe('in process', () => {
  testRetrieve(IN_PROCESS);
  testRetrieveToTheLetter(IN_PROCESS);
  testEvents(IN_PROCESS);
  testEventsToTheLetter(IN_PROCESS);
  testList(IN_PROCESS);
  testListToTheLetter(IN_PROCESS);
  testUpdate(IN_PROCESS);
  testUpdateToTheLetter(IN_PROCESS);
  testValidation(IN_PROCESS);
  testRouting(IN_PROCESS);
});
