import type { Request, Response } from 'express';
import { toMockError, toProblemReply } from '../exchange/problem-reply.ts';
import type { BrokenReply, HttpReply } from '../exchange/reply.ts';
import type { OnOwnReply } from './own-reply.ts';
import { sendReply } from './send-reply.ts';

/** Handles a request whose reply was admitted. */
export type Handler = (request: Request, response: Response) => void;

/** Sends the reply to a request, or nothing if the client went away. A refusal in place of the reply is reported. */
export async function respond(
  response: Response,
  answer: () => Promise<HttpReply | BrokenReply | undefined>,
  onOwnReply: OnOwnReply,
  addHeaders: (reply: HttpReply) => HttpReply = (reply) => reply,
): Promise<void> {
  const { req: request } = response;
  let reply: HttpReply | BrokenReply | undefined;
  try {
    reply = await answer();
  } catch (error) {
    const refusal = closeAfter(toProblemReply(toMockError(error)));
    onOwnReply({ by: 'server', request, reply: refusal });
    reply = refusal;
  }
  if (reply === undefined) return;
  const refusal = sendReply(response, reply.status === null ? reply : addHeaders(reply));
  if (refusal !== undefined) onOwnReply({ by: 'server', request, reply: refusal });
}

/** Closes the connection after a reply to a request whose body was not read. */
export function closeIfUnread(reply: HttpReply, { headers, readableEnded }: Request): HttpReply {
  const isRead = readableEnded || (headers['content-length'] ?? headers['transfer-encoding']) === undefined;
  return isRead ? reply : closeAfter(reply);
}

/** Closes the connection after a reply: the unread rest of a body would be parsed as the next request. */
function closeAfter(reply: HttpReply): HttpReply {
  return { ...reply, headers: { ...reply.headers, connection: 'close' } };
}
