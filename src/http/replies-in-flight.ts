import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The replies of each connection that are not sent yet, oldest first. Clients may pipeline: send requests without waiting for replies. */
const connections = new WeakMap<Socket, Set<ServerResponse>>();

/** Counts a reply as in flight until it is sent or its connection is closed. */
export function addReply(response: ServerResponse): void {
  const { socket } = response.req;
  let replies = connections.get(socket);
  if (replies === undefined) {
    replies = new Set();
    connections.set(socket, replies);
  }
  replies.add(response);
  response.on('close', remove);
}

/** Returns the replies in flight on a connection, oldest first. */
export function listReplies(socket: Socket): readonly ServerResponse[] {
  return [...(connections.get(socket) ?? [])];
}

/** One function for all replies, so that none keeps a closure alive. */
function remove(this: ServerResponse): void {
  connections.get(this.req.socket)?.delete(this);
}
