// Checks the packed package on versions of Node: it installs beside the newest peers that this Node can run, the kits' examples pass, and
// `conformance` finds no unknown difference, over all operations on one version. With --suite the project's own test suite runs on that Node as well.
// Usage: node test/package/node-matrix.mjs [--suite] [NODE...]; without a version, on the running Node.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { findChromium } from '../browser/find-chromium.mjs';
import { check, createConsumer, findNode, pack, project, runWell, toEnvironment, withFolder } from './consumer.mjs';

const PEERS = ['vitest', '@playwright/test', '@stoplight/prism-cli'];
const EXAMPLES = ['examples/vitest.test.ts', 'examples/supertest.test.ts'];

/** All operations take a minute, so that they are compared on the oldest Node that runs the newest Prism. The others compare those with state. */
const WHOLE = 'Node 24';
const WITH_STATE = ['--operations', '*/tracker*,* /events*'];

const PLAYWRIGHT = `
import { expect, test } from 'agentex-tracker-mock/playwright';

test('a session', async ({ request, trackerSession }) => {
  const reply = await request.get('tracker');
  expect(reply.status()).toBe(200);
  await expect(trackerSession).toHaveReceived({ method: 'GET', path: '/tracker' });
  await expect(trackerSession).toHaveNoViolations();
});
`;

const args = process.argv.slice(2);
const isWithSuite = args.includes('--suite');
const versions = args.filter((argument) => argument !== '--suite');
const majors = versions.length > 0 ? versions : process.versions.node.split('.').slice(0, 1);

await withFolder(async (folder) => {
  const archive = await pack(folder);
  for (const major of majors) {
    const node = await findNode(major, folder);
    await checkPackage(`Node ${major}`, await createConsumer(join(folder, `consumer-${major}`), node), archive);
    if (!isWithSuite) continue;
    await check(`Node ${major}: npm test`, async () => {
      const printed = await runWell('npm', ['test'], { cwd: project, env: toEnvironment(node) });
      return /Tests +(\d+ passed)/.exec(printed)?.[1];
    });
  }
});

async function checkPackage(name, consumer, archive) {
  await check(`${name}: the package installs beside the newest peers`, async () => {
    // A range, not `latest`: from a range npm picks the newest version that this Node can run.
    await consumer.install(
      '--save-dev',
      '--engine-strict',
      archive,
      'supertest',
      'jest@*',
      ...PEERS.map((peer) => `${peer}@*`),
    );
    const installed = await Promise.all(PEERS.map(async (peer) => `${peer} ${await consumer.version(peer)}`));
    return `${(await consumer.node('--version')).trim()}, ${installed.join(', ')}`;
  });
  await consumer.copy('examples');

  await check(`${name}: the examples for vitest pass`, async () => {
    await consumer.runWell('vitest', ['run', ...EXAMPLES]);
  });

  // What docs/test-runners.md says of the other pools and of Jest.
  if (!name.endsWith(' 20')) {
    await check(`${name}: the examples for vitest pass in the pool vmThreads`, async () => {
      await consumer.runWell('vitest', ['run', '--pool', 'vmThreads', ...EXAMPLES]);
    });
  }

  await check(`${name}: the example for Jest passes`, async () => {
    await consumer.runWell('jest', ['examples/jest.test.cjs'], { NODE_OPTIONS: '--experimental-vm-modules' });
  });

  await check(`${name}: the kit for Playwright works without a browser`, async () => {
    await consumer.write('kit.spec.js', PLAYWRIGHT);
    await consumer.runWell('playwright', ['test', 'kit.spec.js']);
  });

  const chromium = findChromium();
  if (chromium === undefined) {
    console.log(`        ${name}: no Chromium for the example for Playwright; CHROMIUM can name one`);
  } else {
    await check(`${name}: the example for Playwright passes`, async () => {
      await consumer.runWell('playwright', ['test', '--config', 'examples/playwright'], { CHROMIUM: chromium });
    });
  }

  await check(`${name}: conformance finds no unknown difference`, async () => {
    const table = await consumer.runWell('tracker-mock', ['conformance', ...(name === WHOLE ? [] : WITH_STATE)]);
    const summary = /^Every reply keeps the contract; 0 unknown differences, .*$/m.exec(table)?.[0];
    assert.ok(summary !== undefined, table);
    return summary;
  });
}
