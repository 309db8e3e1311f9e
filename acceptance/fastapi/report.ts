import type { Finding } from './comparison.ts';
import type { RawReply } from './connection.ts';
import { toCurl } from './raw-request.ts';

/** How much of a reply is printed, in characters. */
const SHOWN = 1500;

/** A difference for the terminal: what differs, the request as a command, both answers. */
export function toReport({ answers, difference, verdict }: Finding, place: string): string {
  const { request, oracle, mock } = answers;
  return [
    `${place}: ${difference}`,
    toCurl(request),
    `  FastAPI  ${toLine(oracle)}`,
    `  mock     ${toLine(mock)}`,
    // The exception behind FastAPI's answer, since a 500 does not say it.
    `  pydantic ${JSON.stringify(verdict)}`,
  ].join('\n');
}

function toLine({ status, headers, body }: RawReply): string {
  if (status === 0) return 'no reply';
  const names = ['content-type', 'location', 'allow'].flatMap((name) =>
    headers[name] === undefined ? [] : [`${name}: ${headers[name]}`],
  );
  const text = body.toString();
  return `${status} ${names.join(', ')} ${text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text}`;
}
