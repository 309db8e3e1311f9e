import { parseUrl } from '../contract/parse-url.ts';

/**
 * Returns the address of an upstream server in the form that the mock uses, without a trailing slash, or what is wrong with it. The path is
 * put in front of the path of each request.
 */
export function parseUpstream(text: string): { readonly address: string } | { readonly problem: string } {
  const url = /^https?:\/\//i.test(text) ? parseUrl(text) : undefined;
  if (url === undefined) {
    return { problem: `${JSON.stringify(text)} is not an http or https URL. Give one such as http://127.0.0.1:5003` };
  }
  // Not quoted: it may contain a password.
  if (url.username !== '' || url.password !== '') {
    return { problem: 'the URL has a user name or a password. Let the clients send the Authorization header' };
  }
  if (url.search !== '' || url.hash !== '') {
    return { problem: `${JSON.stringify(text)} has a query or a fragment. Give the URL without it` };
  }
  return { address: `${url.origin}${url.pathname.replace(/\/+$/, '')}` };
}
