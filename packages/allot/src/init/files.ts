// The files of a new experiment folder.
import { basename } from 'node:path';

export interface InitOptions {
  /** Name of the experiment, in kebab-case. */
  readonly name: string;
  /** What package.json depends on: a version, or a `file:` reference to a checkout. */
  readonly dependency: string;
  /** The pipeline's JSON Schema, for editors. */
  readonly schema: string;
}

/** Text of every file, by its path in the folder. */
export const initFiles = ({ name, dependency, schema }: InitOptions): ReadonlyMap<string, string> =>
  new Map([
    ['pipeline.ts', pipelineTypescript(name)],
    ['pipeline.yaml', pipelineYaml(name)],
    ['package.json', json(packageJson(name, dependency))],
    ['tsconfig.json', json(tsconfig)],
    ['pipeline.schema.json', schema],
    ['.vscode/settings.json', json(editorSettings)],
    ['.vscode/extensions.json', json({ recommendations: ['redhat.vscode-yaml'] })],
    ['.gitignore', 'node_modules/\nruns/\n'],
    ['README.md', readme(name)],
  ]);

/** A kebab-case name made from a folder's; `experiment` when nothing of it can be kept. */
export const experimentName = (folder: string): string =>
  basename(folder)
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
    .slice(0, 64)
    .replace(/-+$/, '') || 'experiment';

/** A name as YAML text: quoted where readers of any YAML version could take it for a number or a truth value. */
const yamlText = (name: string): string =>
  /^\d|^(?:true|false|null|yes|no|on|off|y|n)$/.test(name) ? `'${name}'` : name;

const json = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

const packageJson = (name: string, dependency: string) => ({
  name,
  private: true,
  type: 'module',
  scripts: { check: 'allot check pipeline.ts', start: 'allot run pipeline.ts' },
  dependencies: { allot: dependency },
});

const tsconfig = {
  compilerOptions: {
    target: 'es2023',
    lib: ['es2023'],
    types: [],
    module: 'nodenext',
    moduleResolution: 'nodenext',
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
  },
  include: ['*.ts'],
};

const editorSettings = {
  'yaml.schemas': { './pipeline.schema.json': ['*.yaml'] },
};

const pipelineTypescript = (
  name: string,
): string => `import { adamw, advantages, arithmetic, definePipeline, rewards, shakyScratchpad, tiers } from 'allot';

export default definePipeline({
  name: '${name}',
  seed: 1,
  steps: 200,

  // A small policy that comes with Allot and thinks too long.
  policy: { model: 'allot:tiny-base' },
  datasets: {
    train: arithmetic({ split: 'train', problems: 4096 }),
    test: arithmetic({ split: 'test', problems: 2048 }),
  },
  // One digit in 25 slips while the policy writes, so that checking its work is worth something.
  environment: shakyScratchpad({ slipRate: 0.04 }),
  response: { maxTokens: 96 },

  // How long each group of rollouts is asked to think, in tokens, and what it earns.
  tiers: tiers([12, 24, 48, 60], { rolloutsPerTier: 4, prefill: '[{budget}]' }),
  reward: rewards.hbpo({ beta: 4 }),
  advantage: advantages.hbpo(),

  optimizer: adamw({ learningRate: 3e-4 }),
  training: { dataset: 'train', promptsPerStep: 16, rolloutsPerPrompt: 16 },
  evaluation: {
    dataset: 'test',
    everySteps: 50,
    problemsWhileTraining: 512,
    modes: ['natural', 'efficient'],
    difficulty: { easy: [1, 2], medium: [3, 5], hard: [6, 8] },
  },
});
`;

const pipelineYaml = (name: string): string => `# yaml-language-server: $schema=./pipeline.schema.json
# The same experiment as pipeline.ts, in YAML: both have the same plan key. Keep the one you like.
name: ${yamlText(name)}
seed: 1
steps: 200

# A small policy that comes with Allot and thinks too long.
policy:
  model: allot:tiny-base
datasets:
  train: { kind: arithmetic, split: train, problems: 4096 }
  test: { kind: arithmetic, split: test, problems: 2048 }
# One digit in 25 slips while the policy writes, so that checking its work is worth something.
environment:
  kind: shaky-scratchpad
  slipRate: 0.04
response:
  maxTokens: 96

# How long each group of rollouts is asked to think, in tokens, and what it earns.
tiers:
  - { budget: 12, rollouts: 4, prefill: '[{budget}]' }
  - { budget: 24, rollouts: 4, prefill: '[{budget}]' }
  - { budget: 48, rollouts: 4, prefill: '[{budget}]' }
  - { budget: 60, rollouts: 4, prefill: '[{budget}]' }
reward:
  template: hbpo
  parameters: { beta: 4 }
advantage:
  template: hbpo

optimizer:
  kind: adamw
  learningRate: 3.0e-4
training:
  dataset: train
  promptsPerStep: 16
  rolloutsPerPrompt: 16
evaluation:
  dataset: test
  everySteps: 50
  problemsWhileTraining: 512
  modes: [natural, efficient]
  difficulty:
    easy: [1, 2]
    medium: [3, 5]
    hard: [6, 8]
`;

const readme = (name: string): string => `# ${name}

An experiment with [Allot](https://www.npmjs.com/package/allot): it teaches a model how long to think.

    npm install
    npx allot check pipeline.ts     # what is wrong, with a place and a remedy
    npx allot plan pipeline.ts      # every setting with its origin, and what the run will cost
    npx allot run pipeline.ts       # a few minutes on two cores; ends with a table and a report

\`pipeline.ts\` and \`pipeline.yaml\` say the same; keep the one you like. Change a budget, a reward or a step count and run again:
every run has a folder of its own in \`runs/\`, and \`npx allot report runs/* --out compared.html\` puts them side by side.
\`npx allot watch runs/NAME-1\` shows one in a browser while it goes on.
`;
