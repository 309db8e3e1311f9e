/** A Python exception in an error's `ctx`. A class, so that no object from a client can be mistaken for one. */
export class PythonException {
  /** The class name without its module: `ValueError`. */
  readonly name: string;
  readonly message: string;
  /** Its `vars()`, which FastAPI writes as JSON. */
  readonly attributes: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, attributes: Readonly<Record<string, unknown>> = {}) {
    this.name = name;
    this.message = message;
    this.attributes = attributes;
  }
}
