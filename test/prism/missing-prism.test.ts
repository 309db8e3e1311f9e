import { expect, test, vi } from 'vitest';
import { MockError } from '../../src/index.ts';
import { findPrismCommand, loadPrism } from '../../src/prism/load-prism.ts';
import { startPrismProxy } from '../../src/prism/prism-proxy.ts';
import { createPrismValidator } from '../../src/prism/prism-validator.ts';
import { CONTRACT_FILE, readServedContract } from '../conformance/contracts.ts';

const peer = vi.hoisted(() => {
  const modules: Record<string, unknown> = {};
  return { modules };
});

// Replaces module resolution: only the modules in peer.modules are installed.
vi.mock('node:module', () => ({
  createRequire: () =>
    Object.assign((name: string) => peer.modules[name], {
      resolve: (name: string) => {
        if (!(name in peer.modules)) throw new Error(`Cannot find module '${name}'`);
        return name;
      },
    }),
}));

const INSTALL = 'Install it: npm install --save-dev @stoplight/prism-cli@5.14.2';

test.each([
  ['loadPrism', () => loadPrism()],
  ['findPrismCommand', () => findPrismCommand()],
])('%s fails with one line that says what to install if Prism is missing', (_, load) => {
  peer.modules = {};
  const failure = `Failed to load Prism: it is not installed. ${INSTALL}`;
  expect(load).toThrow(new MockError('option-invalid', failure));
});

test('createPrismValidator and startPrismProxy reject with the same line if Prism is missing', async () => {
  peer.modules = {};
  const validator = createPrismValidator(readServedContract());
  const proxy = startPrismProxy({ contractFile: CONTRACT_FILE, upstreamUrl: 'http://127.0.0.1:1' });
  await expect(validator).rejects.toThrow(INSTALL);
  await expect(proxy).rejects.toThrow(INSTALL);
});

test('a Prism with another interface is refused with the same line', () => {
  peer.modules = { '@stoplight/prism-cli/package.json': { version: '5.17.0', bin: {} }, '@stoplight/prism-http': {} };
  expect(() => loadPrism()).toThrow(`Failed to load Prism: the installed 5.17.0 has another interface. ${INSTALL}`);
  expect(() => findPrismCommand()).toThrow(`the installed 5.17.0 has no command "prism". ${INSTALL}`);
});

test.each([
  ['loadPrism', () => loadPrism()],
  ['findPrismCommand', () => findPrismCommand()],
])('%s refuses a Prism that is too old in one line', (_, load) => {
  peer.modules = { '@stoplight/prism-cli/package.json': { version: '5.12.0', bin: 'prism' } };
  const failure = `Failed to load Prism: it needs 5.14 or later, but 5.12.0 is installed. ${INSTALL}`;
  expect(load).toThrow(new MockError('option-invalid', failure));
});

test('a Prism that does not load on this Node is refused in one line', () => {
  peer.modules = {
    '@stoplight/prism-cli/package.json': { version: '5.16.0' },
    get '@stoplight/prism-http'(): never {
      throw new SyntaxError('Unexpected token\n    at line 2');
    },
  };
  const reason = `the installed 5.16.0 does not load on Node ${process.versions.node} (SyntaxError: Unexpected token)`;
  expect(() => loadPrism()).toThrow(new MockError('option-invalid', `Failed to load Prism: ${reason}. ${INSTALL}`));
});
