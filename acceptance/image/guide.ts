import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { findFile } from '../project.ts';

/** Returns the commands of the shell blocks of docs/deployment.md that begin with the given words, as lists of arguments. */
export function readGuide(beginning: string): string[][] {
  const guide = readFileSync(findFile('docs/deployment.md'), 'utf8');
  const commands = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)]
    .flatMap(([, block = '']) => block.replaceAll('\\\n', ' ').split('\n'))
    .filter((line) => line.startsWith(`${beginning} `));
  if (commands.length === 0) throw new Error(`docs/deployment.md has no command that begins with ${beginning}.`);
  // No argument has a space in it.
  return commands.map((command) => command.trim().split(/ +/));
}

/** The part of a container in a manifest that decides how it runs. */
export interface ManifestContainer {
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string }[];
  readonly volumeMounts: readonly { readonly mountPath: string }[];
  readonly securityContext: {
    readonly allowPrivilegeEscalation: boolean;
    readonly readOnlyRootFilesystem: boolean;
    readonly capabilities: { readonly drop: readonly string[] };
  };
  readonly startupProbe: Probe;
  readonly livenessProbe: Probe;
  readonly readinessProbe: Probe;
}

interface Probe {
  readonly httpGet: { readonly path: string };
}

interface Pod {
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number };
  readonly containers: readonly [ManifestContainer];
}

/** Returns what the manifest of Kubernetes runs. */
export function readManifest(): Pod {
  const documents = parseAllDocuments(readFileSync(findFile('examples/kubernetes/tracker-mock.yaml'), 'utf8'));
  for (const document of documents) {
    const value = document.toJS() as {
      readonly kind: string;
      readonly spec: { readonly template: { readonly spec: Pod } };
    };
    if (value.kind === 'Deployment') return value.spec.template.spec;
  }
  throw new Error('The manifest has no Deployment.');
}
