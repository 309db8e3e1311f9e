import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { findFile } from '../project.ts';
import { installPython } from '../python.ts';
import { printResult, say } from '../result.ts';
import { serveMock } from '../served-mock.ts';

const FOLDER = 'acceptance/sdk';

interface Report {
  readonly failures: readonly string[];
}

const python = installPython(findFile(`${FOLDER}/requirements.txt`), findFile(`${FOLDER}/.venv`));
const mock = await serveMock(['--fixtures', findFile('fixtures/sdk.json')]);
const child = spawn(python, [findFile(`${FOLDER}/calls.py`), mock.url], { stdio: ['ignore', 'pipe', 'inherit'] });
let last = '';
createInterface({ input: child.stdout }).on('line', (line) => {
  if (last !== '') say(last);
  last = line;
});
const [code] = (await once(child, 'close')) as [number | null];
await mock.stop();
const { failures } =
  code === 0 ? (JSON.parse(last) as Report) : { failures: [`calls.py ended with code ${code ?? 'none'}: ${last}`] };
// Its log has a line for each call, also for those that the SDK and its transports repeat, and none for the control API.
const requests = mock.logged;
printResult({ name: 'sdk', requests, differences: 0, failures: [...failures, ...mock.complaints] });
