/** The package's version. Not read from its manifest, since the control API also runs without a file system. */
export const VERSION = '0.1.0';

/** Whether a version such as `4.1.0-beta.2` belongs to a release line such as `4.1` or a later one. */
export function isAtLeast(version: string, line: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [leastMajor = 0, leastMinor = 0] = line.split('.').map(Number);
  return major === leastMajor ? minor >= leastMinor : major > leastMajor;
}
