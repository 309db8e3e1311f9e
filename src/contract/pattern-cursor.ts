import { PatternError } from './pattern-error.ts';

/** The flags that change what a pattern means; which repetition is lazy does not change whether there is a match. */
export interface PatternFlags {
  readonly ignoreCase: boolean;
  readonly multiLine: boolean;
  readonly dotAll: boolean;
  /** White space and comments stand for nothing. */
  readonly extended: boolean;
}

/** How deep groups, classes and repetitions may lie in each other, as in Rust. */
const MAX_DEPTH = 250;

/** Pattern_White_Space of Unicode, which extended patterns may hold. */
const SPACE = /[\t-\r \u0085\u200e\u200f\u2028\u2029]/;

/** A pattern that is being read, character by character. */
export class PatternCursor {
  readonly #characters: readonly string[];
  #at = 0;
  #depth = 0;
  flags: PatternFlags = { ignoreCase: false, multiLine: false, dotAll: false, extended: false };

  constructor(pattern: string) {
    this.#characters = Array.from(pattern);
  }

  /** The next character, or one further on; empty past the end. */
  peek(ahead = 0): string {
    return this.#characters[this.#at + ahead] ?? '';
  }

  isNext(text: string): boolean {
    return Array.from(text).every((character, index) => this.peek(index) === character);
  }

  next(): string {
    const character = this.peek();
    if (character === '') throw new PatternError('it ends too early');
    this.#at += 1;
    return character;
  }

  /** Passes over a text where it comes next. */
  take(text: string): boolean {
    if (!this.isNext(text)) return false;
    this.#at += Array.from(text).length;
    return true;
  }

  /** The characters up to one that ends them, which is passed over. */
  until(end: string): string {
    let text = '';
    while (!this.take(end)) text += this.next();
    return text;
  }

  /** Passes over what an extended pattern may hold between its parts. */
  advance(): void {
    while (this.flags.extended) {
      if (this.peek() !== '' && SPACE.test(this.peek())) this.#at += 1;
      else if (this.peek() === '#') while (this.peek() !== '' && this.next() !== '\n');
      else return;
    }
  }

  /** Where the reading stands, to come back to. */
  get place(): number {
    return this.#at;
  }

  set place(at: number) {
    this.#at = at;
  }

  /** Reads what lies one level deeper. */
  within<T>(read: () => T): T {
    if (this.#depth === MAX_DEPTH) {
      throw new PatternError(`parentheses and brackets lie in each other more than ${MAX_DEPTH} deep`);
    }
    this.#depth += 1;
    const result = read();
    this.#depth -= 1;
    return result;
  }
}
