import { fileURLToPath } from 'node:url';

/** The profile's name for time in which nothing ran. */
const IDLE = '(idle)';

/**
 * Returns self time and total time of each function in a V8 CPU profile, in microseconds.
 *
 * @param options `skippedMs` at the start are skipped and the `lengthMs` after that are counted; `project` is removed from file names
 */
export function toFunctionTimes({ nodes, samples, timeDeltas }, { skippedMs, lengthMs, project }) {
  const selfOfNode = new Map();
  let elapsed = 0;
  for (const [index, id] of samples.entries()) {
    elapsed += timeDeltas[index];
    if (elapsed < skippedMs * 1000 || elapsed > (skippedMs + lengthMs) * 1000) continue;
    selfOfNode.set(id, (selfOfNode.get(id) ?? 0) + timeDeltas[index]);
  }

  const byId = new Map(nodes.map((node) => [node.id, node]));
  const functions = new Map();
  const modules = new Map();
  let busyMicros = 0;

  /** Returns the total time of a node and adds up the time of each function. A recursive function is counted once. */
  const visit = (node, above) => {
    const { functionName, url, lineNumber } = node.callFrame;
    const place = toPlace(url, lineNumber, project);
    const key = `${functionName} ${place}`;
    const entry = functions.get(key) ?? {
      name: functionName === '' ? '(anonymous)' : functionName,
      place,
      self: 0,
      total: 0,
    };
    functions.set(key, entry);
    const self = functionName === IDLE ? 0 : (selfOfNode.get(node.id) ?? 0);
    const below = new Set(above).add(key);
    let total = self;
    for (const child of node.children ?? []) total += visit(byId.get(child), below);
    entry.self += self;
    if (!above.has(key)) entry.total += total;
    busyMicros += self;
    const module = toModule(functionName, place);
    modules.set(module, (modules.get(module) ?? 0) + self);
    return total;
  };
  visit(nodes[0], new Set());

  return {
    functions: [...functions.values()].filter(({ self }) => self > 0).toSorted((a, b) => b.self - a.self),
    modules: [...modules]
      .map(([module, self]) => ({ module, self }))
      .filter(({ self }) => self > 0)
      .toSorted((a, b) => b.self - a.self),
    busyMicros,
  };
}

function toPlace(url, line, project) {
  if (url === '') return '';
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  return `${path.startsWith(project) ? path.slice(project.length) : path}:${line + 1}`;
}

/** Returns the folder of `dist/`, the package, or the Node module of a function. */
function toModule(name, place) {
  if (place === '') return name.startsWith('(') ? name : 'built in';
  const [, packageName] = /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/.exec(place) ?? [];
  if (packageName !== undefined) return packageName;
  if (place.startsWith('node:')) return place.replace(/:\d+$/, '');
  return place.split('/').slice(0, 2).join('/').replace(/:\d+$/, '');
}
