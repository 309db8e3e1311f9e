import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Bundles a program for a browser, as bundlers of web pages do. */
export async function bundleForBrowser(program: string, alias: Record<string, string> = {}): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: fileURLToPath(new URL('.', import.meta.url)), loader: 'js' },
    bundle: true,
    write: false,
    platform: 'browser',
    format: 'esm',
    logLevel: 'silent',
    tsconfigRaw: {},
    alias,
  });
  return outputFiles[0]?.text ?? '';
}
