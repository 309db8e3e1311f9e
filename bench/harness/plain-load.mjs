import { once } from 'node:events';
import { connect } from 'node:net';
import { isRightReply } from '../workers/reply-check.mjs';

/**
 * Sends a number of requests over some connections and checks every reply. Needs only Node, so that CI can use it. Too slow to measure
 * requests per second, but good enough to measure the server's CPU time.
 *
 * @param requests from `learnReplies`; every reply must have a content-length
 * @throws {Error} at the first wrong reply
 */
export async function sendAll(port, requests, { count, connections = 32 }) {
  const messages = requests.map((request) => ({ request, bytes: toMessage(request) }));
  let sent = 0;
  const runConnection = async () => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    await new Promise((resolve, reject) => {
      let current;
      let received = '';
      const sendNext = () => {
        if (sent === count) {
          resolve();
          return;
        }
        current = messages[sent % messages.length];
        sent += 1;
        socket.write(current.bytes);
      };
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
        const reply = parseReply(received);
        if (reply === undefined) return;
        received = '';
        const { request } = current;
        const isRight = isRightReply(request, reply.status, Buffer.from(reply.body, 'latin1').toString());
        if (isRight) sendNext();
        else reject(toWrongReply(request, reply));
      });
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the server closed a connection')));
      sendNext();
    });
    socket.removeAllListeners('close');
    socket.destroy();
  };
  await Promise.all(Array.from({ length: connections }, runConnection));
}

function toWrongReply({ method, path }, { status, body }) {
  return new Error(`wrong reply to ${method} ${path}: ${status} ${body.slice(0, 300)}`);
}

function toMessage({ method, path, headers, body = '' }) {
  const all = { host: '127.0.0.1', ...headers, ...(body === '' ? {} : { 'content-length': Buffer.byteLength(body) }) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`);
}

/** Returns a complete reply, or undefined if more data is needed. */
function parseReply(text) {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const head = text.slice(0, end);
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1]);
  const body = text.slice(end + 4);
  return body.length < length ? undefined : { status: Number(head.slice(9, 12)), body };
}
