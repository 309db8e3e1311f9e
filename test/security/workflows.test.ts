import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = new URL('../../.github/workflows/', import.meta.url);

test.each(readdirSync(FOLDER))(
  'the workflow %s pins its actions by commit and starts with read access alone',
  (name) => {
    const text = readFileSync(new URL(name, FOLDER), 'utf8');
    const actions = [...text.matchAll(/uses: *(.+)/g)].map(([, action]) => action);
    expect(actions).not.toEqual([]);
    for (const action of actions) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    expect(text).toMatch(/^permissions:\n {2}contents: read\n/m);
  },
);

test.each(['image.yml', 'release.yml'])('the workflow %s publishes, and so uses no cache', (name) => {
  const text = readFileSync(new URL(name, FOLDER), 'utf8');
  // setup-node uses one on its own if package.json names a package manager.
  expect([...text.matchAll(/^ +package-manager-cache: false$/gm)]).toHaveLength(text.split('setup-node@').length - 1);
  expect(text).not.toMatch(/^ +cache(?:-from)?:|actions\/cache@/m);
});
