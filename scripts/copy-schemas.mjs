const PREFIX = '#/components/schemas/';

/** Returns the control API's schemas of a name and of all that it refers to, with references to `#/$defs`. */
export function copySchemas(schemas, name) {
  const copied = {};
  const copy = (copiedName) => {
    if (copiedName in copied) return;
    // Named before those it refers to.
    copied[copiedName] = undefined;
    copied[copiedName] = JSON.parse(JSON.stringify(schemas[copiedName]), (key, value) => {
      if (key !== '$ref') return value;
      const target = value.slice(PREFIX.length);
      copy(target);
      return `#/$defs/${target}`;
    });
  };
  copy(name);
  return copied;
}
