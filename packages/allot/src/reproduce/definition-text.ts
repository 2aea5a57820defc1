// A preset as a definition file of its own: every setting, with where it is from beside it.
import type { Preset } from '@allot/templates';

/** Kinds of files that a definition can be written to. */
export type DefinitionSyntax = 'ts' | 'yaml';

export function definitionText(preset: Preset, syntax: DefinitionSyntax): string {
  const { kind: _, ...definition } = preset.definition;
  const head = headOf(preset);
  if (syntax === 'yaml')
    return [...head.map((line) => `# ${line}`), ...yamlLines(definition, '', '', preset), ''].join('\n');
  return [
    ...head.map((line) => `// ${line}`),
    "import { definePipeline } from 'allot';",
    '',
    'export default definePipeline({',
    ...typescriptLines(definition, '', '  ', preset),
    '});',
    '',
  ].join('\n');
}

const headOf = ({ title, paper, name, missing }: Preset): readonly string[] => [
  `${title}${paper.arxiv === undefined ? '' : ` (arXiv ${paper.arxiv})`}.`,
  `The preset ${name}: beside each setting stands where it is from.`,
  ...missing.map((point) => `Left out: ${point}`),
];

type Tree = Readonly<Record<string, unknown>>;

function typescriptLines(tree: object, at: string, indent: string, preset: Preset): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = at === '' ? key : `${at}.${key}`;
    const name = /^[a-z_$][\w$]*$/i.test(key) ? key : JSON.stringify(key);
    return commented(value, path, indent, preset, '//', (inner) => {
      if (isTree(value))
        return [`${indent}${name}: {`, ...typescriptLines(value, path, inner, preset), `${indent}},`];
      if (!isListOfTrees(value)) return [`${indent}${name}: ${JSON.stringify(value)},`];
      const parts = value.flatMap((part, index) => [
        `${inner}{`,
        ...typescriptLines(part, `${path}[${index}]`, `${inner}  `, preset),
        `${inner}},`,
      ]);
      return [`${indent}${name}: [`, ...parts, `${indent}],`];
    });
  });
}

/** JSON's texts, numbers and lists are YAML's too. */
function yamlLines(tree: object, at: string, indent: string, preset: Preset): string[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = at === '' ? key : `${at}.${key}`;
    return commented(value, path, indent, preset, '#', (inner) => {
      if (isTree(value)) return [`${indent}${key}:`, ...yamlLines(value, path, inner, preset)];
      if (!isListOfTrees(value)) return [`${indent}${key}: ${JSON.stringify(value)}`];
      const parts = value.flatMap((part, index) =>
        yamlLines(part, `${path}[${index}]`, `${inner}  `, preset).map((line, first) =>
          first === 0 ? `${inner}- ${line.trimStart()}` : line,
        ),
      );
      return [`${indent}${key}:`, ...parts];
    });
  });
}

/** No setting of a paper's: what the definition runs on is Allot's choice. */
const aboutEngine = 'what it runs on, unless --engine says otherwise';

/** The lines of a setting with its origin: behind one line, before several. */
function commented(
  value: unknown,
  path: string,
  indent: string,
  { origins }: Preset,
  mark: string,
  linesOf: (inner: string) => string[],
): string[] {
  const lines = linesOf(`${indent}  `);
  const origin = origins[path];
  if (path === 'engine') return [`${indent}${mark} ${aboutEngine}`, ...lines];
  if (!origin) return lines;
  const comment = `${mark} ${origin.source}: ${origin.where}`;
  return isTree(value) || isListOfTrees(value)
    ? [`${indent}${comment}`, ...lines]
    : [`${lines[0]} ${comment}`];
}

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isListOfTrees = (value: unknown): value is readonly Tree[] =>
  Array.isArray(value) && value.every(isTree);
