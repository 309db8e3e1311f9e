// Replaces packages in the bundle that Express imports but the mock never uses: see bundle.mjs.
export const EMPTY = {};
