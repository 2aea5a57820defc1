// Lowers a checked definition to resolved settings: references settled by content, templates built to expressions.

import { basename } from 'node:path';
import {
  type LoraDefinition,
  loraTargets,
  type Origin,
  type PlanSources,
  type ResolvedDataset,
  type ResolvedEngine,
  type ResolvedLora,
  type ResolvedPipeline,
  type ResolvedPolicy,
  type ResolvedReinforcement,
  type ResolvedShape,
  type ShapeDefinition,
  type TokenizerInspection,
} from '@allot/spec';
import type { CheckedDefinition } from '../check-file.js';
import type { Facts } from '../facts/facts.js';
import { displayName } from '../load/sources.js';
import { leafPaths, type Path, printPath } from '../path.js';
import type { FilledDefinition, FilledReinforcement } from '../schema/filled-definition.js';

export interface Lowered {
  readonly settings: ResolvedPipeline;
  readonly engine: ResolvedEngine;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly sources: PlanSources;
}

/** Resolved settings of a definition without errors. Throws when a fact is missing: checking has told why before. */
export function lowerDefinition(checked: CheckedDefinition): Lowered {
  const { definition, facts, file, weightsDigest } = checked;
  const origins = new Map(checked.origins);
  const policy = lowerPolicy(definition, facts, weightsDigest, origins);
  const datasets = lowerDatasets(definition, facts, origins);
  const { engine, ...settings } = definition;
  const common = {
    ...settings,
    policy,
    datasets,
    ...lowerGrading(definition, facts, origins),
    ...lowerPrompt(definition, facts, origins),
  };
  const shapes = definition.kind === 'reinforcement' ? lowerShapes(definition, facts, origins) : {};
  return {
    settings: { ...common, ...shapes } as ResolvedPipeline,
    engine,
    origins: Object.fromEntries([...origins].sort(([a], [b]) => (a < b ? -1 : 1))),
    sources: {
      definition: file,
      ...(facts.sources.model ? { model: facts.sources.model } : {}),
      tokenizer: found(facts.sources.tokenizer, 'tokenizer'),
      datasets: facts.sources.datasets,
    },
  };
}

/** Generated answers are compared letter by letter, others as mathematics, where nothing else is said. */
function lowerGrading(
  { grading, datasets }: FilledDefinition,
  { verifierDigest }: Facts,
  origins: Map<string, Origin>,
): Pick<ResolvedPipeline, 'grading'> {
  if (grading?.kind === 'module') {
    origins.set('grading.digest', { from: 'derived', rule: 'sha256 of the file' });
    return { grading: { ...grading, digest: found(verifierDigest, 'verifier') } };
  }
  if (grading || Object.values(datasets).every(({ kind }) => kind === 'arithmetic')) return {};
  const usual = { kind: 'math', timeout: 1 } as const;
  for (const path of leafPaths(usual, ['grading'])) origins.set(printPath(path), { from: 'default' });
  return { grading: usual };
}

/** The prompt with the chat template that the model brought. */
function lowerPrompt(
  definition: FilledDefinition,
  { prompt: inspection, sources }: Facts,
  origins: Map<string, Origin>,
): Pick<ResolvedReinforcement, 'prompt'> {
  if (definition.kind === 'supervised' || !definition.prompt) return {};
  const { chat } = found(inspection, 'prompt');
  if (!chat) return { prompt: definition.prompt };
  const file = displayName(found(sources.tokenizer, 'tokenizer'));
  for (const path of leafPaths(chat, ['prompt', 'chat']))
    origins.set(printPath(path), { from: 'model', file });
  return { prompt: { ...definition.prompt, chat } };
}

function lowerPolicy(
  { policy }: FilledDefinition,
  { config, parameters, tokenizer, prompt, sources }: Facts,
  weightsDigest: string | undefined,
  origins: Map<string, Origin>,
): ResolvedPolicy {
  for (const path of origins.keys())
    if (path.startsWith('policy.') && !path.startsWith('policy.lora.')) origins.delete(path);
  const settled = found(config, 'config');
  const from: Origin =
    'model' in policy
      ? { from: 'model', file: `${displayName(found(sources.model, 'model'))}/config.json` }
      : { from: 'derived', rule: 'policy.architecture and policy.tokenizer' };
  for (const path of leafPaths(settled, ['policy', 'config'])) origins.set(printPath(path), from);
  origins.set('policy.parameters', { from: 'derived', rule: 'the size of the decoder' });
  origins.set('policy.tokenizerDigest', {
    from: 'model',
    file: displayName(found(sources.tokenizer, 'tokenizer')),
  });
  if (weightsDigest !== undefined)
    origins.set('policy.weightsDigest', { from: 'model', file: displayName(found(sources.model, 'model')) });
  const stops = statedStops(found(tokenizer, 'tokenizer'), prompt?.endOfTurn);
  for (const path of stops.stopTokens ? leafPaths(stops.stopTokens, ['policy', 'stopTokens']) : [])
    origins.set(printPath(path), { from: 'model', file: displayName(found(sources.tokenizer, 'tokenizer')) });
  return {
    config: settled,
    ...(weightsDigest !== undefined ? { weightsDigest } : {}),
    tokenizerDigest: found(tokenizer, 'tokenizer').digest,
    ...stops,
    parameters: found(parameters, 'decoder'),
    ...('model' in policy && policy.lora && { lora: lowerLora(policy.lora, origins) }),
  };
}

/** Targets in one order, so that equal adapters have equal keys; all of them where none is named. */
function lowerLora({ targets, ...lora }: LoraDefinition, origins: Map<string, Origin>): ResolvedLora {
  const at = ['policy', 'lora', 'targets'];
  const from = origins.get(printPath([...at, 0])) ?? ({ from: 'default' } as const);
  const named = loraTargets.filter((target) => targets?.includes(target) ?? true);
  for (const path of leafPaths(targets ?? [], at)) origins.delete(printPath(path));
  for (const path of leafPaths(named, at)) origins.set(printPath(path), from);
  return { ...lora, targets: named };
}

/** Nothing where the tokenizer's own end of a sequence is the only one; a chat template may end its turns with another. */
function statedStops(
  { eosToken, stopTokens }: TokenizerInspection,
  endOfTurn: number | undefined,
): Pick<ResolvedPolicy, 'stopTokens'> {
  const all = [...new Set(endOfTurn === undefined ? stopTokens : [...stopTokens, endOfTurn])];
  return all.length === 1 && all[0] === eosToken ? {} : { stopTokens: all };
}

function lowerDatasets(
  { datasets }: FilledDefinition,
  facts: Facts,
  origins: Map<string, Origin>,
): Readonly<Record<string, ResolvedDataset>> {
  const entries = Object.entries(datasets).map(([name, dataset]): [string, ResolvedDataset] => {
    const { digest, rows, dropped } = found(facts.datasets[name], `dataset ${name}`);
    origins.set(printPath(['datasets', name, 'rows']), { from: 'derived', rule: 'the rows of the dataset' });
    if (digest !== undefined)
      origins.set(printPath(['datasets', name, 'digest']), { from: 'derived', rule: 'sha256 of the file' });
    for (const reason of Object.keys(dropped ?? {}))
      origins.set(printPath(['datasets', name, 'dropped', reason]), {
        from: 'derived',
        rule: 'the rows of the dataset',
      });
    const named =
      'path' in dataset && dataset.path !== undefined
        ? { ...dataset, path: basename(dataset.path) }
        : dataset;
    return [
      name,
      { ...named, rows, ...(digest !== undefined ? { digest } : {}), ...(dropped ? { dropped } : {}) },
    ];
  });
  return Object.fromEntries(entries);
}

function lowerShapes(
  { reward, advantage, credit, cut }: FilledReinforcement,
  { shapes }: Facts,
  origins: Map<string, Origin>,
): Pick<ResolvedReinforcement, 'reward' | 'advantage' | 'credit' | 'cut' | 'state'> {
  const resolved = {
    reward: found(shapes.reward, 'reward'),
    advantage: found(shapes.advantage, 'advantage'),
    ...(credit && { credit: found(shapes.credit, 'credit') }),
    ...(cut && { cut: found(shapes.cut, 'cut') }),
    state: shapes.cells,
  };
  traceShape('reward', reward, resolved.reward, origins);
  traceShape('advantage', advantage, resolved.advantage, origins);
  for (const [index, stage] of (credit ?? []).entries())
    for (const member of ['multiply', 'add'] as const)
      if (stage[member] !== undefined) traceExpression(['credit', index, member], origins);
  return resolved;
}

/** The origin of an expression is that of the first value that it was built from. */
function traceExpression(at: Path, origins: Map<string, Origin>): void {
  const path = printPath(at);
  const written = [...origins].filter(([other]) => other === path || other.startsWith(`${path}.`));
  for (const [other] of written) origins.delete(other);
  const [first] = written;
  if (first) origins.set(path, first[1]);
}

/** Where the parts of a built shape came from: the template, or the place in the definition. */
function traceShape(
  path: 'reward' | 'advantage',
  definition: ShapeDefinition,
  { parameters, components }: ResolvedShape,
  origins: Map<string, Origin>,
): void {
  const written = new Map([...origins].filter(([at]) => at.startsWith(`${path}.`)));
  for (const at of written.keys()) origins.delete(at);
  const first: Origin = [...written.values()][0] ?? { from: 'default' };
  const made: Origin = 'template' in definition ? { from: 'template', template: definition.template } : first;
  origins.set(`${path}.name`, first);
  for (const name of Object.keys(parameters)) {
    const at = printPath([path, 'parameters', name]);
    origins.set(at, written.get(at) ?? made);
  }
  if (Object.keys(parameters).length === 0) origins.set(`${path}.parameters`, made);
  origins.set(`${path}.expression`, made);
  for (const name of Object.keys(components)) {
    const prefix = printPath([path, 'sum', name]);
    const from = [...written].find(([at]) => at === prefix || at.startsWith(`${prefix}.`))?.[1];
    origins.set(printPath([path, 'components', name]), from ?? made);
  }
  if (Object.keys(components).length === 0) origins.set(`${path}.components`, made);
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`a definition without errors has no ${what}`);
  return value;
}
