import { isSameJson } from '../trackers/same-json.ts';
import type { ItemChange, World } from '../trackers/world.ts';

/** Counts the trackers and events in which a world differs from the one that sessions start with. */
export function countChanges(world: World, start: World): number {
  if (hasSameContent(world, start)) return 0;
  let count = 0;
  for (const { before, after } of listDifferences(world, start)) if (!isSameJson(before, after)) count += 1;
  return count;
}

function* listDifferences(world: World, start: World): Generator<ItemChange> {
  const layers = new Set(world.contentLayers());
  if (start.contentLayers().every((layer) => layers.has(layer))) {
    yield* world.changes();
    return;
  }
  // It was set as a whole, or comes from a state file.
  for (const after of world.trackers()) yield { before: start.findTracker(after.id), after };
  for (const before of start.trackers()) {
    if (world.findTracker(before.id) === undefined) yield { before, after: undefined };
  }
  for (const after of world.events()) yield { before: start.findEvent(after.id), after };
  for (const before of start.events()) {
    if (world.findEvent(before.id) === undefined) yield { before, after: undefined };
  }
}

/** Whether nothing was written to either of two worlds since one became a fork of the other. */
export function hasSameContent(a: World, b: World): boolean {
  const [layers, others] = [a.contentLayers(), b.contentLayers()];
  return (
    a.agentKeys === b.agentKeys &&
    layers.length === others.length &&
    layers.every((layer, index) => layer === others[index])
  );
}
