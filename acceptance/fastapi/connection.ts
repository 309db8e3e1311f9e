import { Buffer } from 'node:buffer';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { RawRequest } from './raw-request.ts';
import { toBytes } from './raw-request.ts';

/** What a server sent back. */
export interface RawReply {
  readonly status: number;
  /** Lower-case names; of a name that repeats the values are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** What came after the reply, and no request asked for: a body behind the answer to a HEAD, say. */
  readonly surplus: Buffer;
}

/** Sends requests one after the other over one connection, which is opened again if the server closes it. */
export interface Connection {
  readonly host: string;
  /**
   * Sends a request and waits for its reply.
   *
   * @throws if the server closes without a reply, or gives none within ten seconds
   */
  send(request: RawRequest, more?: RawRequest['headers']): Promise<RawReply>;
  close(): void;
}

/** How long a reply may take, in milliseconds. */
const PATIENCE = 10_000;
/** Is sent after a reply without a body: bytes before the answer to this request are surplus. */
const PROBE: RawRequest = { method: 'GET', target: '/probe', headers: [], body: undefined };

export function createConnection(port: number): Connection {
  const host = `127.0.0.1:${port}`;
  let open: Line | undefined;

  const exchange = async (
    line: Line,
    request: RawRequest,
    more?: RawRequest['headers'],
  ): Promise<Reply | undefined> => {
    line.socket.write(toBytes(request, host, more));
    const reply = await line.read(request.method);
    if (reply === undefined || reply.hasBody) return reply;
    if (reply.isLast) return { ...reply, surplus: await line.readRest() };
    line.socket.write(toBytes(PROBE, host, more));
    const [surplus, isFollowed] = await line.readSurplus();
    return isFollowed ? { ...reply, surplus } : { ...reply, surplus, isLast: true };
  };

  return {
    host,
    async send(request, more) {
      for (let attempt = 1; ; attempt++) {
        const isFresh = open === undefined || open.isOver();
        const line: Line = isFresh ? openLine(port) : (open as Line);
        open = line;
        const reply = await exchange(line, request, more);
        if (reply !== undefined) {
          if (reply.isLast) line.socket.destroy();
          return reply;
        }
        line.socket.destroy();
        // A server may close an idle connection in the moment in which it is used again.
        if (isFresh || attempt > 1) throw new Error(`no reply from ${host}`);
      }
    },
    close: () => open?.socket.destroy(),
  };
}

type Reply = RawReply & {
  /** Whether its kind has a body at all. */
  readonly hasBody: boolean;
  /** Whether the connection ends with it. */
  readonly isLast: boolean;
};

/** A socket and all that came over it and was not read yet. */
interface Line {
  readonly socket: Socket;
  isOver(): boolean;
  /** Returns the next reply, or undefined if the connection ends or the time is up. */
  read(method: string): Promise<Reply | undefined>;
  /** All that comes until the end. */
  readRest(): Promise<Buffer>;
  /** What comes before the next reply, which is read too, and whether there is one. */
  readSurplus(): Promise<readonly [surplus: Buffer, isFollowed: boolean]>;
}

function openLine(port: number): Line {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received: Buffer = Buffer.alloc(0);
  let isEnd = false;
  let look = (): void => {};
  const finish = (): void => {
    isEnd = true;
    look();
  };
  socket.on('data', (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    look();
  });
  socket.on('end', finish).on('error', finish).on('close', finish);

  /** Waits until there is what is looked for, the connection ends or time does. */
  const wait = async <T>(find: () => T | undefined): Promise<T | undefined> =>
    new Promise((resolve) => {
      const end = (found: T | undefined): void => {
        clearTimeout(timer);
        look = () => {};
        resolve(found);
      };
      const timer = setTimeout(() => end(undefined), PATIENCE);
      look = () => {
        const found = find();
        if (found !== undefined || isEnd) end(found);
      };
      look();
    });
  const takeAll = (): Buffer => {
    const all = received;
    received = Buffer.alloc(0);
    return all;
  };

  return {
    socket,
    isOver: () => isEnd || socket.destroyed,
    async read(method) {
      const found = await wait(() => parseReply(received, method, isEnd));
      if (found === undefined) return undefined;
      const { rest, ...reply } = found;
      received = rest;
      // Nothing else was requested yet. If a reply has no body, surplus bytes are looked for below.
      if (!reply.hasBody) return { ...reply, surplus: Buffer.alloc(0) };
      const surplus = takeAll();
      return { ...reply, surplus, isLast: reply.isLast || surplus.length > 0 };
    },
    async readRest() {
      await wait(() => undefined);
      return takeAll();
    },
    async readSurplus() {
      const found = await wait(() => {
        const at = received.indexOf('HTTP/1.1 ');
        const reply = at === -1 ? undefined : parseReply(received.subarray(at), PROBE.method, isEnd);
        return reply === undefined ? undefined : { at, reply };
      });
      if (found === undefined) return [takeAll(), false];
      const surplus = received.subarray(0, found.at);
      received = found.reply.rest;
      return [surplus, !found.reply.isLast && received.length === 0];
    },
  };
}

type Parsed = Omit<Reply, 'surplus'> & { readonly rest: Buffer };

/** Returns the reply in these bytes, or undefined if it is not complete. */
function parseReply(bytes: Buffer, method: string, isEnd: boolean): Parsed | undefined {
  const split = bytes.indexOf('\r\n\r\n');
  if (split === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, split).split('\r\n');
  // Anything else is surplus of the reply before, and the status is none.
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  if (status < 200) return parseReply(bytes.subarray(split + 4), method, isEnd);
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).toLowerCase();
    const value = line.slice(colon + 1).trim();
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value;
  }
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304;
  const length = hasBody ? Number(headers['content-length'] ?? (isEnd ? bytes.length - split - 4 : Number.NaN)) : 0;
  const rest = bytes.subarray(split + 4);
  if (!(rest.length >= length)) return undefined;
  const isLast = isEnd || headers['connection'] === 'close';
  return { status, headers, body: rest.subarray(0, length), hasBody, isLast, rest: rest.subarray(length) };
}
