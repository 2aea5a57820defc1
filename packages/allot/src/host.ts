// What this installation hands the compiler: templates, bundled models and tokenizers, and the inspectors.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CompilerHost } from '@allot/spec';
import type { HubAccess } from '@allot/tasks';
import { templates } from '@allot/templates';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));
const checkoutFolder = fileURLToPath(new URL('../../..', import.meta.url));

/** The module that `import ... from 'allot'` means to a definition file. */
export const allotEntry = fileURLToPath(new URL('./index.js', import.meta.url));

/** Root of the checkout this installation runs from; undefined for an installed package. */
export const checkout: string | undefined = existsSync(`${checkoutFolder}packages/allot/package.json`)
  ? checkoutFolder.replace(/[/\\]$/, '')
  : undefined;

const homes = checkout === undefined ? [packageFolder] : [`${checkout}/`, packageFolder];

/** Path of something that comes with Allot: at the root of a checkout, in the package once installed. */
export function bundledFile(path: string): string {
  const candidates = homes.map((home) => `${home}${path}`);
  return candidates.find((candidate) => existsSync(candidate)) ?? `${homes[0]}${path}`;
}

const bundled: Readonly<Record<string, string>> = {
  'allot:tiny-base': 'models/tiny-base',
  'allot:arithmetic': 'models/arithmetic/tokenizer.json',
};

/** Where a reference such as `allot:tiny-base` lies, there or missing; undefined when nothing is called so. */
export function resolveBundled(reference: string): string | undefined {
  const path = bundled[reference];
  return path === undefined ? undefined : bundledFile(path);
}

/** Whether files of the hub are downloaded where they are missing, and who is told how far they are. */
export interface HostOptions extends Pick<HubAccess, 'onProgress' | 'onRequest' | 'signal'> {
  readonly download?: 'always' | 'never';
}

/** The compiler's host. The inspectors are loaded when first asked: most checks of a mistaken file never need them. */
export const createHost = ({ download = 'never', ...hub }: HostOptions = {}): CompilerHost => ({
  templates,
  resolveBundled,
  inspectModel: async (folder) => (await import('@allot/store')).inspectModelFolder(folder),
  inspectTokenizer: async (file) => (await import('@allot/tasks')).inspectTokenizer(file),
  inspectPrompt: async (request) => (await import('@allot/tasks')).inspectPrompt(request),
  locateDataset: async (definition, folder) => {
    const { hubAccessFrom, locateDataset } = await import('@allot/tasks');
    return locateDataset(definition, folder, hubAccessFrom(process.env, download, hub));
  },
  asksNetwork: (definition) =>
    download === 'always' &&
    (definition.kind === 'hub' || (definition.kind === 'named' && definition.path === undefined)),
  inspectDataset: async (...request) => (await import('@allot/tasks')).inspectDataset(...request),
  findPilot: async (folder, key) => (await import('@allot/store')).findPilot(folder, key),
  findOverlap: async (...request) => (await import('@allot/tasks')).findOverlap(...request),
});
