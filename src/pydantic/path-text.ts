/** Prints a path as Python's `pathlib` does on Linux: without repeated slashes, `.` or a slash at its end. `..` stays. */
export function normalizePath(text: string): string {
  // POSIX gives exactly two leading slashes a meaning of their own.
  const root = /^\/\/(?!\/)/.test(text) ? '//' : text.startsWith('/') ? '/' : '';
  const parts = text.split('/').filter((part) => part !== '' && part !== '.');
  return root + parts.join('/') || '.';
}
