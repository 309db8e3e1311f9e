import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPathMatch } from '../../src/exchange/path-pattern.ts';
import { createTrackerMock } from '../../src/index.ts';
import { createSmallContract, createSmallContractWorld } from '../contract/small-contract.ts';
import { createSmallMock } from '../setup.ts';
import { handle, toMessage } from '../suite/client.ts';

describe('a request that no operation matches', () => {
  test.each([
    [
      'DELETE /tracker/a',
      'GET /tracker/{tracker_id}',
      'the method is DELETE, not GET. Send GET /tracker/{tracker_id}.',
    ],
    [
      'GET /tracker/a/',
      'GET /tracker/{tracker_id}',
      'the path ends in a slash, so the server redirects it. Send GET /tracker/{tracker_id}.',
    ],
    ['GET /tracker/', 'GET /tracker', 'the path ends in a slash, so the server redirects it. Send GET /tracker.'],
    ['POST /tracker/', 'GET /tracker', 'the path ends in a slash, so the server redirects it. Send GET /tracker.'],
    [
      'GET /agent/a',
      'GET /agents/{agent_id}',
      'the path has "agent" in place of "agents". Send GET /agents/{agent_id}.',
    ],
    [
      'GET /agents/a/schedule/b',
      'GET /agents/{agent_id}/schedules/{schedule_id}',
      'the path has "schedule" in place of "schedules". Send GET /agents/{agent_id}/schedules/{schedule_id}.',
    ],
    ['GET /Tracker', 'GET /tracker', 'the path is case-sensitive: "Tracker" is not "tracker". Send GET /tracker.'],
    [
      'GET /trackers/a',
      'GET /tracker/{tracker_id}',
      'the path has "trackers" in place of "tracker". Send GET /tracker/{tracker_id}.',
    ],
    ['PUT /tracker', 'GET /tracker', 'the method is PUT, not GET. Send GET /tracker.'],
    ['GET /event', 'GET /events', 'the path has "event" in place of "events". Send GET /events.'],
    [
      'GET /tasks/a/b/c',
      'GET /tasks/{task_id}/query/{query_name}',
      'the path has "b" in place of "query". Send GET /tasks/{task_id}/query/{query_name}.',
    ],
    ['GET /api/tracker', 'GET /tracker', 'the path has "/api" in front of "/tracker". Leave it out of the base URL.'],
    [
      'PUT /api/v1/tracker/a',
      'PUT /tracker/{tracker_id}',
      'the path has "/api/v1" in front of "/tracker/a". Leave it out of the base URL.',
    ],
    ['GET /agents/a/tracker', 'GET /agents/{agent_id}', 'the path has 3 segments, not 2. Send GET /agents/{agent_id}.'],
    [
      'PUT /tracker/a/b',
      'PUT /tracker/{tracker_id}',
      'the path has 3 segments, not 2. Send PUT /tracker/{tracker_id}.',
    ],
  ])('%s is recorded with the nearest operation', async (line, nearest, reason) => {
    const mock = createSmallMock();
    const { status } = handle(mock, toMessage(line));
    const [method, path] = line.split(' ');
    expect(await mock.session().unmatched()).toEqual([{ id: '1', method, path, query: '', status, nearest, reason }]);
  });

  test.each(['GET /nothing', 'GET /healthz/', 'GET /a/b/c/d', 'POST /', 'POST /nothing'])(
    '%s is recorded without a nearest operation, since none has a similar path',
    async (line) => {
      const mock = createSmallMock();
      handle(mock, toMessage(line));
      expect(await mock.session().unmatched()).toMatchObject([
        { nearest: null, reason: 'the contract has no operation with a similar path' },
      ]);
    },
  );

  test('an operation whose path has no literal segment is near to each path', async () => {
    const contract = createSmallContract();
    const { '/tracker/{tracker_id}': item } = contract.paths;
    const paths = { '/{tracker_id}': item };
    const mock = createTrackerMock({ contract: { ...contract, paths }, fixtures: createSmallContractWorld() });
    handle(mock, toMessage('DELETE /nothing'));
    expect(await mock.session().unmatched()).toMatchObject([{ nearest: 'GET /{tracker_id}' }]);
  });

  test('PUT /tracker/ lacks its parameter if the contract has no list', async () => {
    const contract = createSmallContract();
    delete contract.paths['/tracker'];
    const mock = createTrackerMock({ contract, fixtures: createSmallContractWorld() });
    handle(mock, toMessage('PUT /tracker/', { json: {} }));
    expect(await mock.session().unmatched()).toMatchObject([
      { nearest: 'PUT /tracker/{tracker_id}', reason: 'the path lacks {tracker_id}. Send PUT /tracker/{tracker_id}.' },
    ]);
  });
});

describe('isPathMatch', () => {
  test('matches like a regular expression in which * is .*', () => {
    const text = fc.array(fc.constantFrom('a', 'b', '/', '*', '.'), { maxLength: 8 }).map((parts) => parts.join(''));
    const path = fc.array(fc.constantFrom('a', 'b', '/', '.'), { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, path, (pattern, given) => {
        const source = pattern.split('*').map((part) => part.replaceAll('.', String.raw`\.`));
        expect(isPathMatch(pattern, given)).toBe(new RegExp(`^${source.join('.*')}$`, 's').test(given));
      }),
      { numRuns: 1000 },
    );
  });

  test('handles a pattern that would make a regular expression slow', () => {
    expect(isPathMatch('*a'.repeat(5000), 'a'.repeat(4999))).toBe(false);
    expect(isPathMatch('*a'.repeat(5000), 'a'.repeat(5000))).toBe(true);
  });
});
