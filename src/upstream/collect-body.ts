import { JUDGED_BODIES_SIZE, JUDGED_BODY_SIZE } from '../budgets.ts';
import type { ByteStream } from '../exchange/passed-on.ts';

/** The size of all bodies that are being collected. */
let collected = 0;

/** A whole body, or, if it is too large to be collected, all of it as a stream and why. */
export type CollectedBody = { readonly bytes: Uint8Array } | { readonly stream: ByteStream; readonly problem: string };

/** Collects a body in order to check it. */
export async function collectBody(body: ByteStream): Promise<CollectedBody> {
  const iterator = body[Symbol.asyncIterator]();
  let buffer = new Uint8Array(0);
  let size = 0;
  try {
    for (;;) {
      const { done, value: chunk } = await iterator.next();
      if (done === true) return { bytes: buffer.subarray(0, size) };
      const problem = findProblem(size + chunk.length, collected - buffer.length);
      if (problem !== undefined) return { stream: prepend([buffer.subarray(0, size), chunk], iterator), problem };
      const next = append(buffer, size, chunk);
      collected += next.length - buffer.length;
      buffer = next;
      size += chunk.length;
    }
  } finally {
    collected -= buffer.length;
  }
}

function findProblem(size: number, others: number): string | undefined {
  if (size > JUDGED_BODY_SIZE) return `is larger than ${JUDGED_BODY_SIZE} bytes`;
  if (others + size > JUDGED_BODIES_SIZE) return 'came while too many other bodies were being checked';
  return undefined;
}

/** Appends in place if it fits. Chunks are not kept: tiny ones would take hundreds of bytes for each byte. */
function append(buffer: Uint8Array<ArrayBuffer>, size: number, chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const fits = size + chunk.length <= buffer.length;
  const target = fits ? buffer : new Uint8Array(Math.min(JUDGED_BODY_SIZE, 2 * (size + chunk.length)));
  if (!fits) target.set(buffer.subarray(0, size));
  target.set(chunk, size);
  return target;
}

function prepend(first: readonly Uint8Array[], rest: AsyncIterator<Uint8Array, undefined>): ByteStream {
  const waiting = [...first];
  return {
    [Symbol.asyncIterator]: () => ({
      next: async () => {
        const value = waiting.shift();
        return value === undefined ? rest.next() : { done: false, value };
      },
      return: async () => (await rest.return?.()) ?? { done: true, value: undefined },
    }),
  };
}
