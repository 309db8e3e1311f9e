import { appendFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { MockError } from '../mock-error.ts';

/** Where a report goes, and the option that says so. */
export interface ReportPath {
  readonly path: string;
  /** `--junit`. */
  readonly option: string;
  /** What it is, for messages. @default 'report' */
  readonly noun?: string;
}

/**
 * Writes a report whole or not at all: an old report stays if the new one cannot be written.
 *
 * @throws {MockError} `option-invalid`
 */
export function writeReport(report: ReportPath, text: string): void {
  writeInParts(report, [text]);
}

/**
 * Writes a text that need not fit into memory, whole or not at all.
 *
 * @throws {MockError} `option-invalid`
 */
export function writeInParts(report: ReportPath, parts: Iterable<string>): void {
  writeDraft(report, parts, (draft) => renameSync(draft, report.path));
}

/**
 * Checks that a report can be written, so that a whole run is not done for nothing.
 *
 * @throws {MockError} `option-invalid`
 */
export function checkReportPath(report: ReportPath): void {
  writeDraft(report, [], (draft) => rmSync(draft));
}

function writeDraft(
  { path, option, noun = 'report' }: ReportPath,
  parts: Iterable<string>,
  finish: (draft: string) => void,
): void {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    // A device or a pipe would be replaced by a file.
    if (statSync(path, { throwIfNoEntry: false })?.isFile() === false) throw new Error('it is not a regular file');
    writeFileSync(draft, '');
    for (const part of parts) appendFileSync(draft, part);
    finish(draft);
  } catch (error) {
    remove(draft);
    throw new MockError(
      'option-invalid',
      `Failed to write the ${noun} ${JSON.stringify(path)}: ${toWriteFailure(error)}. Give ${option} a path that can be written.`,
    );
  }
}

/** Returns Node's message without the paths at its end, which it quotes as they are. */
function toWriteFailure(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return 'its folder does not exist';
  return (error instanceof Error ? error.message : String(error)).replace(/, \w+ '[^]*$/, '');
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // What keeps it there also kept it from being written, which is reported.
  }
}
