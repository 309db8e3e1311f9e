import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The reply to the last request that came on a connection; undefined once that is out, or the connection gone. */
export type FindLastReply = (socket: Socket) => ServerResponse | undefined;

interface Last {
  response: ServerResponse | undefined;
}

/** Follows the replies of a server. Nothing of a reply that is out is kept: each connection would keep its last exchange alive. */
export function followReplies(server: Server): FindLastReply {
  const connections = new WeakMap<Socket, Last>();
  function forget(this: ServerResponse): void {
    const last = connections.get(this.req.socket);
    if (last?.response === this) last.response = undefined;
  }
  const remember = ({ socket }: IncomingMessage, response: ServerResponse): void => {
    const last = connections.get(socket);
    if (last === undefined) connections.set(socket, { response });
    else last.response = response;
    response.on('close', forget);
  };
  server.on('request', remember).on('checkExpectation', remember);
  return (socket) => {
    const response = connections.get(socket)?.response;
    return response?.writableFinished === true ? undefined : response;
  };
}
