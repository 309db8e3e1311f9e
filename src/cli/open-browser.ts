import { spawn } from 'node:child_process';

/** The program that opens an address in the browser of the user, by platform, and its arguments before the address. */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', '""'],
};

/**
 * Opens an address in a browser: that of the variable BROWSER, or the user's own.
 *
 * @param onFailure called with the reason if there is no such program
 */
export function openBrowser(url: string, onFailure: (reason: string) => void): void {
  const [program, ...args] = process.env['BROWSER']
    ? [process.env['BROWSER']]
    : (OPENERS[process.platform] ?? ['xdg-open']);
  const opener = spawn(program, [...args, url], { stdio: 'ignore', detached: true });
  opener.on('error', ({ message }) => onFailure(message));
  // The mock does not wait for the browser, and may end before it.
  opener.unref();
}
