import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { REPLIES, REPLIES_AHEAD, REPLIES_PER_CONNECTION, REPLY_BODIES_SIZE, SMALL_REPLY_SIZE } from '../budgets.ts';

/**
 * The replies that are not sent yet, oldest first, each with the size of its body. Clients may pipeline (send requests without waiting for
 * replies), and a stubbed delay holds up all replies behind it. The state is the process's, as is the memory that it protects.
 */
const connections = new WeakMap<Socket, Map<ServerResponse, number>>();
/** Calls that handle the requests behind others of their connections. */
const starts = new WeakMap<ServerResponse, () => void>();
/** Connections that are not read, because too many of their replies are in flight. */
const paused = new Set<Socket>();
let count = 0;
let size = 0;

/**
 * Counts a reply as in flight until it is sent or its connection is closed, and handles its request once the replies before it are sent:
 * the requests of a connection are handled one after the other, as uvicorn does.
 *
 * @returns false if too many are in flight; the request must be refused then
 */
export function admitReply(response: ServerResponse, handle: () => void): boolean {
  const { socket } = response.req;
  const replies = connections.get(socket) ?? openConnection(socket);
  if (count >= REPLIES && !closePausedConnection()) {
    // A refusal would have to wait behind the other replies.
    if (replies.size > 0) closeConnection(socket);
    return false;
  }
  if (socket.destroyed) return false;
  replies.set(response, 0);
  count += 1;
  response.on('close', release);
  if (replies.size >= REPLIES_PER_CONNECTION) pause(socket);
  if (replies.size === 1) handle();
  else starts.set(response, handle);
  return true;
}

/**
 * Handles the next request of a connection once the reply to one is made and about to be sent. Waiting until it is sent would lose the replies
 * of a client that has closed its side, since Node ends such a connection in the next turn of the event loop.
 */
export function startNext({ req: { socket } }: ServerResponse): void {
  const replies = connections.get(socket);
  // The oldest is always handled already, and most connections have no other.
  if (replies !== undefined && replies.size > 1) startOldest(replies);
}

/**
 * Counts the body of a reply in flight.
 *
 * @returns false if it does not fit; it must not be kept then
 */
export function admitBody(response: ServerResponse, length: number): boolean {
  if (length > SMALL_REPLY_SIZE && size > 0 && size + length > REPLY_BODIES_SIZE) return false;
  const replies = connections.get(response.req.socket);
  if (replies?.has(response) === true) {
    replies.set(response, length);
    size += length;
  }
  return true;
}

/** Returns the replies in flight on a connection, oldest first. */
export function listReplies(socket: Socket): readonly ServerResponse[] {
  return [...(connections.get(socket)?.keys() ?? [])];
}

function openConnection(socket: Socket): Map<ServerResponse, number> {
  const replies = new Map<ServerResponse, number>();
  connections.set(socket, replies);
  // Node emits no event on replies that wait for their turn when their connection is closed.
  socket.once('close', () => releaseAll(socket));
  return replies;
}

/** Closes a connection that has too many replies in flight, if any: its client does not read, or floods the mock. */
function closePausedConnection(): boolean {
  for (const socket of paused) {
    closeConnection(socket);
    return true;
  }
  return false;
}

function closeConnection(socket: Socket): void {
  releaseAll(socket);
  socket.destroy();
}

function releaseAll(socket: Socket): void {
  const replies = connections.get(socket) ?? new Map<ServerResponse, number>();
  for (const length of replies.values()) size -= length;
  count -= replies.size;
  replies.clear();
  paused.delete(socket);
}

/** A listener that all replies share, since one for each would keep its reply alive. */
function release(this: ServerResponse): void {
  const { socket } = this.req;
  const replies = connections.get(socket);
  const length = replies?.get(this);
  if (replies === undefined || length === undefined) return;
  replies.delete(this);
  count -= 1;
  size -= length;
  if (socket.destroyed) return;
  if (paused.has(socket)) resumeOrPause(socket, replies.size);
  if (replies.size > 0) startOldest(replies);
}

/** Handles the oldest request that is not handled yet, if it is near enough to its turn. */
function startOldest(replies: ReadonlyMap<ServerResponse, number>): void {
  let ahead = 0;
  for (const reply of replies.keys()) {
    if (start(reply)) return;
    ahead += 1;
    // The rest is handled as replies are sent, so that a flood of requests in one read does not hold up other connections.
    if (ahead === REPLIES_AHEAD) return;
  }
}

/** Handles the request of a reply. Returns false if that has been done. */
function start(response: ServerResponse): boolean {
  const handle = starts.get(response);
  if (handle === undefined) return false;
  starts.delete(response);
  handle();
  return true;
}

/** Resumes a connection once half of its replies are sent. */
function resumeOrPause(socket: Socket, left: number): void {
  if (left > REPLIES_PER_CONNECTION / 2) pause(socket);
  else {
    paused.delete(socket);
    socket.resume();
  }
}

/** Stops reading a connection. Data that has arrived already, one chunk at most, is still read. */
function pause(socket: Socket): void {
  paused.add(socket);
  // Node resumes a connection in a separate tick at the end of each request. The microtask runs after it.
  queueMicrotask(() => {
    if (paused.has(socket)) socket.pause();
  });
}
