// A plan for a model folder that no run belongs to: an experiment around it of which only the evaluation is used.
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { DatasetDefinition, Diagnostic, Phase, PipelineDefinition, Plan } from '@allot/spec';

/** How a model is asked; a run knows all of this from its definition. */
export interface ModelSettings {
  readonly template?: 'chat' | 'plain';
  readonly system?: string;
  readonly user?: string;
  /** Both empty: reasoning is not marked. */
  readonly reasoningOpen?: string;
  readonly reasoningClose?: string;
  readonly efficientPrefill?: string;
  /** With `{budget}`. */
  readonly budgetPrefill?: string;
  readonly tolerance?: number;
  readonly maxTokens?: number;
  /** Problems with more tokens are left out. */
  readonly maxPromptTokens?: number;
  readonly seed?: number;
}

/** Whether a path is a model folder, or the name of a model that comes with Allot. */
export const isModel = (path: string): boolean =>
  path.startsWith('allot:') || (existsSync(join(path, 'config.json')) && !existsSync(join(path, 'run.json')));

/** What the definition's other settings would be told is no business of an evaluation. */
const told = /^(policy|datasets|prompt|response|grading|engine)\b/;

/** Diagnostics: those of the compiler about the model, the dataset and the prompt. */
export async function planModel(
  model: string,
  data: DatasetDefinition,
  settings: ModelSettings,
): Promise<Phase<Plan>> {
  const [{ planFile }, { createHost, allotEntry, resolveBundled }] = await Promise.all([
    import('@allot/compiler'),
    import('../host.js'),
  ]);
  const folder = model.startsWith('allot:') ? resolveBundled(model) : resolve(model);
  const definition = definitionOf(
    folder === undefined ? model : folder,
    data,
    settings,
    await looksOf(folder),
  );
  const home = await mkdtemp(join(tmpdir(), 'allot-evaluation-'));
  try {
    const file = join(home, 'evaluation.yaml');
    await writeFile(file, JSON.stringify(definition));
    const { plan, diagnostics } = await planFile(file, createHost(), { types: false, allotEntry });
    const about = diagnostics
      .filter(
        ({ severity, code, path = '' }) =>
          severity === 'error' || code === 'dataset/filtered' || (severity === 'warning' && told.test(path)),
      )
      .map((diagnostic) => withoutFile(diagnostic, home));
    return [plan, about];
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** The definition was ours: its places would lead nowhere. */
function withoutFile({ span, related, ...diagnostic }: Diagnostic, home: string): Diagnostic {
  const ours =
    span === undefined || resolve(span.file).startsWith(home) || span.file.endsWith('evaluation.yaml');
  const elsewhere = related?.filter((one) => !resolve(one.span.file).startsWith(home)) ?? [];
  return ours ? diagnostic : { ...diagnostic, span, ...(elsewhere.length > 0 ? { related: elsewhere } : {}) };
}

interface Looks {
  readonly hasChatTemplate: boolean;
  readonly maxPositions: number;
}

/** What decides about defaults; a folder that cannot be read is the compiler's affair. */
async function looksOf(folder: string | undefined): Promise<Looks> {
  const read = async (name: string): Promise<Readonly<Record<string, unknown>>> => {
    try {
      const json: unknown = JSON.parse(await readFile(join(folder ?? '', name), 'utf8'));
      return typeof json === 'object' && json !== null ? (json as Record<string, unknown>) : {};
    } catch {
      return {};
    }
  };
  const [{ chat_template: template }, { max_position_embeddings: positions }] = await Promise.all([
    read('tokenizer_config.json'),
    read('config.json'),
  ]);
  return {
    hasChatTemplate: template !== undefined || existsSync(join(folder ?? '', 'chat_template.jinja')),
    maxPositions: typeof positions === 'number' && positions >= 8 ? positions : 2048,
  };
}

/** Most tokens of a response where nothing is said, and half of the positions at most. */
const USUAL_TOKENS = 4096;

function definitionOf(
  model: string,
  data: DatasetDefinition,
  settings: ModelSettings,
  { hasChatTemplate, maxPositions }: Looks,
): PipelineDefinition {
  const maxTokens = settings.maxTokens ?? Math.min(USUAL_TOKENS, Math.floor(maxPositions / 2));
  const { reasoningOpen, reasoningClose, tolerance, system, user, budgetPrefill, efficientPrefill } =
    settings;
  const template = settings.template ?? (hasChatTemplate ? 'chat' : 'plain');
  return {
    name: 'evaluation',
    seed: settings.seed ?? 1,
    steps: 1,
    policy: { model },
    datasets: { data },
    ...(template === 'chat' || system !== undefined || user !== undefined
      ? {
          prompt: {
            template,
            ...(system === undefined ? {} : { system }),
            ...(user === undefined ? {} : { user }),
          },
        }
      : {}),
    response: {
      maxTokens,
      ...(reasoningOpen === undefined ? {} : { reasoningOpen }),
      ...(reasoningClose === undefined ? {} : { reasoningClose }),
    },
    // None at all is what there is without it.
    ...(tolerance === undefined || tolerance === 0 ? {} : { grading: { kind: 'math', tolerance } }),
    tiers: [
      { budget: maxTokens, rollouts: 2, ...(budgetPrefill === undefined ? {} : { prefill: budgetPrefill }) },
    ],
    reward: { template: 'classic' },
    optimizer: { kind: 'adamw', learningRate: 1e-6 },
    training: { dataset: 'data', promptsPerStep: 1, rolloutsPerPrompt: 2, tokensPerMicrobatch: 2 ** 30 },
    evaluation: {
      dataset: 'data',
      ...(efficientPrefill === undefined ? {} : { efficientPrefill }),
    },
  };
}
