import { HAR_SIZE, RECORDED_WORLD_SIZE, STUBS } from '../budgets.ts';
import type { Contract } from '../contract/contract.ts';
import { toOperationName } from '../contract/operation.ts';
import type { Har, StubInput, Tracker, TrackerEvent } from '../control/control-types.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Mask } from '../journal/mask.ts';
import { findOperationKind } from '../operations/operation-kind.ts';
import type { FixtureRules } from '../trackers/fixture.ts';
import { toRecordedHar } from './recorded-har.ts';
import { toRecordedStubs, toRequestPattern } from './recorded-stubs.ts';
import { toRecordedWorld } from './recorded-world.ts';
import { createRenaming, KEEP } from './renaming.ts';
import type { SeenExchange } from './seen-exchange.ts';
import { toSeenExchange } from './seen-exchange.ts';
import { createSeenObjects } from './seen-objects.ts';

export interface RecorderOptions {
  readonly contract: Contract;
  readonly rules: Pick<FixtureRules, 'model' | 'checkTracker' | 'events' | 'checkStub'>;
  readonly mask: Mask;
  /** The address of the upstream server, for the archive. */
  readonly baseUrl: string;
  /** Whether ids are replaced by invented ones. */
  readonly renameIds: boolean;
}

/** What a run showed: a world to serve offline, and an archive. */
export interface Recording {
  readonly world: {
    readonly trackers: readonly Tracker[];
    readonly events: readonly TrackerEvent[];
    readonly stubs: readonly StubInput[];
  };
  readonly har: Har;
  /** What was made up or left out, a line each. */
  readonly notes: readonly string[];
}

/** Keeps what is needed for a {@link Recording}, within the budgets. */
export interface Recorder {
  add(exchange: Exchange): void;
  finish(): Recording;
}

export function createRecorder({ contract, rules, mask, baseUrl, renameIds }: RecorderOptions): Recorder {
  const objects = createSeenObjects();
  const served = new Set(
    contract.operations.filter((operation) => findOperationKind(operation) !== undefined).map(toOperationName),
  );
  /** In JSON, as the archived ones: most are never looked at again. */
  const replies = new Map<string, string>();
  const archived: string[] = [];
  let [archiveSize, worldSize] = [0, 0];
  const omitted = { exchanges: 0, parts: 0, bodies: 0 };

  const take = (bytes: number): boolean => {
    if (worldSize + bytes > RECORDED_WORLD_SIZE) {
      omitted.parts += 1;
      return false;
    }
    worldSize += bytes;
    return true;
  };
  const archive = (text: string): void => {
    archived.push(text);
    archiveSize += text.length;
    while (archiveSize > HAR_SIZE) {
      archiveSize -= archived.shift()?.length ?? 0;
      omitted.exchanges += 1;
    }
  };
  /** Keeps the newest reply to each pattern. */
  const keepReply = (seen: SeenExchange, text: string): void => {
    const key = JSON.stringify(toRequestPattern(seen, contract, mask));
    const before = replies.get(key);
    if (before === undefined && replies.size >= STUBS) omitted.parts += 1;
    else if (take(2 * (text.length - (before?.length ?? -key.length)))) replies.set(key, text);
  };

  return {
    add(exchange) {
      const seen = toSeenExchange(exchange, mask);
      if (seen === undefined) return;
      const text = JSON.stringify(seen);
      archive(text);
      objects.add(seen, take);
      // What the mock or a stub replied is not recorded as a stub, nor what the mock will reply from the world.
      // A reply that was refused for its violations is the mock's own, and has no such header.
      const isUpstream = exchange.reply.headers['x-mock-source'] === 'upstream';
      if (!isUpstream || (seen.operation !== undefined && served.has(seen.operation))) return;
      if (seen.reply.omitted === undefined && seen.request.omitted === undefined) keepReply(seen, text);
      else omitted.bodies += 1;
    },
    finish() {
      const seen = archived.map(parse);
      const found = [...replies.values()].map(parse);
      const rename = renameIds ? createRenaming([...found, ...seen], objects) : KEEP;
      const { trackers, events, notes } = toRecordedWorld(rename.objects(objects), rules);
      const stubbed = found.map(rename.exchange).map((exchange) => {
        return { pattern: toRequestPattern(exchange, contract, mask), exchange };
      });
      const { stubs, notes: stubNotes } = toRecordedStubs(stubbed, (stub) => rules.checkStub(stub));
      const all = [...notes, ...stubNotes, ...toOmissions(omitted)];
      return {
        world: { trackers, events, stubs },
        har: toRecordedHar(seen.map(rename.exchange), baseUrl, all.join('; ')),
        notes: all,
      };
    },
  };
}

function parse(text: string): SeenExchange {
  return JSON.parse(text) as SeenExchange;
}

function toOmissions({ exchanges, parts, bodies }: Record<'exchanges' | 'parts' | 'bodies', number>): string[] {
  return [
    ...(exchanges === 0 ? [] : [`the oldest exchanges are left out of the archive for their size: ${exchanges}`]),
    ...(parts === 0 ? [] : [`states and replies are left out of the world, which is full: ${parts}`]),
    ...(bodies === 0
      ? []
      : [`replies are not in the world, since their body or that of the request is not JSON: ${bodies}`]),
  ];
}
