import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Connections that take their time, each kind with what it sends at once and what it then sends bit by bit. */
interface Kind {
  readonly name: string;
  readonly count: number;
  readonly first: string;
  /** Sent a character at a time, for ever; nothing where it is empty. */
  readonly drip: string;
  /** True where the client reads what comes. */
  readonly reads: boolean;
}

const HEAD = 'PUT /tracker/a HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n';
const KINDS: readonly Kind[] = [
  { name: 'idle', count: 1000, first: '', drip: '', reads: true },
  { name: 'slow request line', count: 50, first: '', drip: 'GET /trackertrackertracker', reads: true },
  { name: 'slow headers', count: 50, first: HEAD, drip: 'x: yyyyyyyyyyyyyyy\r\n', reads: true },
  { name: 'slow body', count: 50, first: `${HEAD}content-length: 100000\r\n\r\n{`, drip: ' ', reads: true },
  {
    name: 'slow chunks',
    count: 50,
    first: `${HEAD}transfer-encoding: chunked\r\n\r\n`,
    drip: '1\r\n \r\n',
    reads: true,
  },
];
/** Asks for much and reads nothing of it. */
const READERS: Kind = {
  name: 'slow reader',
  count: 20,
  first: 'GET /openapi.json HTTP/1.1\r\nhost: a\r\n\r\n'.repeat(150),
  drip: '',
  reads: false,
};

export interface SlowCrowd {
  readonly count: number;
  /** How many of those that the server has to cut off are still connected, by kind. */
  listOpen(): string[];
  /** Ends those that the server may keep. */
  end(): void;
}

/** How long lies between two bits, in milliseconds. */
const DRIP_EVERY = 500;

/** Opens them all. The server has to cut off each that does not bring a request to its end; who only reads slowly may stay. */
export function openSlowCrowd(port: number): SlowCrowd {
  const open = new Map<Socket, Kind>();
  for (const kind of [...KINDS, READERS]) {
    for (let index = 0; index < kind.count; index++) {
      const socket = connect({ port, host: '127.0.0.1' });
      open.set(socket, kind);
      socket.on('error', () => {}).on('close', () => open.delete(socket));
      if (kind.reads) socket.resume();
      else socket.pause();
      socket.write(kind.first, 'latin1');
    }
  }
  let turn = 0;
  const timer = setInterval(() => {
    for (const [socket, { drip }] of open) {
      if (drip !== '' && socket.writable) socket.write(drip.charAt(turn % drip.length), 'latin1');
    }
    turn += 1;
  }, DRIP_EVERY);

  return {
    count: open.size,
    listOpen: () =>
      KINDS.flatMap(({ name }) => {
        const count = [...open.values()].filter((kind) => kind.name === name).length;
        return count === 0 ? [] : [`${count} ${name}`];
      }),
    end() {
      clearInterval(timer);
      for (const socket of open.keys()) socket.destroy();
    },
  };
}
