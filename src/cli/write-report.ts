import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { MockError } from '../mock-error.ts';

/**
 * Writes a report whole or not at all: an old report stays if the new one cannot be written.
 *
 * @throws {MockError} `option-invalid`
 */
export function writeReport(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    // A device or a pipe would be replaced by a file.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw new Error('it is not a regular file');
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    remove(draft);
    throw new MockError(
      'option-invalid',
      `Failed to write the report ${JSON.stringify(path)}: ${toWriteFailure(error)}. Give --junit a path that can be written.`,
    );
  }
}

/** Node's message without the paths at its end, which it quotes as they are. */
function toWriteFailure(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/, \w+ '[^]*$/, '');
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What keeps it there also kept it from being written, and that is told.
  }
}
