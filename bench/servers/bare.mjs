// The lower limit: Node's HTTP server, which parses and answers JSON and checks nothing.
// With a third argument, a file of `[path, reply]` pairs, it answers these paths with the given bytes.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { listTrackers, port, trackers, updateTracker } from './world.mjs';

const madeReplies = new Map(
  process.argv[4] === undefined
    ? []
    : JSON.parse(readFileSync(process.argv[4], 'utf8')).map(([path, text]) => [path, Buffer.from(text)]),
);

createServer((request, response) => {
  const made = madeReplies.get(request.url);
  if (made !== undefined) {
    send(response, made);
    return;
  }
  const tracker = trackers.get(request.url.slice('/tracker/'.length));
  if (request.method === 'GET') {
    send(
      response,
      JSON.stringify(tracker ?? listTrackers(Object.fromEntries(new URL(request.url, 'http://bare').searchParams))),
    );
    return;
  }
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks));
    send(response, JSON.stringify(updateTracker(tracker, body)));
  });
}).listen(port, '127.0.0.1');

function send(response, body) {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

// Exit normally, so that Node options that write files at exit work.
process.once('SIGTERM', () => process.exit());
