/** A request as a `curl` command line has it. */
export interface CurlRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | undefined;
}

/** The commands of a shell block: a line that ends in a backslash goes on in the next one. */
export function toCommands(block: string): string[] {
  const lines = block.replaceAll(/\\\n\s*/g, ' ').split('\n');
  return lines.map((line) => line.trim()).filter((line) => line !== '');
}

/** Reads a command line of `curl`, so that it can be sent where there is no curl. Undefined where it is another program's. */
export function parseCurl(command: string): CurlRequest | undefined {
  const [program, ...words] = toWords(command);
  if (program !== 'curl') return undefined;
  const request: { url: string; method?: string; body?: string; headers: [string, string][] } = {
    url: '',
    headers: [],
  };
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
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
        default:
          throw new Error(`${word} of curl is not one that the documents' tests know: ${command}`);
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

/** Splits as a shell does, as far as the documents need it: words, and words in quotes. */
export function toWords(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, plain]) => single ?? double ?? plain ?? '',
  );
}
