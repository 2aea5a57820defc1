// What a bundle needs beside the plan: problems as prompts in tokens, prefills, the tokenizer's files.
import type { BundleInputs, PromptedProblem, PromptStart } from '@allot/compiler';
import type { Diagnostic, Phase, Plan, Problem, ResolvedReinforcement } from '@allot/spec';
import { hasErrors } from '@allot/spec';
import type { PromptFrame, Tokenizer } from '@allot/tasks';
import { reportCommand } from '../catalog.js';
import { version } from '../version.js';

/** Reads the datasets and the tokenizer of a plan, which has passed the rules of its engine. */
export async function gatherInputs(
  plan: Plan,
  settings: ResolvedReinforcement,
): Promise<Phase<BundleInputs>> {
  const [{ loadTokenizer, encodePrefill, prefillOfMode }, { readModelExtras }] = await Promise.all([
    import('@allot/tasks'),
    import('@allot/store'),
  ]);
  const [tokenizer, malformed] = loadTokenizer(plan.sources.tokenizer);
  const [files, unread] = await readModelExtras(plan.sources.tokenizer);
  if (!tokenizer || !files) return [undefined, [...malformed, ...unread]];
  const frames = tierFrames(settings);
  const { evaluation } = settings;
  const [train, badTrain] = await promptsOf(plan, settings.training.dataset, frames.distinct, tokenizer);
  const [test, badTest] = evaluation ? await promptsOf(plan, evaluation.dataset, [{}], tokenizer) : [[], []];
  const diagnostics = [...malformed, ...badTrain, ...badTest];
  if (!train || !test || hasErrors(diagnostics)) return [undefined, diagnostics];
  const tiers = settings.tiers.map(({ prefill, budget }, tier): PromptStart => {
    const tokens = Array.from(encodePrefill(prefill, budget, tokenizer));
    return { prompt: frames.ofTier[tier] as number, prefill: tokens };
  });
  const modes = (evaluation?.modes ?? []).map((mode): PromptStart => {
    const text = prefillOfMode(mode, { efficient: evaluation?.efficientPrefill ?? '', budget: '' });
    return { prompt: 0, prefill: Array.from(tokenizer.encode(text)) };
  });
  const stopTokens = settings.policy.stopTokens ?? tokenizer.stopTokens;
  return [{ train, test, tiers, modes, stopTokens, tokenizer: files, version }, diagnostics];
}

/** Most tokens of a prompt that is trained on. */
export const longestPrompt = ({ train }: BundleInputs): number =>
  train.reduce((most, { prompts }) => prompts.reduce((more, { length }) => Math.max(more, length), most), 0);

/** Texts around the problem, each once, and which of them every tier has. */
function tierFrames({ tiers }: ResolvedReinforcement): {
  readonly distinct: readonly PromptFrame[];
  readonly ofTier: readonly number[];
} {
  const distinct: PromptFrame[] = [];
  const ofTier = tiers.map(({ system, promptSuffix, budget }) => {
    const print = (text = ''): string => text.replaceAll('{budget}', String(budget));
    const frame: PromptFrame =
      system === undefined && promptSuffix === undefined
        ? {}
        : { system: print(system), promptSuffix: print(promptSuffix) };
    const known = distinct.findIndex((other) => JSON.stringify(other) === JSON.stringify(frame));
    return known >= 0 ? known : distinct.push(frame) - 1;
  });
  return { distinct, ofTier };
}

async function promptsOf(
  { settings, sources }: Plan,
  name: string,
  frames: readonly PromptFrame[],
  tokenizer: Tokenizer,
): Promise<Phase<readonly PromptedProblem[]>> {
  const { encodePrompts, loadDataset } = await import('@allot/tasks');
  const definition = settings.datasets[name];
  if (!definition) throw new Error(`the plan uses the dataset ${name} but does not define it`);
  const encode = (text: string) => (tokenizer.canEncode(text) ? tokenizer.encode(text) : undefined);
  const [problems, diagnostics] = await loadDataset(definition, sources.datasets[name] ?? [], { encode });
  if (!problems) return [undefined, diagnostics];
  const requests = problems.flatMap((problem) => frames.map((frame) => ({ problem, frame })));
  const encoded = await encodePrompts(requests, settings, tokenizer);
  const refused: Diagnostic[] = [];
  const tokens = encoded.map((prompt, index) => {
    if ('tokens' in prompt) return prompt.tokens;
    const { id } = (requests[index] as { problem: Problem }).problem;
    refused.push(reportCommand('compile/no-prompt', { problem: id, reason: prompt.failed }));
    return new Int32Array();
  });
  const rows = problems.map((problem, row) => ({
    problem,
    prompts: tokens.slice(row * frames.length, (row + 1) * frames.length),
  }));
  return [rows, [...diagnostics, ...refused.slice(0, 1)]];
}
