import { InvalidArgumentError, Option } from 'commander';

export function restOption(): Option {
  return new Option(
    '--rest <source>',
    'how to answer the other operations: none (404), sample (made up from the contract), prism (made up by Prism), or the URL of a server',
  )
    .default('sample')
    .env('TRACKER_MOCK_REST');
}

export function serveOption(): Option {
  return new Option(
    '--serve <operation=source>',
    "the same for some operations, such as 'GET /agents=http://127.0.0.1:5003' or 'GET /tasks/*=none'; can be repeated",
  )
    .default({}, 'as --rest')
    .argParser(parseServe)
    .env('TRACKER_MOCK_SERVE');
}

/** Reads one entry, or several separated by commas. A comma within a URL separates nothing: no operation follows it. */
function parseServe(text: string, before: Readonly<Record<string, string>>): Record<string, string> {
  const entries = text.split(/,\s*(?=[A-Za-z*]+ [/*]|\*[^=,]*=)/).map((entry) => {
    const [, pattern, source] = /^([^=]+)=(.+)$/s.exec(entry.trim()) ?? [];
    if (pattern === undefined || source === undefined) {
      throw new InvalidArgumentError("Give an operation and its source, such as 'GET /agents=none'.");
    }
    return [pattern.trim(), source.trim()] as const;
  });
  // The last entry that matches counts, so one that comes again must come last.
  const kept = Object.entries(before).filter(([pattern]) => !entries.some(([again]) => again === pattern));
  return Object.fromEntries([...kept, ...entries]);
}
