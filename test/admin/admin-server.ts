import { onTestFinished } from 'vitest';
import { ADMIN_DOCUMENT } from '../../src/admin/admin-document.ts';
import { loadContract } from '../../src/contract/load-contract.ts';
import { findResponse } from '../../src/contract/operation.ts';
import { createRouter } from '../../src/fastapi/router.ts';
import type { AppOptions, TrackerMock } from '../../src/index.ts';
import { startServer } from '../../src/index.ts';
import { createSmallMock } from '../setup.ts';
import type { Answer, Payload } from '../suite/client.ts';
import { toMessage } from '../suite/client.ts';
import { sendMessage } from '../suite/send-message.ts';

/** A mock over the small world that listens until the test ends. */
export interface AdminServer {
  readonly mock: TrackerMock;
  readonly url: string;
  /** Sends a request as it is written, without what a client would add. Fails where the document does not allow the answer. */
  readonly send: (line: string, payload?: Payload) => Promise<Answer>;
}

export async function openServer(
  options: AppOptions = {},
  mock: TrackerMock = createSmallMock(),
): Promise<AdminServer> {
  const server = await startServer(mock, { ...options, port: 0 });
  onTestFinished(() => server.close());
  const send = async (line: string, payload?: Payload): Promise<Answer> => {
    const message = toMessage(line, payload);
    const answer = await sendMessage(server.url, message);
    const path = message.target.replace(/^\/__session\/[^/]*/, '').replace(/\?.*/, '');
    if (options.admin !== false && path.startsWith('/__admin')) checkAnswer(message.method, path, answer);
    return answer;
  };
  return { mock, url: server.url, send };
}

/** By ajv, which is not what the mock itself checks with. */
const contract = loadContract(ADMIN_DOCUMENT);

/** @throws {Error} if the document does not list the status for the operation, or has another body for it */
function checkAnswer(method: string, path: string, { status, headers, json }: Answer): void {
  const { operations, schemas } = contract;
  const router = createRouter(operations.map((operation) => ({ ...operation, endpoint: operation })));
  const match = router.find(method, path.replaceAll('%', '%25'));
  const response = match.kind === 'matched' ? findResponse(match.endpoint, status) : undefined;
  if (match.kind === 'matched' && response === undefined) {
    throw new Error(`${match.endpoint.id} does not list ${status}`);
  }
  const isProblem = headers['content-type'] === 'application/problem+json';
  const schema = isProblem ? schemas.compile('/components/schemas/Problem') : response?.schema;
  const errors = method === 'HEAD' ? undefined : schema?.check(json);
  if (errors !== undefined) throw new Error(`${method} ${path}: ${JSON.stringify(errors)}`);
}
