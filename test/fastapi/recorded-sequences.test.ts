import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import type { Fixture } from '../../src/index.ts';
import { createTrackerMock, startServer } from '../../src/index.ts';
import type { Answer } from '../suite/client.ts';
import { sendMessage } from '../suite/send-message.ts';

// Replays what the deployed server answered, request after request; test/data/README.md describes the recording.

interface Sequence {
  readonly name: string;
  readonly state: Fixture;
  readonly steps: readonly Step[];
}

interface Step {
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly headers?: Readonly<Record<string, string | string[]>>;
    readonly body?: string;
    readonly bodyBase64?: string;
  };
  readonly reply: Recorded;
}

interface Recorded {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const sequences = ['tracker-sequences.jsonl', 'event-sequences.jsonl'].flatMap((name) =>
  readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Sequence),
);

/** The time of a step: one second after that of the step before. */
function toTime(step: number): string {
  return new Date(Date.parse('2026-11-26T12:00:00Z') + step * 1000).toISOString().replace('.000Z', 'Z');
}

/** The recorded reply with the times that the steps set. */
function toExpected({ status, headers, body }: Recorded): Recorded {
  const times = JSON.stringify(body).replaceAll(/"<now:(\d+)>"/g, (_, step: string) =>
    JSON.stringify(toTime(Number(step))),
  );
  return { status, headers, body: JSON.parse(times) };
}

/** An answer with what is recorded of a reply. A header that was not recorded must not be sent. */
function toRecorded({ status, headers, text, json }: Answer): Recorded {
  const compared = Object.entries(headers).filter(
    ([name]) => ['content-type', 'allow', 'location', 'vary'].includes(name) || name.startsWith('access-control-'),
  );
  const isJson = headers['content-type'] === 'application/json' && json !== undefined;
  return { status, headers: Object.fromEntries(compared), body: isJson ? json : { text } };
}

function send(url: string, { method, path, headers, body = '', bodyBase64 }: Step['request']): Promise<Answer> {
  const bytes = bodyBase64 === undefined ? Buffer.from(body) : Buffer.from(bodyBase64, 'base64');
  return sendMessage(url, { method, target: path, headers: { host: 'tracker.test', ...headers }, body: bytes });
}

test.each(sequences)('$name is answered as recorded', async ({ state, steps }) => {
  const mock = createTrackerMock({ fixtures: state, profile: 'deployed' });
  const server = await startServer(mock, { port: 0 });
  onTestFinished(() => server.close());
  for (const [index, { request, reply }] of steps.entries()) {
    await mock.session().clock.set({ mode: 'fixed', now: toTime(index + 1) });
    const received = toRecorded(await send(server.url, request));
    const expected = toExpected(reply);
    expect({ step: index + 1, request, ...received }).toEqual({ step: index + 1, request, ...expected });
    // The order of members, too.
    expect(JSON.stringify(received.body)).toBe(JSON.stringify(expected.body));
  }
});
