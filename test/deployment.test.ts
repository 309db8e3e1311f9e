import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import { readProjectFile } from './docs/markdown.ts';

interface KubernetesObject {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly selector: unknown;
    readonly ports: readonly { readonly targetPort: string }[];
    readonly template: {
      readonly metadata: { readonly labels: unknown };
      readonly spec: {
        readonly containers: readonly {
          readonly ports: readonly { readonly name: string }[];
          readonly startupProbe: unknown;
          readonly livenessProbe: unknown;
          readonly readinessProbe: unknown;
        }[];
        readonly volumes: readonly unknown[];
      };
    };
  };
}

// `npm run acceptance -- image` builds and runs the image. These tests find without an engine what is easily forgotten.

test('.dockerignore admits everything that the package is built from', () => {
  const admitted = readProjectFile('.dockerignore')
    .split('\n')
    .filter((line) => line.startsWith('!'))
    .map((line) => line.slice(1));
  const built = new Set(['dist']);
  const needed = [
    'LICENSE',
    'README.md',
    'package.json',
    'package-lock.json',
    '.npmrc',
    'tsconfig.json',
    'scripts',
    'src',
  ];
  const missing = [...needed, ...manifest.files.filter((name) => !built.has(name))].filter(
    (name) => !admitted.includes(name) && !(name.endsWith('.md') && admitted.includes('*.md')),
  );
  expect(missing).toEqual([]);
});

test("the objects of Kubernetes' manifest refer to each other", () => {
  const documents = parseAllDocuments(readProjectFile('examples/kubernetes/tracker-mock.yaml'));
  const objects = documents.map((document) => document.toJS() as KubernetesObject);
  const find = (kind: string): KubernetesObject => {
    const found = objects.find((object) => object.kind === kind);
    if (found === undefined) throw new Error(`The manifest has no ${kind}.`);
    return found;
  };
  const { template, selector } = find('Deployment').spec;
  const { labels } = template.metadata;
  expect(selector).toEqual({ matchLabels: labels });
  expect(find('Service').spec.selector).toEqual(labels);
  expect(find('Service').spec.ports.map(({ targetPort }) => targetPort)).toEqual(
    template.spec.containers.flatMap(({ ports }) => ports.map(({ name }) => name)),
  );
  // The API's own health checks can be stubbed, and fill the journal.
  const probes = template.spec.containers.flatMap((one) => [one.startupProbe, one.livenessProbe, one.readinessProbe]);
  for (const probe of probes) expect(probe).toMatchObject({ httpGet: { path: '/__admin/health', port: 'http' } });
  expect(template.spec.volumes).toEqual([
    { name: 'state', persistentVolumeClaim: { claimName: find('PersistentVolumeClaim').metadata.name } },
  ]);
});
