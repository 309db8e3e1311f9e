/**
 * An immutable sorted set: adding and deleting return a new one that shares nearly all of the old. Finding the n-th item, adding and
 * deleting take logarithmic time, so that a page of a list costs nearly the same in a world of ten trackers and of a million.
 *
 * It is a weight-balanced tree (Adams 1993, with the balance 3 and 2 that Hirai and Yamamoto proved right in 2011).
 */
export interface OrderedSet<T> {
  readonly size: number;
  add(item: T): OrderedSet<T>;
  delete(item: T): OrderedSet<T>;
  /** Returns at most `count` items from a rank on; backwards, ranks count from the largest item. */
  slice(from: number, count: number, backwards: boolean): T[];
}

/** Returns a negative number if `a` comes first, a positive one if `b` does, 0 if they are the same item. */
export type Compare<T> = (a: T, b: T) => number;

interface Node<T> {
  readonly item: T;
  readonly left: Node<T> | undefined;
  readonly right: Node<T> | undefined;
  readonly size: number;
}
type Tree<T> = Node<T> | undefined;

/** How many times heavier one side may be than the other. */
const BALANCE = 3;
/** How many times heavier the inner grandchild may be for a single rotation to suffice. */
const ROTATION = 2;

/** Creates a set of items, which may come in any order. */
export function createOrderedSet<T>(compare: Compare<T>, items: readonly T[]): OrderedSet<T> {
  const sorted = items.toSorted(compare);
  return toSet(compare, toTree(sorted, 0, sorted.length));
}

function toSet<T>(compare: Compare<T>, tree: Tree<T>): OrderedSet<T> {
  return {
    size: sizeOf(tree),
    add: (item) => toSet(compare, add(compare, tree, item)),
    delete: (item) => toSet(compare, remove(compare, tree, item)),
    slice: (from, count, backwards) => slice(tree, from, count, backwards),
  };
}

function sizeOf(tree: Tree<unknown>): number {
  return tree === undefined ? 0 : tree.size;
}

function toNode<T>(item: T, left: Tree<T>, right: Tree<T>): Node<T> {
  return { item, left, right, size: sizeOf(left) + sizeOf(right) + 1 };
}

function toTree<T>(sorted: readonly T[], from: number, to: number): Tree<T> {
  if (from >= to) return undefined;
  const middle = (from + to) >>> 1;
  return toNode(sorted[middle] as T, toTree(sorted, from, middle), toTree(sorted, middle + 1, to));
}

function add<T>(compare: Compare<T>, tree: Tree<T>, item: T): Node<T> {
  if (tree === undefined) return toNode(item, undefined, undefined);
  const order = compare(item, tree.item);
  if (order === 0) return toNode(item, tree.left, tree.right);
  return order < 0
    ? balance(tree.item, add(compare, tree.left, item), tree.right)
    : balance(tree.item, tree.left, add(compare, tree.right, item));
}

function remove<T>(compare: Compare<T>, tree: Tree<T>, item: T): Tree<T> {
  if (tree === undefined) return undefined;
  const order = compare(item, tree.item);
  if (order < 0) return balance(tree.item, remove(compare, tree.left, item), tree.right);
  if (order > 0) return balance(tree.item, tree.left, remove(compare, tree.right, item));
  if (tree.left === undefined) return tree.right;
  if (tree.right === undefined) return tree.left;
  const next = first(tree.right);
  return balance(next, tree.left, remove(compare, tree.right, next));
}

function first<T>(tree: Node<T>): T {
  return tree.left === undefined ? tree.item : first(tree.left);
}

function balance<T>(item: T, left: Tree<T>, right: Tree<T>): Node<T> {
  const [weightLeft, weightRight] = [sizeOf(left), sizeOf(right)];
  if (weightLeft + weightRight > 1) {
    if (right !== undefined && weightRight > BALANCE * weightLeft) return rotateLeft(item, left, right);
    if (left !== undefined && weightLeft > BALANCE * weightRight) return rotateRight(item, left, right);
  }
  return toNode(item, left, right);
}

function rotateLeft<T>(item: T, left: Tree<T>, right: Node<T>): Node<T> {
  const inner = right.left;
  if (inner === undefined || inner.size < ROTATION * sizeOf(right.right)) {
    return toNode(right.item, toNode(item, left, inner), right.right);
  }
  return toNode(inner.item, toNode(item, left, inner.left), toNode(right.item, inner.right, right.right));
}

function rotateRight<T>(item: T, left: Node<T>, right: Tree<T>): Node<T> {
  const inner = left.right;
  if (inner === undefined || inner.size < ROTATION * sizeOf(left.left)) {
    return toNode(left.item, left.left, toNode(item, inner, right));
  }
  return toNode(inner.item, toNode(left.item, left.left, inner.left), toNode(item, inner.right, right));
}

function slice<T>(tree: Tree<T>, from: number, count: number, backwards: boolean): T[] {
  const result: T[] = [];
  const [near, far] = backwards ? (['right', 'left'] as const) : (['left', 'right'] as const);
  const visit = (node: Tree<T>, skip: number): void => {
    if (node === undefined || skip >= node.size || result.length >= count) return;
    const before = sizeOf(node[near]);
    visit(node[near], skip);
    if (skip <= before && result.length < count) result.push(node.item);
    visit(node[far], Math.max(0, skip - before - 1));
  };
  visit(tree, from);
  return result;
}
