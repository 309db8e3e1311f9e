/** The request of a `curl` command. */
export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
}

/** Returns the commands of a shell block, with continued lines joined. */
export function toCommands(block: string): string[] {
  const lines = block.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** Parses a `curl` command, so that the tests do not need curl. Returns undefined if it is another command. */
export function parseCurl(command: string): CurlRequest | undefined {
  const [program, ...words] = toWords(command);
  if (program !== 'curl') return undefined;
  const request: { url: string; method?: string; body?: string; headers: [string, string][] } = {
    url: '',
    headers: [],
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--retry-all-errors') continue;
    if (!word.startsWith('-')) request.url = word;
    else {
      index += 1;
      const value = words[index] ?? '';
      switch (word) {
        case '-X':
          request.method = value;
          break;
        case '-d':
          request.body = value;
          break;
        case '-H':
          request.headers.push(toHeader(value));
          break;
        case '-o':
        case '--retry':
        case '--retry-delay':
          // Where the reply goes, and how long to wait for it, is for the reader alone.
          break;
        default:
          throw new Error(`the tests of the documents do not support curl's ${word}: ${command}`);
      }
    }
  }
  const { url, headers, body, method = body === undefined ? 'GET' : 'POST' } = request;
  return { url, headers, body, method };
}

function toHeader(text: string): [string, string] {
  const colon = text.indexOf(':');
  return [text.slice(0, colon), text.slice(colon + 1).trim()];
}

/** Splits a command into words like a shell, as far as the documents need it: with quotes, without escapes. */
export function toWords(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}
