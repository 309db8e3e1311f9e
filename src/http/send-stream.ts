import type { ServerResponse } from 'node:http';
import type { ByteStream } from '../exchange/passed-on.ts';
import { whenGone } from './when-gone.ts';

/**
 * Sends the chunks of a stream as they come in, no faster than the client reads. The head of the reply must be written already. If the stream
 * fails, the connection is closed, so that the client does not take a part for the whole.
 */
export async function sendStream(response: ServerResponse, stream: ByteStream): Promise<void> {
  try {
    for await (const chunk of stream) {
      if (!response.write(chunk)) await waitUntilRead(response);
    }
    response.end();
  } catch {
    response.req.socket.destroy();
  }
}

function waitUntilRead(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const forget = whenGone(response, () => resolve());
    response.once('drain', () => {
      forget();
      resolve();
    });
  });
}
