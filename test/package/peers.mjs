// Installs the packed package beside each peer that a project may have today, old and new, and checks that nothing blocks the install, that
// the command line serves, and that a kit or Prism works or says in one line what is needed. Usage: node test/package/peers.mjs [NODE...]
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { check, createConsumer, findNode, pack, request, withFolder } from './consumer.mjs';

const PEERS = [
  { peer: 'vitest', range: '3', isRefused: true },
  { peer: 'vitest', range: '4.0', isRefused: true },
  { peer: 'vitest', range: '4.1' },
  { peer: 'vitest', range: '5' },
  { peer: '@stoplight/prism-cli', range: '5.12', isRefused: true },
  { peer: '@stoplight/prism-cli', range: '5.14' },
  { peer: '@stoplight/prism-cli', range: '5.16' },
];

const USE = {
  vitest: {
    what: 'the kit',
    async run(consumer) {
      await consumer.copy('examples');
      return consumer.run('vitest', ['run', 'examples/vitest.test.ts']);
    },
    refusal: (version) =>
      `Failed to load agentex-tracker-mock/vitest: it needs vitest 4.1 or later, but ${version} is installed. `,
  },
  '@stoplight/prism-cli': {
    what: 'conformance',
    run: (consumer) => consumer.run('tracker-mock', ['conformance']),
    refusal: (version) => `Failed to load Prism: it needs 5.14 or later, but ${version} is installed. `,
  },
};

const majors = process.argv.length > 2 ? process.argv.slice(2) : ['20', '24'];

await withFolder(async (folder) => {
  const archive = await pack(folder);
  for (const major of majors) {
    const node = await findNode(major, folder);
    for (const { peer, range, isRefused = false } of PEERS) {
      const consumer = await createConsumer(join(folder, `${peer.replaceAll(/\W/g, '-')}-${range}-${major}`), node);
      await check(`Node ${major}, ${peer} ${range}`, () => prove(consumer, { archive, peer, range, isRefused }));
    }
  }
});

async function prove(consumer, { archive, peer, range, isRefused }) {
  // A peer that does not run on this Node is refused for that reason, and installed by nobody.
  const { code, stderr } = await consumer.tryInstall('--save-dev', '--engine-strict', archive, `${peer}@${range}`);
  if (code !== 0 && stderr.includes(`Not compatible with your version of node/npm: ${peer}@`)) {
    return 'not for this Node';
  }
  assert.equal(code, 0, stderr);
  await consumer.serve(async (url) => assert.equal((await request(`${url}/tracker`)).status, 200));
  const version = await consumer.version(peer);
  const { what, run, refusal } = USE[peer];
  const outcome = await run(consumer);
  const printed = `${outcome.stdout}${outcome.stderr}`;
  if (!isRefused) {
    assert.equal(outcome.code, 0, printed);
    return `${version} installs, serves, ${what} works`;
  }
  assert.notEqual(outcome.code, 0, printed);
  const line = printed.split('\n').find((text) => text.includes(refusal(version)));
  assert.ok(line !== undefined, printed);
  return `${version} installs, serves, ${what} says: ${line.trim()}`;
}
