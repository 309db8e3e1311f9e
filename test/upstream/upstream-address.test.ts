import { expect, test } from 'vitest';
import { parseUpstream } from '../../src/upstream/upstream-address.ts';

test.each([
  ['http://127.0.0.1:5003', 'http://127.0.0.1:5003'],
  ['HTTPS://Agentex.Example:443/', 'https://agentex.example'],
  ['http://[::1]:80/api//', 'http://[::1]/api'],
])('%s is the address %s', (text, address) => {
  expect(parseUpstream(text)).toEqual({ address });
});

test.each([
  ['localhost:5003', '"localhost:5003" is not an http or https URL. Give one such as http://127.0.0.1:5003'],
  ['ftp://a.example', '"ftp://a.example" is not an http or https URL. Give one such as http://127.0.0.1:5003'],
  ['http://', '"http://" is not an http or https URL. Give one such as http://127.0.0.1:5003'],
  [
    'http://me:secret@a.example',
    'the URL has a user name or a password. Let the clients send the Authorization header',
  ],
  ['http://a.example?x=1', '"http://a.example?x=1" has a query or a fragment. Give the URL without it'],
  ['http://a.example/#x', '"http://a.example/#x" has a query or a fragment. Give the URL without it'],
])('%s is refused', (text, problem) => {
  expect(parseUpstream(text)).toEqual({ problem });
});
