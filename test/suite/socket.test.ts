import { describe } from 'vitest';
import { testEvents, testEventsToTheLetter } from './event-suite.ts';
import { testList, testListToTheLetter } from './list-suite.ts';
import { testRetrieve, testRetrieveToTheLetter } from './retrieve-suite.ts';
import { testRouting } from './routing-suite.ts';
import { SOCKET } from './transports.ts';
import { testUpdate, testUpdateToTheLetter } from './update-suite.ts';
import { testValidation } from './validation-suite.ts';

describe('over a socket', () => {
  testRetrieve(SOCKET);
  testRetrieveToTheLetter(SOCKET);
  testEvents(SOCKET);
  testEventsToTheLetter(SOCKET);
  testList(SOCKET);
  testListToTheLetter(SOCKET);
  testUpdate(SOCKET);
  testUpdateToTheLetter(SOCKET);
  testValidation(SOCKET);
  testRouting(SOCKET);
});
