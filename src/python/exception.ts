/** A Python exception as a value, which an error's `ctx` may have. A class, so that no object that a client sends can pass for one. */
export class PythonException {
  /** Without its module: `ValueError`. */
  readonly name: string;
  readonly message: string;
  /** What `vars()` gives of it, as FastAPI writes it in JSON. */
  readonly attributes: Readonly<Record<string, unknown>>;

  constructor(name: string, message: string, attributes: Readonly<Record<string, unknown>> = {}) {
    this.name = name;
    this.message = message;
    this.attributes = attributes;
  }
}
