// Complete definitions without any diagnostic, over which tests lay the settings of an example.
import { parse, stringify } from 'yaml';

const policy = { model: 'allot:tiny-base' };
const datasets = {
  train: { kind: 'arithmetic', split: 'train' },
  test: { kind: 'arithmetic', split: 'test' },
};
const evaluation = { dataset: 'test', modes: ['natural'] };

export const baseReinforcement = {
  name: 'base',
  steps: 100,
  policy,
  datasets,
  response: { maxTokens: 64 },
  tiers: [
    { budget: 18, rollouts: 2, prefill: '[{budget}]' },
    { budget: 36, rollouts: 2, prefill: '[{budget}]' },
  ],
  reward: { template: 'hbpo' },
  advantage: { template: 'hbpo' },
  optimizer: { kind: 'adamw', learningRate: 3e-4 },
  training: { dataset: 'train', promptsPerStep: 4, rolloutsPerPrompt: 4 },
  evaluation,
};

export const baseSupervised = {
  kind: 'supervised',
  name: 'base',
  steps: 100,
  policy,
  datasets: { test: datasets.test },
  demonstrations: { kind: 'arithmetic-demonstrations', budgets: [9, 18] },
  response: { maxTokens: 96 },
  optimizer: { kind: 'adamw', learningRate: 3e-3 },
  training: { sequencesPerStep: 8 },
  evaluation,
};

/** A complete YAML definition: the settings of `example` over the base of its kind. */
export function completeDefinition(example: string): string {
  const settings = parse(example) as Readonly<Record<string, unknown>> | null;
  const base = settings?.kind === 'supervised' ? baseSupervised : baseReinforcement;
  return stringify(overlay(base, settings ?? {}));
}

type Settings = Readonly<Record<string, unknown>>;

/** Groups are merged; lists, groups with a kind, and the policy are replaced. */
export function overlay(base: Settings, over: Settings): Settings {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = base[key];
    const another = key === 'policy' || isOtherShape(key, value);
    const merges = isGroup(below) && isGroup(value) && !another && !('kind' in value);
    merged[key] = merges ? overlay(below, value) : value;
  }
  return merged;
}

/** A shape of another form than a template takes the template's place. */
const isOtherShape = (key: string, value: unknown): boolean =>
  (key === 'reward' || key === 'advantage') &&
  isGroup(value) &&
  !('template' in value || 'parameters' in value);

const isGroup = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
