import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Mask } from '../journal/mask.ts';
import { MockError } from '../mock-error.ts';
import { createMockRules } from '../mock/mock-rules.ts';
import type { TrackerMock } from '../mock/tracker-mock.ts';
import type { Profile } from '../operations/profile.ts';
import type { Recording } from '../recording/recorder.ts';
import { createRecorder } from '../recording/recorder.ts';
import { loadFixtures } from '../trackers/fixture.ts';
import type { Log } from './log.ts';
import { toWorldText } from './world-text.ts';

export interface RecordOptions {
  /** Must not exist, or be empty. */
  readonly folder: string;
  readonly renameIds: boolean;
  /** The address of the upstream server. */
  readonly baseUrl: string;
  readonly mask: Mask;
  /** The profile with which the mock replies as what was recorded. */
  readonly profile: Profile;
}

/** How many notes the log has. The archive's comment has all. */
const NOTES = 20;

/**
 * Records the exchanges of a mock.
 *
 * @returns a function that writes the recording, whole or not at all
 * @throws {MockError} `option-invalid` if the folder cannot be written
 */
export function startRecording(
  mock: TrackerMock,
  { folder, renameIds, baseUrl, mask, profile }: RecordOptions,
  log: Pick<Log, 'info' | 'warn'>,
): () => void {
  writeFolder(folder, {}, ({ draft }) => rmSync(draft, { recursive: true }));
  const { contract } = mock;
  const rules = createMockRules(contract, 'open');
  const recorder = createRecorder({ contract, rules, mask, baseUrl, renameIds });
  const stop = mock.onExchange((exchange) => recorder.add(exchange));
  return () => {
    stop();
    const recording = recorder.finish();
    // What does not load must not be written: it would be of no use later, when nobody can record it again.
    const loaded = loadFixtures([{ name: 'world.json', content: recording.world }], rules, {
      subject: 'the recording',
    });
    writeFolder(folder, toFiles(recording), replaceFolder);
    log.info(`recorded ${toWorldText(loaded)}: serve them with tracker-mock -f ${folder} --profile ${profile}`);
    const { notes } = recording;
    const more = notes.length - NOTES;
    if (notes.length > 0) {
      log.warn('the recording is not all that was seen:', [
        ...notes.slice(0, NOTES),
        ...(more > 0 ? [`… and ${more} more, see the comment of traffic.har`] : []),
      ]);
    }
  };
}

function toFiles({ world, har }: Recording): Record<string, string> {
  return { 'world.json': `${JSON.stringify(world, null, 2)}\n`, 'traffic.har': `${JSON.stringify(har)}\n` };
}

interface Folders {
  readonly folder: string;
  readonly draft: string;
}

function replaceFolder({ folder, draft }: Folders): void {
  // Windows does not replace an empty folder.
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) rmdirSync(folder);
  renameSync(draft, folder);
}

/** Writes files into a draft of a folder beside it. */
function writeFolder(path: string, files: Record<string, string>, finish: (folders: Folders) => void): void {
  const folder = resolve(path);
  const draft = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  try {
    if (isTaken(folder)) throw new Error('it is not an empty folder');
    mkdirSync(draft);
    for (const [name, text] of Object.entries(files)) writeFileSync(join(draft, name), text);
    finish({ folder, draft });
  } catch (error) {
    remove(draft);
    throw new MockError(
      'option-invalid',
      `Failed to write the recording ${JSON.stringify(path)}: ${toReason(error)}. Give --record a folder that does not exist yet, or is empty.`,
    );
  }
}

function remove(draft: string): void {
  try {
    rmSync(draft, { recursive: true, force: true });
  } catch {
    // What keeps it there also kept it from being written, which is reported.
  }
}

function isTaken(folder: string): boolean {
  const status = statSync(folder, { throwIfNoEntry: false });
  return status !== undefined && (!status.isDirectory() || readdirSync(folder).length > 0);
}

/** Returns Node's message without the paths at its end, which it quotes as they are. */
function toReason(error: unknown): string {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  if (isMissing) return 'the folder around it does not exist';
  return (error instanceof Error ? error.message : String(error)).replace(/, \w+ '[^]*$/, '');
}
