// Stands in the bundle for packages that Express loads and the mock never uses: see bundle.mjs.
export const LEFT_OUT = {};
