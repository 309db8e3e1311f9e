import { existsSync } from 'node:fs';
import { createSender } from '../conformance/verify-sender.ts';
import { suggestName } from '../control/nearest-name.ts';
import type { DriftSide } from '../drift/drift-side.ts';
import { createMockSide, createRecordedSide } from '../drift/drift-side.ts';
import { MockError } from '../mock-error.ts';
import { prepareMock } from '../node/create-tracker-mock.ts';
import { readHarExchanges } from '../recording/har-exchanges.ts';
import { parseUpstream } from '../upstream/upstream-address.ts';
import type { DriftCommandOptions } from './drift-command.ts';
import { readArchives } from './read-archives.ts';

/** The word for a mock of the default world. */
const MOCK = 'mock';

/**
 * Opens one of the sides: a server by its URL, a mock of the default world or of fixtures, or an archive.
 *
 * @param headers those of this side alone
 * @throws {MockError} `option-invalid`, `archive-invalid`, `fixture-invalid` or `contract-invalid`
 */
export function openDriftSide(
  text: string,
  headers: Readonly<Record<string, string>>,
  { contract, profile, maxFileSize, header, rate, baseUrl }: DriftCommandOptions,
): DriftSide {
  if (/^https?:/i.test(text)) {
    const parsed = parseUpstream(text);
    if ('problem' in parsed) throw new MockError('option-invalid', `Failed to compare: ${parsed.problem}.`);
    const url = parsed.address;
    const sender = createSender({ url, headers: { ...header, ...headers }, rate });
    return { kind: 'live', name: url, url, send: (request, signal) => sender.send(request, { signal }) };
  }
  const isMock = text === MOCK;
  if (!isMock && !existsSync(text)) {
    throw new MockError(
      'option-invalid',
      `Failed to compare: ${JSON.stringify(text)} is neither a URL nor a file: ${suggestName(text, [MOCK])}`,
    );
  }
  const archives = isMock ? undefined : readArchives([text], maxFileSize);
  if (archives !== undefined) {
    const items = archives.flatMap(({ name, har }) =>
      baseUrl.length === 0
        ? [...readHarExchanges(name, har)]
        : baseUrl.flatMap((address) => [...readHarExchanges(name, har, address)]),
    );
    return createRecordedSide(text, items);
  }
  const { mock } = prepareMock({
    ...(contract !== undefined && { contract }),
    ...(!isMock && { fixtures: [text] }),
    profile,
    maxFileSize,
    journalSize: 1,
  });
  return createMockSide(text, mock);
}
