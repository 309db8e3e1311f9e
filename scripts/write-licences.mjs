import { readFileSync, readdirSync, writeFileSync } from 'node:fs';

/** Writes the licences of the packages that esbuild has put into a bundle: they must be included in every copy. */
export function writeLicences(metafile, file) {
  const packages = new Set(
    Object.keys(metafile.inputs).flatMap((path) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []),
  );
  const licences = [...packages].toSorted().map((path) => {
    const { name, version, license } = JSON.parse(readFileSync(`${path}/package.json`, 'utf8'));
    const found = readdirSync(path).find((entry) => /^licen[cs]e/i.test(entry));
    return `${name} ${version} (${license})\n\n${found === undefined ? '' : readFileSync(`${path}/${found}`, 'utf8').trim()}\n`;
  });
  writeFileSync(file, licences.join(`\n${'-'.repeat(80)}\n\n`));
}
