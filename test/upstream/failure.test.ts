import { expect, test } from 'vitest';
import { createLatePassOn } from '../../src/node/late-pass-on.ts';
import { toFailureReason } from '../../src/upstream/failure.ts';
import { DONE } from '../setup.ts';
import { listen } from './serve-upstream.ts';

function failWith(code: string): Error {
  return Object.assign(new Error(`message of ${code}`), { code });
}

// Failures that no server on this machine can cause.
test.each([
  [failWith('UND_ERR_CONNECT_TIMEOUT'), 'it did not accept the connection within 1 ms'],
  [failWith('UND_ERR_RES_CONTENT_LENGTH_MISMATCH'), 'the body is not as long as its content-length says'],
  [failWith('EAI_AGAIN'), 'its host name is not known'],
  [failWith('EPIPE'), 'the connection was closed before the end of the reply'],
  [failWith('UND_ERR_ABORTED'), 'the client closed the connection first'],
  [failWith('CERT_HAS_EXPIRED'), 'message of CERT_HAS_EXPIRED'],
  ['thrown as text', 'thrown as text'],
])('%s is told as: %s', (error, reason) => {
  expect(toFailureReason(error, { connect: 1, headers: 2, idle: 3 })).toBe(reason);
});

test('what passes requests on is loaded once, at the first request', async () => {
  const upstream = await listen((_request, response) => void response.end(JSON.stringify(DONE)));
  const passOn = createLatePassOn({});
  const request = { method: 'GET', target: '/', headers: {}, body: new Uint8Array(0) };
  const { signal } = new AbortController();
  for (let sent = 0; sent < 2; sent += 1) {
    expect(await passOn({ request, upstream, target: '/', prefix: '', signal })).toMatchObject({ status: 200 });
  }
});
