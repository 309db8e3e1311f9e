import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseReplies } from './replies.ts';

/** Connections that take their time, each kind with what it sends at once and what it then sends bit by bit. */
interface Kind {
  readonly name: string;
  readonly count: number;
  readonly first: string;
  /** Is sent one character at a time, without end. Nothing is sent if it is empty. */
  readonly drip: string;
}

const HEAD = 'PUT /tracker/a HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
const KINDS: readonly Kind[] = [
  { name: 'idle', count: 1000, first: '', drip: '' },
  { name: 'slow request line', count: 50, first: 'GET /tracker', drip: 'x' },
  { name: 'slow headers', count: 50, first: HEAD, drip: 'x: yyyyyyyyyyyyyyy\r\n' },
  { name: 'slow body', count: 50, first: `${HEAD}content-length: 100000\r\n\r\n{`, drip: ' ' },
  { name: 'slow chunks', count: 50, first: `${HEAD}transfer-encoding: chunked\r\n\r\n`, drip: '1\r\n \r\n' },
];

/** Who brings no request to its end. The server has to cut off each of them. */
export interface SlowCrowd {
  /** How many connections came about. */
  readonly opened: number;
  /** What was not as it has to be. */
  readonly failures: readonly string[];
  /** Waits until each of them has come about once. */
  connected(): Promise<void>;
  /** Who is cut off from now on does not come again. */
  letGo(): void;
  /** How many are still connected, by kind. */
  listOpen(): string[];
  end(): void;
}

/** How long lies between two bits, and between a cut and the next connection, in milliseconds. */
const DRIP_EVERY = 500;
/** How long the server has to bear with them, in milliseconds: less than it gives a request. */
const BORNE = 25_000;
/** How long it may take until all are connected, in milliseconds. */
const PATIENCE = 30_000;

/** Opens them all. Each comes again when it is cut off, so that there are as many at any time. */
export function openSlowCrowd(port: number): SlowCrowd {
  const open = new Map<Socket, { readonly kind: Kind; turn: number }>();
  const failures: string[] = [];
  let opened = 0;
  let isKept = true;
  let isOver = false;

  const enter = (kind: Kind): void => {
    if (!isKept) return;
    const socket = connect({ port, host: '127.0.0.1' });
    const received: Buffer[] = [];
    let since: number | undefined;
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('connect', () => {
      opened += 1;
      since = performance.now();
      open.set(socket, { kind, turn: 0 });
      socket.write(kind.first, 'latin1');
    });
    socket.on('error', (error) => {
      if (since === undefined) failures.push(`${kind.name}: no connection: ${error.message}`);
    });
    socket.on('close', () => {
      open.delete(socket);
      if (isOver || since === undefined) return;
      const fault = findFault(performance.now() - since, Buffer.concat(received));
      if (fault !== undefined) failures.push(`${kind.name}: ${fault}`);
      setTimeout(() => enter(kind), DRIP_EVERY);
    });
  };
  for (const kind of KINDS) for (let index = 0; index < kind.count; index++) enter(kind);

  const timer = setInterval(() => {
    for (const [socket, place] of open) {
      const { drip } = place.kind;
      if (drip !== '' && socket.writable) socket.write(drip.charAt(place.turn % drip.length), 'latin1');
      place.turn += 1;
    }
  }, DRIP_EVERY);

  return {
    get opened() {
      return opened;
    },
    failures,
    async connected() {
      const wanted = KINDS.map(({ count }) => count).reduce((sum, count) => sum + count);
      const deadline = performance.now() + PATIENCE;
      while (opened < wanted && performance.now() < deadline) await sleep(20);
      if (opened < wanted) failures.push(`only ${opened} of ${wanted} slow connections came about`);
    },
    letGo: () => void (isKept = false),
    listOpen: () =>
      KINDS.flatMap(({ name }) => {
        const count = [...open.values()].filter(({ kind }) => kind.name === name).length;
        return count === 0 ? [] : [`${count} ${name}`];
      }),
    end() {
      isKept = false;
      isOver = true;
      clearInterval(timer);
      for (const socket of open.keys()) socket.destroy();
    },
  };
}

/** What is wrong with how the server cut a connection off. */
function findFault(lasted: number, received: Buffer): string | undefined {
  if (lasted < BORNE) return `cut off after ${lasted.toFixed(0)} ms`;
  const { replies, mistake } = parseReplies(received);
  const statuses = replies.map(({ status }) => status).join(', ');
  return mistake ?? (statuses === '408' ? undefined : `${statuses || 'nothing'} in place of 408`);
}
