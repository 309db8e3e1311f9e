import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { createTrackerMock } from '../../src/index.ts';
import type { Profile } from '../../src/operations/profile.ts';
import { handle, toMessage } from '../suite/client.ts';

// Replays how all operations refuse requests; test/data/README.md describes the recording.

interface Recording {
  readonly operation: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };
  readonly contract: RecordedAnswer;
  readonly deployed: RecordedAnswer;
}

interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const recordings = readFileSync(new URL('../data/whole-api-answers.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line, index) => ({ line: index + 1, ...(JSON.parse(line) as Recording) }));

const mocks = { contract: createTrackerMock(), deployed: createTrackerMock({ profile: 'deployed' }) };
const profiles: readonly Profile[] = ['contract', 'deployed'];
const cases = profiles.flatMap((profile) => recordings.map((recording) => ({ profile, ...recording })));

test.each(cases)('as $profile, $operation refuses the request of line $line', ({ profile, request, ...recorded }) => {
  const { method, path, headers = {}, body } = request;
  const lowerCase = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), text]));
  const message = toMessage(`${method} ${path}`, { headers: lowerCase, ...(body !== undefined && { body }) });
  const { status, headers: sent, json } = handle(mocks[profile], message);
  const expected = recorded[profile];
  expect({ status, body: json, type: sent['content-type'] }).toEqual({
    status: expected.status,
    body: expected.body,
    type: expected.headers['content-type'],
  });
});
