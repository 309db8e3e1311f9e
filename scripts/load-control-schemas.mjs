import esbuild from 'esbuild';

/** Returns the control API's schemas by name, from the source. */
export async function loadControlSchemas() {
  const { outputFiles } = await esbuild.build({
    entryPoints: ['src/control/control-schemas.ts'],
    bundle: true,
    format: 'esm',
    write: false,
  });
  const code = Buffer.from(outputFiles[0].contents).toString('base64');
  const { CONTROL_SCHEMAS } = await import(`data:text/javascript;base64,${code}`);
  return CONTROL_SCHEMAS;
}
