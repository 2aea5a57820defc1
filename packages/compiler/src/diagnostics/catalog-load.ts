// Diagnostics of loading: a definition that cannot be read, parsed, run or typed.
import { defineCatalog } from '@allot/spec';

const shell = (text: string) => ({ language: 'shell', text }) as const;
const yaml = (text: string) => ({ language: 'yaml', text }) as const;
const typescript = (text: string) => ({ language: 'typescript', text }) as const;

export const loadCatalog = defineCatalog({
  'definition/not-found': {
    severity: 'error',
    message: 'There is no file {file}',
    help: 'Give the path of a definition: a .ts, .yaml or .json file. `allot init` writes one to start from.',
    why: 'Everything begins with a definition file; nothing lies at the path that was given.',
    example: shell('allot check no-such-file.yaml'),
  },
  'definition/unreadable': {
    severity: 'error',
    message: 'The file {file} cannot be read: {problem}',
    help: 'Make it a readable text file in UTF-8.',
    why: 'The path exists, but it is a folder, is protected, is larger than a definition can be, or is not text.',
    example: shell('allot check .'),
  },
  'definition/unknown-kind': {
    severity: 'error',
    message: 'A definition cannot be a {extension}',
    help: 'Write it in TypeScript (.ts, .mts, .js, .mjs) or as data (.yaml, .yml, .json).',
    why: 'The ending of the name decides how a definition is read.',
    example: shell('allot check notes.txt'),
  },
  'definition/empty': {
    severity: 'error',
    message: 'The definition is empty',
    help: 'Start from `allot init`, which writes a definition that runs.',
    why: 'A definition holds one object with at least a name, a policy, datasets, tiers and a reward.',
    example: yaml('# nothing here\n'),
  },
  'definition/no-export': {
    severity: 'error',
    message: 'The definition exports nothing by default',
    help: 'Write `export default definePipeline(...)`.',
    why: 'The compiler reads the default export of the file; without one it has nothing to compile.',
    example: typescript("import { definePipeline } from 'allot';\nexport const pipeline = 1;\n"),
  },
  'definition/not-a-pipeline': {
    severity: 'error',
    message: 'The default export is {actual}, not a pipeline',
    help: 'Export what definePipeline or defineSupervised returns: `export default definePipeline(...)`.',
    why: 'The default export must be the definition itself: neither a function that makes one, nor a promise of one, nor something else.',
    example: typescript('export default () => ({});\n'),
  },
  'definition/not-data': {
    severity: 'error',
    message: '`{path}` is {actual}, which a definition cannot hold',
    help: 'Use text, numbers, true or false, lists and plain objects.',
    why: 'A definition is lowered to plain data, so that the same experiment has the same key in every language. Functions, dates, symbols, class instances and values that refer to themselves have no such form.',
    example: typescript("export default { name: 'when', steps: new Date() };\n"),
  },
  'definition/throws': {
    severity: 'error',
    message: 'The definition throws: {problem}',
    help: 'Mend the line that throws; the definition must run to its end.',
    why: 'A TypeScript definition is run to get its default export. It threw before it came to its end.',
    example: typescript("throw new Error('out of tea');\n"),
  },
  'definition/exits': {
    severity: 'error',
    message: 'The definition ends the process (exit code {exitCode})',
    help: 'Remove process.exit: a definition only describes an experiment.',
    why: 'A TypeScript definition is run to get its default export, so it must not end the process that runs it.',
    example: typescript('process.exit(3);\n'),
  },
  'definition/never-ready': {
    severity: 'error',
    message: 'The definition awaits something that never comes',
    help: 'Remove the await: a definition only describes an experiment, and has nothing to wait for.',
    why: 'A TypeScript definition is run to get its default export, and an await at its top level held that up for ever.',
    example: typescript('await new Promise(() => {});\n'),
  },
  'definition/too-slow': {
    severity: 'error',
    message: 'The definition did not finish within {seconds} seconds',
    help: 'Look for an endless loop, or for work that belongs in the run: a definition only describes it.',
    why: 'A TypeScript definition is run to get its default export. It is stopped when it takes too long, because it may never end.',
    example: typescript('for (;;) {}\n'),
  },
  'definition/too-much-memory': {
    severity: 'error',
    message: 'The definition needs more than {megabytes} MB of memory',
    help: 'Look for a list that grows for ever, or for data that belongs in a dataset file.',
    why: 'A TypeScript definition is run to get its default export, within a limit of memory.',
    example: typescript("const list: string[] = [];\nfor (;;) list.push('x'.repeat(1e6) + list.length);\n"),
  },
  'definition/syntax': {
    severity: 'error',
    message: '{problem}',
    help: 'Mend the syntax here.',
    why: 'The file is not valid TypeScript, so it could not be run.',
    example: typescript('export default { name: ;\n'),
  },
  'definition/missing-import': {
    severity: 'error',
    message: 'Cannot find `{module}`, which the definition imports',
    help: 'Check the spelling; relative paths begin with `./`, packages must be installed beside the definition.',
    why: 'An import of the definition, or of a file it imports, leads to nothing.',
    example: typescript("import { nothing } from './no-such-file.js';\nexport default nothing;\n"),
  },
  'typescript/type-error': {
    severity: 'error',
    message: '{problem}',
    help: '{advice} `--no-types` compiles without checking types. (TypeScript {number})',
    why: 'The definition does not pass TypeScript. Its types say what a definition may hold, so a type error is nearly always a mistake in the experiment.',
    example: typescript(
      "import { tiers } from 'allot';\nexport default tiers([36, 9], { rolloutsPerTier: 4 });\n",
    ),
  },
  'json/syntax': {
    severity: 'error',
    message: 'The JSON cannot be read: {problem}',
    help: 'Mend the syntax here: JSON has no comments, no commas before a closing bracket, and double quotes around every key and text. A `.yaml` file may have them.',
    why: 'A file that ends in .json is read by other programs too, so that it has to be JSON and not YAML in its place.',
    example: shell('echo "{ name: \'mine\' }" > mine.json && allot check mine.json'),
  },
  'yaml/syntax': {
    severity: 'error',
    message: 'The YAML cannot be read: {problem}',
    help: 'Mend the syntax here; quote text that holds any of `: # [ ] , & *` or braces.',
    why: 'The file is not valid YAML, so nothing in it can be trusted to mean what it seems to.',
    example: yaml('name: [unclosed\n'),
  },
  'yaml/several-documents': {
    severity: 'error',
    message: 'The file holds several YAML documents',
    help: 'Keep one definition a file: remove the `---` and what follows it.',
    why: 'A definition is one document; `---` begins another.',
    example: yaml('name: one\n---\nname: two\n'),
  },
  'yaml/duplicate-key': {
    severity: 'error',
    message: 'This key stands twice in the same map',
    help: 'Remove one of the two.',
    why: 'Of two equal keys only one could count, and which is a matter of luck.',
    example: yaml('name: twice\nsteps: 10\nsteps: 20\n'),
  },
  'yaml/tab': {
    severity: 'error',
    message: 'YAML is indented by a tab',
    help: 'Indent by spaces.',
    why: 'YAML does not allow tabs as indentation, because editors show them with different widths.',
    example: yaml('name: tabs\npolicy:\n\tmodel: allot:tiny-base\n'),
  },
  'yaml/tag': {
    severity: 'error',
    message: 'YAML tags are not allowed: {problem}',
    help: 'Remove the tag; definitions hold plain data only. Quote text that begins with `!`.',
    why: 'Tags can ask for special objects. Nothing in a definition is executed, so they are refused.',
    example: yaml('name: !python/object:os.system x\n'),
  },
  'yaml/key': {
    severity: 'error',
    message: 'A key must be plain text',
    help: 'Write the key as text.',
    why: 'YAML allows lists and maps as keys; a definition has no use for them.',
    example: yaml('? [a, b]\n: 1\n'),
  },
  'yaml/too-large': {
    severity: 'error',
    message:
      'The definition is too large: over {nodes} values or {levels} levels once its aliases are expanded',
    help: 'Remove aliases that repeat or contain themselves; problems belong in a dataset file.',
    why: 'Aliases can make a small file expand to more than any memory holds. Expansion stops at a size no real definition has.',
    example: yaml('name: &again [*again]\n'),
  },
});
