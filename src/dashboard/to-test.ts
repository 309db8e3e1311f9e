import type { ExchangeRecord, WorldState } from '../control/control-types.ts';
import type { SentRequest } from './sent-request.ts';
import { toStub } from './to-stub.ts';

/** The part of a world that a request is about. */
export type TestWorld = Pick<WorldState, 'trackers' | 'events'>;

/**
 * Returns a test for vitest that sends the request again, and expects the same of the reply.
 *
 * @param world what the mock of the test starts with; undefined if the reply does not depend on it
 */
export function toTest(record: ExchangeRecord, request: SentRequest, world: TestWorld | undefined): string {
  const { method, target, body } = request;
  const { operation, reply, violations, override } = record;
  const headers = Object.entries(request.headers).filter(([name]) => name !== 'x-mock-session');
  const options = [
    `method: ${JSON.stringify(method)}`,
    ...(headers.length === 0 ? [] : [`headers: ${JSON.stringify(Object.fromEntries(headers))}`]),
    ...(body === '' || method === 'GET' || method === 'HEAD' ? [] : [`body: ${JSON.stringify(body)}`]),
  ];
  const fixtures = world === undefined ? '' : `{ fixtures: ${JSON.stringify(world)} }`;
  const isStubbed = override?.stub !== undefined;
  // The header is sent again, and what it allows does not count.
  const isAllowed = request.headers['prefer']?.includes('allow-violations') === true;
  const counted = isAllowed ? [] : violations;
  const found = counted.map(({ side, location, message }) => ({ side, location, message }));
  const name = `${operation ?? `${method} ${record.path}`} answers ${reply.status ?? 'nothing'}`;
  const lines = [
    `const mock = createTrackerMock(${fixtures});`,
    ...(isStubbed ? [`await mock.session().stub(${JSON.stringify(toStub(record))});`] : []),
    `const request = new Request(${JSON.stringify(`http://mock.test${target}`)}, {`,
    ...options.map((option) => `  ${option},`),
    '});',
    ...(reply.status === null
      ? ['await expect(mock.fetch(request)).rejects.toThrow();']
      : ['const response = await mock.fetch(request);', `expect(response.status).toBe(${reply.status});`]),
    ...(isStubbed ? [] : [`expect(await mock.session().violations()).toMatchObject(${toExpected(found)});`]),
  ];
  return `import { createTrackerMock } from 'agentex-tracker-mock';
import { expect, test } from 'vitest';

test(${JSON.stringify(name)}, async () => {
${lines.map((line) => `  ${line}`).join('\n')}
});
`;
}

function toExpected(found: readonly object[]): string {
  return found.length === 0 ? '[]' : `[\n${found.map((item) => `    ${JSON.stringify(item)},`).join('\n')}\n  ]`;
}
