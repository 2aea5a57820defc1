// The import table: which package may import which. docs/architecture.md shows the same table.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const table: Readonly<Record<string, readonly string[]>> = {
  spec: [],
  templates: ['spec'],
  graph: [],
  tasks: ['spec'],
  compiler: ['spec', 'graph'],
  store: ['spec'],
  runtime: ['spec', 'store', 'tasks'],
  report: ['spec', 'store'],
  allot: ['spec', 'templates', 'graph', 'tasks', 'compiler', 'store', 'runtime', 'report'],
};

/** Source files that ship; tests may import what they check against. */
function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => entry.isFile() && entry.name.endsWith('.ts') && !/\.(test|test-d)\.ts$/.test(entry.name),
    )
    .map((entry) => join(entry.parentPath, entry.name));
}

/** What a file imports, statically or not; examples inside strings do not count. */
const specifiers = (text: string): string[] =>
  ts.preProcessFile(text).importedFiles.map((imported) => imported.fileName);

/** The workspace package a specifier of a file names, or undefined for a library. */
function packageOf(specifier: string, file: string): string | undefined {
  if (specifier === 'allot' || specifier.startsWith('allot/')) return 'allot';
  if (specifier.startsWith('@allot/')) return specifier.split('/')[1];
  if (!specifier.startsWith('.')) return undefined;
  return relative(join(root, 'packages'), join(file, '..', specifier)).split('/')[0];
}

describe.each(Object.entries(table))('packages/%s', (name, allowed) => {
  const folder = join(root, 'packages', name);

  test('imports only what the table allows', () => {
    const files = sourceFiles(join(folder, 'src'));
    expect(files.length).toBeGreaterThan(0);
    const violations = files.flatMap((file) =>
      specifiers(readFileSync(file, 'utf8'))
        .map((specifier) => packageOf(specifier, file))
        .filter((imported) => imported !== undefined && imported !== name && !allowed.includes(imported))
        .map((imported) => `${relative(root, file)} imports ${imported}`),
    );
    expect(violations).toEqual([]);
  });

  test('declares the packages it may import, and references their projects', () => {
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const declared = Object.keys(manifest.dependencies ?? {})
      .filter((dependency) => dependency.startsWith('@allot/'))
      .map((dependency) => dependency.slice('@allot/'.length));
    expect(declared.sort()).toEqual([...allowed].sort());
    const project = JSON.parse(readFileSync(join(folder, 'tsconfig.json'), 'utf8'));
    const referenced = project.references.map(({ path }: { path: string }) => path.replace('../', ''));
    expect(referenced.sort()).toEqual([...allowed].sort());
  });
});

test('the table lists every package', () => {
  expect(readdirSync(join(root, 'packages')).sort()).toEqual(Object.keys(table).sort());
});
