import type { RawRequest } from './raw-request.ts';

/** How many smaller requests are tried for one difference. */
const TRIES = 1500;

/** The methods to try in place of a request's own, the plainest first. */
const METHODS = ['GET', 'PUT'];

/** Returns the smallest request found that still fails: parts of it are removed, and then simplified. */
export async function shrink(
  request: RawRequest,
  fails: (smaller: RawRequest) => Promise<boolean>,
): Promise<RawRequest> {
  let best = request;
  let tries = 0;
  const tryOne = async (candidate: RawRequest): Promise<boolean> => {
    if (tries >= TRIES) return false;
    tries += 1;
    if (!(await fails(candidate))) return false;
    best = candidate;
    return true;
  };

  for (let before = ''; before !== toKey(best) && tries < TRIES;) {
    before = toKey(best);
    await shrinkMethod(
      () => best.method,
      (method) => tryOne({ ...best, method }),
    );
    await shrinkHeaders(
      () => best.headers,
      (headers) => tryOne({ ...best, headers }),
    );
    if (best.body !== undefined) await tryOne({ ...best, body: undefined });
    await shrinkText(
      () => best.target,
      (target) => tryOne({ ...best, target }),
    );
    if (best.body !== undefined) {
      const put = (text: string): Promise<boolean> => tryOne({ ...best, body: Buffer.from(text, 'latin1') });
      await shrinkText(() => best.body?.toString('latin1') ?? '', put);
    }
  }
  return best;
}

function toKey({ method, target, headers, body }: RawRequest): string {
  return JSON.stringify([method, target, headers, body?.toString('latin1')]);
}

async function shrinkMethod(get: () => string, put: (method: string) => Promise<boolean>): Promise<void> {
  for (const method of METHODS) {
    if (get() === method || (await put(method))) return;
  }
  // None at all would be another kind of request.
  await shrinkText(get, async (method) => method !== '' && put(method));
}

async function shrinkHeaders(
  get: () => RawRequest['headers'],
  put: (headers: RawRequest['headers']) => Promise<boolean>,
): Promise<void> {
  if (get().length > 1) await put([]);
  for (let at = 0; at < get().length;) {
    if (!(await put(get().toSpliced(at, 1)))) at += 1;
  }
  for (const at of get().keys()) {
    const name = get()[at]?.[0] ?? '';
    await shrinkText(
      () => get()[at]?.[1] ?? '',
      (value) => put(get().with(at, [name, value])),
    );
  }
}

/** Takes members, items and then any run of bytes away, as long as the request still fails without. */
async function shrinkText(get: () => string, put: (text: string) => Promise<boolean>): Promise<void> {
  for (let again = true; again;) {
    again = false;
    for (const smaller of listWithoutParts(get())) {
      if (await put(smaller)) {
        again = true;
        break;
      }
    }
  }
  for (let size = Math.ceil(get().length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < get().length;) {
      const text = get();
      if (!(await put(text.slice(0, at) + text.slice(at + size)))) at += size;
    }
  }
}

/** A JSON text without one of its members or items, or with one of its values put as simply as its kind allows. Nothing for other texts. */
function* listWithoutParts(text: string): Generator<string> {
  for (const { start, end, from } of listParts(text)) {
    // With the comma behind it, or else the one before.
    const after = /^\s*,/.exec(text.slice(end))?.[0].length;
    const before = /,\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
    yield after === undefined
      ? text.slice(0, from - before) + text.slice(end)
      : text.slice(0, from) + text.slice(end + after);
    const simple = SIMPLE.find((token) => token.length < end - start && token[0] === text[start]);
    if (simple !== undefined) yield text.slice(0, start) + simple + text.slice(end);
  }
}

const SIMPLE = ['""', '"a"', '[]', '{}'];

interface Part {
  /** Where the value begins. */
  readonly start: number;
  readonly end: number;
  /** Where its key begins, or the value if it has no key. */
  readonly from: number;
}

function listParts(text: string): Part[] {
  const parts: Part[] = [];
  const open: { start: number; from: number }[] = [];
  let key: number | undefined;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[{]|[\]}]|[^\s,:[\]{}"]+/g)) {
    const [token, colon] = match;
    const start = match.index;
    const end = start + token.length;
    if (colon !== undefined) {
      key = start;
      continue;
    }
    if (token === '[' || token === '{') open.push({ start, from: key ?? start });
    else if (token === ']' || token === '}') {
      const opened = open.pop();
      if (opened !== undefined && open.length > 0) parts.push({ ...opened, end });
    } else if (open.length > 0) parts.push({ start, end, from: key ?? start });
    key = undefined;
  }
  // The largest first.
  return parts.toSorted((a, b) => b.end - b.from - (a.end - a.from));
}
