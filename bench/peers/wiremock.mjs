import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const VERSION = '3.13.2';
const CACHE = fileURLToPath(new URL('../.cache', import.meta.url));
const JAR = join(CACHE, `wiremock-standalone-${VERSION}.jar`);

/**
 * WireMock with one stub for each operation and tracker: PUT matches its body against the contract's schema and answers with a template, the
 * GETs answer prepared JSON. It has no state. Its journal, unlimited by default, is limited to 1,000 entries like the mock's.
 */
export const wiremock = {
  key: 'wiremock',
  title: 'WireMock',
  version: VERSION,
  isExact: true,
  /** The JVM needs a long warm-up. */
  warmUpSeconds: 10,
  /** Returns why it cannot be measured here, or undefined if it can. Downloads the jar with Maven if necessary. */
  prepare() {
    if (!runs('java', ['-version'])) return 'no Java here';
    if (existsSync(JAR)) return undefined;
    mkdirSync(CACHE, { recursive: true });
    const artifact = `-Dartifact=org.wiremock:wiremock-standalone:${VERSION}`;
    runs('mvn', ['-q', '-B', 'dependency:copy', artifact, `-DoutputDirectory=${CACHE}`]);
    if (existsSync(JAR)) return undefined;
    return `Maven not found; put wiremock-standalone-${VERSION}.jar into bench/.cache`;
  },
  toLaunch({ port, worldFile, folder }) {
    const root = join(folder, `wiremock-${port}`);
    mkdirSync(join(root, 'mappings'), { recursive: true });
    const { trackers } = JSON.parse(readFileSync(worldFile, 'utf8'));
    writeFileSync(join(root, 'mappings', 'tracker.json'), JSON.stringify({ mappings: createMappings(trackers) }));
    const options = [
      '--port',
      String(port),
      '--bind-address',
      '127.0.0.1',
      '--root-dir',
      root,
      '--disable-banner',
      '--max-request-journal-entries',
      '1000',
    ];
    return { command: 'java', args: ['-jar', JAR, ...options] };
  },
};

function runs(command, args) {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function createMappings(trackers) {
  const document = JSON.parse(readFileSync(new URL('../../openapi.json', import.meta.url), 'utf8'));
  const schema = document.components.schemas.UpdateAgentTaskTrackerRequest;
  const headers = { 'Content-Type': 'application/json' };
  const agents = [...new Set(trackers.map((tracker) => tracker.agent_id))];
  return [
    ...trackers.map((tracker) => ({
      request: { method: 'GET', urlPath: `/tracker/${tracker.id}` },
      response: { status: 200, headers, jsonBody: tracker },
    })),
    ...agents.map((agent) => ({
      request: { method: 'GET', urlPath: '/tracker', queryParameters: { agent_id: { equalTo: agent } } },
      response: { status: 200, headers, jsonBody: trackers.filter((tracker) => tracker.agent_id === agent) },
    })),
    ...trackers.map(({ id, agent_id: agent, task_id: task, created_at: created }) => ({
      request: {
        method: 'PUT',
        urlPath: `/tracker/${id}`,
        bodyPatterns: [{ matchesJsonSchema: schema, schemaVersion: 'V202012' }],
      },
      response: {
        status: 200,
        headers,
        transformers: ['response-template'],
        body: `{"id":"${id}","agent_id":"${agent}","task_id":"${task}","status":"{{jsonPath request.body '$.status'}}","status_reason":"{{jsonPath request.body '$.status_reason'}}","last_processed_event_id":"{{jsonPath request.body '$.last_processed_event_id'}}","created_at":"${created}","updated_at":"{{now}}"}`,
      },
    })),
  ];
}
