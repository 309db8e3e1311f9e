import type { Contracts, OracleVerdict } from './account.ts';
import { account } from './account.ts';
import type { Answers } from './compare.ts';
import { findDifference, isSuccess } from './compare.ts';
import type { Connection, RawReply } from './connection.ts';
import { createConnection } from './connection.ts';
import { parseDetails } from './detail.ts';
import type { KnownName } from './known-differences.ts';
import type { RawRequest } from './raw-request.ts';

/** What came of one request. */
export interface Finding {
  readonly answers: Answers;
  /** In what the answers differ; undefined if they do not. */
  readonly difference: string | undefined;
  /** The known differences that account for that; undefined if they do not. */
  readonly names: readonly KnownName[] | undefined;
  readonly verdict: OracleVerdict | undefined;
  /** What shrinking has to keep: the difference with the first entries that are not the same. */
  readonly signature: string;
}

/** Sends requests to both servers and compares the answers. */
export interface Comparison {
  compare(request: RawRequest): Promise<Finding>;
  close(): void;
}

export interface ComparisonOptions {
  readonly oraclePort: number;
  readonly mockPort: number;
  readonly contracts: Contracts;
  /** The revision's number, or the published contract with the deployed server's answers; undefined for the contract alone. */
  readonly revision: number | 'deployed' | undefined;
}

export function createComparison({ oraclePort, mockPort, contracts, revision }: ComparisonOptions): Comparison {
  const oracle = createConnection(oraclePort);
  const mock = createConnection(mockPort);
  const selects: RawRequest['headers'] = revision === undefined ? [] : [['x-oracle-revision', String(revision)]];

  return {
    async compare(request) {
      const replies = await Promise.all([send(oracle, request, selects), send(mock, request, [])]);
      // Every request is answered from the same world, as in the oracle.
      if (request.method === 'PUT' && isSuccess(replies[1].status)) await mock.send(RESET);
      const answers = { request, oracle: replies[0], mock: replies[1] };
      const difference = findDifference(answers);
      if (difference === undefined) return { answers, difference, names: undefined, verdict: undefined, signature: '' };
      const asked = await oracle.send({ ...request, method: 'PUT', target: '/' }, [
        ...selects,
        ['x-oracle', 'verdict'],
      ]);
      const verdict = JSON.parse(asked.body.toString()) as OracleVerdict;
      const found = await send(oracle, { ...request, method: 'GET', headers: [], body: undefined }, selects);
      const names = account({ answers, verdict, found, contracts });
      return { answers, difference, names, verdict, signature: toSignature(difference, answers) };
    },
    close() {
      oracle.close();
      mock.close();
    },
  };
}

const RESET: RawRequest = { method: 'POST', target: '/__admin/reset', headers: [], body: undefined };
const NO_REPLY: RawReply = { status: 0, headers: {}, body: Buffer.alloc(0), surplus: Buffer.alloc(0) };

async function send(connection: Connection, request: RawRequest, more: RawRequest['headers']): Promise<RawReply> {
  try {
    const reply = await connection.send(request, more);
    if (reply.body.includes('10422')) return { ...reply, body: withoutFile(reply.body) };
    const { location } = reply.headers;
    if (location === undefined) return reply;
    // Each server names itself in it.
    return { ...reply, headers: { ...reply.headers, location: location.replace(connection.host, 'HOST') } };
  } catch {
    return NO_REPLY;
  }
}

/** The deployed 422 without the source file that its message names, which the mock cannot know. */
function withoutFile(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace(/ {2}File \\"[^"]*\\", line \d+, in \w+(?= )/, ''));
}

function toSignature(difference: string, { oracle, mock }: Answers): string {
  if (oracle.status !== 422 && mock.status !== 422) return difference;
  const [theirs, ours] = [oracle, mock].map((reply) =>
    reply.status === 422
      ? (parseDetails(reply.body) ?? []).map(({ type, msg }) => `${type} ${msg.replaceAll(/\d+/g, '0')}`)
      : [],
  );
  const extra = ours?.filter((entry) => theirs?.includes(entry) !== true) ?? [];
  const missing = theirs?.filter((entry) => ours?.includes(entry) !== true) ?? [];
  return `${difference}: ${missing[0] ?? ''} / ${extra[0] ?? ''}`;
}
