import { request as startRequest } from 'node:http';
import type { Answer, Message } from './client.ts';
import { toAnswer } from './client.ts';

/** Sends a message over a connection of its own, its target exactly as it is written, which `fetch` would normalize. */
export function sendMessage(origin: string, { method, target, headers, body }: Message): Promise<Answer> {
  const { hostname, port } = new URL(origin);
  const length = body.length > 0 ? { 'content-length': String(body.length) } : {};
  return new Promise((resolve, reject) => {
    const request = startRequest(
      { hostname, port, method, path: target, headers: { ...headers, ...length }, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const received = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
          const reply = Object.fromEntries(received) as Answer['headers'];
          resolve(toAnswer(response.statusCode ?? 0, reply, Buffer.concat(chunks)));
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}
