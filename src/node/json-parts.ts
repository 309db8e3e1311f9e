const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** How many bytes of items are parsed at once. */
const PART_BYTES = 256 * 1024;

/** For the frame, which may begin with a byte order mark; inside a list one is no JSON. */
const frameDecoder = new TextDecoder('utf-8', { fatal: true });
const partDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses a JSON object in UTF-8 whose members are long lists, such as a world of a million trackers, without ever holding the whole of its
 * text: the items of each list are parsed some at a time, as soon as they are there.
 *
 * The text without those items has to be JSON, and so have the items between brackets; then the whole is. Who wants to know why it is
 * none has to read it anew.
 *
 * @param chunks the bytes, in pieces of any size; none is kept, so that a reader may use one buffer for all
 * @returns undefined where it is no JSON, no UTF-8 or no object
 */
export function parseJsonParts(chunks: Iterable<Uint8Array>, partBytes: number = PART_BYTES): unknown {
  const splitter = createSplitter(partBytes);
  try {
    for (const chunk of chunks) splitter.add(chunk);
    return splitter.end();
  } catch (error) {
    // Of the decoder a TypeError, of the parser a SyntaxError.
    if (error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

interface Splitter {
  add(chunk: Uint8Array): void;
  end(): unknown;
}

function createSplitter(partBytes: number): Splitter {
  const frame = createText(frameDecoder);
  const part = createText(partDecoder);
  const lists: unknown[][] = [];
  /** The list whose items are being read. */
  let list: unknown[] | undefined;
  let depth = 0;
  let isObject = false;
  let isInString = false;
  let isEscaped = false;

  /** Parses the items that were gathered. Before a comma and behind one there has to be an item. */
  const takePart = (items: unknown[], isOneNeeded: boolean): void => {
    const taken = JSON.parse(`[${part.take()}]`) as unknown[];
    if (isOneNeeded && taken.length === 0) throw new SyntaxError('a comma without an item');
    for (const item of taken) items.push(item);
  };

  return {
    add(chunk) {
      let from = 0;
      const gather = (end: number): void => {
        (list === undefined ? frame : part).add(chunk.subarray(from, end));
        from = end;
      };
      for (let at = 0; at < chunk.length; at += 1) {
        const byte = chunk[at];
        if (isInString) {
          if (isEscaped) isEscaped = false;
          else if (byte === BACKSLASH) isEscaped = true;
          else if (byte === QUOTE) isInString = false;
        } else if (byte === QUOTE) isInString = true;
        else if (byte === OPENING_BRACE || byte === OPENING_BRACKET) {
          depth += 1;
          if (depth === 1) isObject = byte === OPENING_BRACE;
          if (depth === 2 && isObject && byte === OPENING_BRACKET) {
            // In the frame stands the number of the list in place of its items.
            gather(at + 1);
            frame.add(new TextEncoder().encode(String(lists.length)));
            list = [];
            lists.push(list);
          }
        } else if (byte === CLOSING_BRACE || byte === CLOSING_BRACKET) {
          depth -= 1;
          if (depth === 1 && list !== undefined) {
            gather(at);
            takePart(list, list.length > 0);
            list = undefined;
          }
        } else if (byte === COMMA && depth === 2 && list !== undefined && part.size + at - from >= partBytes) {
          gather(at);
          takePart(list, true);
          from = at + 1;
        }
      }
      gather(chunk.length);
    },
    end() {
      const value = JSON.parse(frame.take()) as Record<string, unknown>;
      if (!isObject) return undefined;
      for (const [name, member] of Object.entries(value)) {
        if (Array.isArray(member)) Object.defineProperty(value, name, { value: lists[Number(member[0])] });
      }
      return value;
    },
  };
}

/** Bytes that are gathered until they are read as text. */
interface GatheredText {
  readonly size: number;
  add(bytes: Uint8Array): void;
  /** All of it; none is left. */
  take(): string;
}

function createText(decoder: typeof partDecoder): GatheredText {
  let pieces: Uint8Array[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    add(bytes) {
      // A copy: the reader may use its buffer again.
      pieces.push(bytes.slice());
      size += bytes.length;
    },
    take() {
      const text = decoder.decode(Buffer.concat(pieces));
      pieces = [];
      size = 0;
      return text;
    },
  };
}
