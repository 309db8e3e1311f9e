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
}

/** Sends requests one after the other over one connection, which is opened again where the server closes it. */
export interface Connection {
  readonly host: string;
  /**
   * Sends a request and waits for its reply.
   *
   * @throws where the server closes without a reply, or gives none within ten seconds
   */
  send(request: RawRequest, more?: RawRequest['headers']): Promise<RawReply>;
  close(): void;
}

/** How long a reply may take, in milliseconds. */
const PATIENCE = 10_000;

export function createConnection(port: number): Connection {
  const host = `127.0.0.1:${port}`;
  let open: Socket | undefined;
  return {
    host,
    async send(request, more) {
      const bytes = toBytes(request, host, more);
      for (let attempt = 1; ; attempt++) {
        const isFresh = open === undefined || open.destroyed;
        const socket: Socket = isFresh ? connect({ port, host: '127.0.0.1', noDelay: true }) : (open as Socket);
        open = socket;
        const reply = await exchange(socket, bytes, request.method);
        if (reply !== undefined) {
          if (!reply.keepAlive) socket.destroy();
          return reply;
        }
        socket.destroy();
        // A server may close an idle connection in the moment in which it is used again.
        if (isFresh || attempt > 1) throw new Error(`no reply from ${host}`);
      }
    },
    close: () => open?.destroy(),
  };
}

type Received = RawReply & { readonly keepAlive: boolean };

/** Undefined where the connection ends without a reply, or time does. */
async function exchange(socket: Socket, bytes: Buffer, method: string): Promise<Received | undefined> {
  return new Promise((resolve) => {
    let received: Buffer = Buffer.alloc(0);
    const end = (reply: Received | undefined): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      // An error that comes later has no one to tell.
      socket.on('error', () => {});
      resolve(reply);
    };
    const timer = setTimeout(() => end(undefined), PATIENCE);
    socket.on('data', (chunk: Buffer) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const reply = parseReply(received, method, false);
      if (reply !== undefined) end(reply);
    });
    socket.on('end', () => end(parseReply(received, method, true)));
    socket.on('error', () => end(undefined));
    socket.on('close', () => end(undefined));
    socket.write(bytes);
  });
}

/** The reply in these bytes; undefined where more have to come. */
function parseReply(bytes: Buffer, method: string, isEnd: boolean): Received | undefined {
  const split = bytes.indexOf('\r\n\r\n');
  if (split === -1) return undefined;
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, split).split('\r\n');
  const status = Number(statusLine.split(' ')[1]);
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
  const body = bytes.subarray(split + 4);
  if (!(body.length >= length)) return undefined;
  // Bytes that come too much would be taken for the next reply.
  const keepAlive = !isEnd && headers['connection'] !== 'close' && body.length === length;
  return { status, headers, body: body.subarray(0, length), keepAlive };
}
