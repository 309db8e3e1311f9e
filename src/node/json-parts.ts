const QUOTE = 0x22;
const COMMA = 0x2c;
const OPENING_BRACKET = 0x5b;
const BACKSLASH = 0x5c;
const CLOSING_BRACKET = 0x5d;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;

/** The number of bytes of items that are parsed together. */
const PART_BYTES = 256 * 1024;

/** For the frame only, which may begin with a byte order mark. Inside a list that is not JSON. */
const frameDecoder = new TextDecoder('utf-8', { fatal: true });
const partDecoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Parses a JSON object in UTF-8 whose members are long lists, such as a world of a million trackers, without holding its whole text in
 * memory: the items of each list are parsed in parts.
 *
 * The object is JSON if both the frame (its text without the items) and each part between brackets are. To find out why it is not, the
 * caller must parse it again.
 *
 * @param chunks the bytes in pieces of any size; none is kept, so the reader may reuse its buffer
 * @returns undefined if it is not JSON, not UTF-8 or not an object
 */
export function parseJsonParts(chunks: Iterable<Uint8Array>, partBytes: number = PART_BYTES): unknown {
  const splitter = createSplitter(partBytes);
  try {
    for (const chunk of chunks) splitter.add(chunk);
    return splitter.end();
  } catch (error) {
    // The decoder throws a TypeError, the parser a SyntaxError.
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
  /** The list whose items are read now. */
  let list: unknown[] | undefined;
  let depth = 0;
  let isObject = false;
  let isInString = false;
  let isEscaped = false;

  /** Parses the gathered items. There must be one before and after each comma. */
  const takePart = (items: unknown[], isItemRequired: boolean): void => {
    const taken = JSON.parse(`[${part.take()}]`) as unknown[];
    if (isItemRequired && taken.length === 0) throw new SyntaxError('a comma without an item');
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
            // The frame contains the number of the list instead of its items.
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

/** Gathers bytes until they are decoded. */
interface GatheredText {
  readonly size: number;
  add(bytes: Uint8Array): void;
  /** Returns the gathered text and empties it. */
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
      // A copy, since the reader may reuse its buffer.
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
