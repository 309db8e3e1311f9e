import { Buffer } from 'node:buffer';
import { attack } from './attack.ts';
import { parseReplies } from './replies.ts';

/** Header lines with two lengths, which two servers in a row may read differently. Each replaces all headers that frame the body. */
const FRAMINGS: readonly ((length: number) => string)[] = [
  (length) => `content-length: ${length}\r\ntransfer-encoding: chunked`,
  (length) => `transfer-encoding: chunked\r\ncontent-length: ${length}`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: Chunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: xchunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: chunked, identity`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: identity, chunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: chunked\r\ntransfer-encoding: x`,
  (length) => `content-length: ${length}\r\ntransfer-encoding:\tchunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding:\x0bchunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding : chunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding\t: chunked`,
  (length) => `content-length: ${length}\r\n transfer-encoding: chunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding:\r\n chunked`,
  (length) => `content-length: ${length}\r\nx: y\ntransfer-encoding: chunked`,
  (length) => `content-length: ${length}\r\nx: y\rtransfer-encoding: chunked`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: "chunked"`,
  (length) => `content-length: ${length}\r\ntransfer-encoding: chunked\0`,
  (length) => `content-length: ${length}\r\ncontent-encoding: chunked\r\ntransfer-encoding: chunked`,
  (length) => `content-length: 0\r\ncontent-length: ${length}`,
  (length) => `content-length: ${length}\r\ncontent-length: 0`,
  (length) => `content-length: 0, ${length}`,
  (length) => `content-length: ${length}, 0`,
  (length) => `content-length: +${length}`,
  (length) => `content-length: 0x${length.toString(16)}`,
  (length) => `content-length: ${length}e0`,
  (length) => `content-length: ${length}\x0b`,
  (length) => `content-length: ${length}\0`,
  (length) => `content-length : ${length}`,
  (length) => ` content-length: ${length}`,
  (length) => `x: y\ncontent-length: ${length}`,
  (length) => `x: y\rcontent-length: ${length}`,
  (length) => `content-length:\r\n ${length}`,
  () => 'transfer-encoding: xchunked',
  () => 'transfer-encoding: chunked, gzip',
  () => 'transfer-encoding: chunked\r\ntransfer-encoding: chunked',
];

/** Ends of chunks and of their sizes that only some servers read. To a server that stops there, the rest is a request. */
const CHUNK_ENDS = [
  '0\n\n',
  '0\r\r',
  '0 \r\n\r\n',
  '0\t\r\n\r\n',
  '0x0\r\n\r\n',
  '+0\r\n\r\n',
  '-0\r\n\r\n',
  '0_0\r\n\r\n',
  '1;\nx\r\n0\r\n\r\n',
  '1\rx\r\n0\r\n\r\n',
  '1\r\nxy\r\n0\r\n\r\n',
  '1\r\nx0\r\n\r\n',
  '1\r\nx\n0\r\n\r\n',
  '0;\n\r\n\r\n',
  '10000000000000000\r\n\r\n',
  '\r\n0\r\n\r\n',
];

export interface SmugglingReport {
  readonly sent: number;
  readonly failures: readonly string[];
}

/**
 * Sends requests with two lengths, which hide another request in what one of the lengths makes the body. The mock passes if it answers once
 * at most and never does what the hidden request asks for, although it does if that request is sent by itself.
 *
 * @param findStatus the victim's status as the API tells it
 */
export async function trySmuggling(
  port: number,
  victim: string,
  findStatus: () => Promise<unknown>,
): Promise<SmugglingReport> {
  const hiddenBody = '{"status":"smuggled"}';
  const hidden = `PUT /tracker/${victim} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${hiddenBody.length}\r\n\r\n${hiddenBody}`;
  const streams: string[] = [];
  for (const method of ['PUT', 'POST', 'GET']) {
    const start = `${method} /tracker/nobody HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n`;
    for (const frame of FRAMINGS) {
      const ended = `0\r\n\r\n${hidden}`;
      // The one in front takes the length and the one behind the chunks, then the other way round.
      streams.push(`${start}${frame(ended.length)}\r\n\r\n${ended}`);
      const size = hidden.length.toString(16);
      streams.push(`${start}${frame(size.length + 2)}\r\n\r\n${size}\r\n${hidden}\r\n0\r\n\r\n`);
    }
    for (const end of CHUNK_ENDS) streams.push(`${start}transfer-encoding: chunked\r\n\r\n${end}${hidden}`);
  }

  const failures: string[] = [];
  const send = async (stream: string): ReturnType<typeof attack> =>
    attack(port, Buffer.from(stream, 'latin1'), { cuts: [], ending: 'half-close' });
  // The hidden request is one that the mock takes, or nothing would tell that it was taken.
  await send(hidden);
  const mark = await findStatus();
  if (mark !== 'smuggled') failures.push(`smuggling: the hidden request alone gives the status ${String(mark)}`);
  await send(hidden.replace('smuggled', 'all well'));
  for (const stream of streams) {
    const { received, fault } = await send(stream);
    const { replies, mistake } = parseReplies(received);
    const status = await findStatus();
    const head = JSON.stringify(stream.slice(0, stream.indexOf('\r\n\r\n') + 30));
    if (fault !== undefined) failures.push(`smuggling: ${fault} after ${head}`);
    if (mistake !== undefined) failures.push(`smuggling: ${mistake} after ${head}`);
    if (replies.length > 1 || status !== 'all well') {
      failures.push(
        `smuggling: ${replies.map((reply) => reply.status).join(', ')} and the status ${String(status)} after ${head}`,
      );
    }
  }
  return { sent: streams.length + 2, failures };
}
