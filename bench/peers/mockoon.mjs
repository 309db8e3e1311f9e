import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readVersion } from './node-server.mjs';

/**
 * Mockoon, with its CRUD route over a data bucket for the two GETs and a template for PUT, since its own PUT drops fields that the body omits.
 * It validates nothing.
 */
export const mockoon = {
  key: 'mockoon',
  title: 'Mockoon CLI',
  version: readVersion('@mockoon/cli'),
  isExact: true,
  /** Its filters have other names. */
  toPath: (path) => path.replace('agent_id=', 'agent_id_eq='),
  toLaunch({ port, worldFile, folder }) {
    const dataFile = join(folder, 'mockoon.json');
    const { trackers } = JSON.parse(readFileSync(worldFile, 'utf8'));
    writeFileSync(dataFile, JSON.stringify(createEnvironment(port, trackers)));
    const program = fileURLToPath(new URL('../node_modules/@mockoon/cli/bin/run.js', import.meta.url));
    return {
      command: process.execPath,
      args: [program, 'start', '--repair', '--disable-log-to-file', '--data', dataFile],
    };
  },
};

const REPLY = `{
  "id": "{{urlParam 'id'}}",
  "agent_id": "5a1d0c3e-7869-4931-a7d4-15e96d28a246",
  "task_id": "1f6b93a0-a497-42a8-9d36-e4836764aae8",
  "status": "{{{body 'status'}}}",
  "status_reason": "{{{body 'status_reason'}}}",
  "last_processed_event_id": "{{{body 'last_processed_event_id'}}}",
  "created_at": "2026-08-18T20:11:01.870233Z",
  "updated_at": "{{now}}"
}`;

/** `--repair` adds Mockoon's defaults to this. */
function createEnvironment(port, trackers) {
  const headers = [{ key: 'Content-Type', value: 'application/json' }];
  const uuid = (number) => `b6c7a4de-8f0b-4a6a-9d5e-2f5e3a3f1b0${number}`;
  return {
    uuid: uuid(1),
    name: 'tracker',
    port,
    hostname: '127.0.0.1',
    rootChildren: [
      { type: 'route', uuid: uuid(2) },
      { type: 'route', uuid: uuid(3) },
    ],
    routes: [
      {
        uuid: uuid(2),
        type: 'http',
        method: 'put',
        endpoint: 'tracker/:id',
        responses: [{ uuid: uuid(5), default: true, body: REPLY, bodyType: 'INLINE', statusCode: 200, headers }],
      },
      {
        uuid: uuid(3),
        type: 'crud',
        method: '',
        endpoint: 'tracker',
        responses: [
          {
            uuid: uuid(6),
            default: true,
            bodyType: 'DATABUCKET',
            databucketID: 'trk1',
            statusCode: 200,
            crudKey: 'id',
            headers,
          },
        ],
      },
    ],
    data: [{ uuid: uuid(4), id: 'trk1', name: 'trackers', value: JSON.stringify(trackers) }],
  };
}
