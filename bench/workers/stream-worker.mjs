// A reader of the stream of exchanges. A job opens a stream, `{ open: url }`, waits until it had a number of exchanges, `{ events }`, or
// closes it, `{}`.
import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { answerJobs } from './answer-jobs.mjs';

/** How long a stream may take to have all exchanges, in milliseconds. */
const TIMEOUT = 10_000;

let stream;

answerJobs(async ({ open, events }) => {
  if (open !== undefined) await openStream(open);
  else if (events !== undefined) await waitFor(events);
  else stream.outgoing.destroy();
  return {};
});

async function openStream(url) {
  const outgoing = request(url, { agent: false }).end();
  const [reply] = await once(outgoing, 'response');
  if (reply.statusCode !== 200) throw new Error(`${url} answered ${reply.statusCode}`);
  const opened = { outgoing, events: 0 };
  stream = opened;
  let rest = '';
  reply.setEncoding('latin1').on('data', (chunk) => {
    const parts = (rest + chunk).split('\n\n');
    rest = parts.pop();
    opened.events += parts.filter((part) => part.includes('"ms":')).length;
  });
  // It ends with an error, since it is closed here.
  reply.on('error', () => {});
}

async function waitFor(events) {
  for (let waited = 0; stream.events < events; waited += 1) {
    if (waited > TIMEOUT) throw new Error(`the stream had ${stream.events} of ${events} exchanges`);
    await sleep(1);
  }
}
