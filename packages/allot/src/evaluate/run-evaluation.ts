// Evaluates what was found, stays with it to the end, and prints the table or the document.
import { join } from 'node:path';
import type { EvaluateOptions, EvaluationModeName } from '@allot/runtime';
import type { Diagnostic } from '@allot/spec';
import { tell } from '../cli/diagnostics.js';
import { type EngineFlags, engineChoice, withFlags } from '../cli/engine-flags.js';
import { ExitCode } from '../cli/exit-codes.js';
import { tellOfPlan } from '../cli/tell-of-plan.js';
import type { Terminal } from '../cli/terminal.js';
import type { EvaluationDocument } from '../documents/evaluation-document.js';
import { followHub } from '../progress/hub-progress.js';
import { checkSamples } from './check-samples.js';
import { findTarget } from './evaluation-target.js';
import type { ModelSettings } from './model-plan.js';

export interface EvaluationFlags extends EngineFlags {
  readonly mode?: readonly EvaluationModeName[];
  readonly data?: string;
  readonly samples?: number;
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly problems?: number;
  /** Folder of the trajectories, instead of one in evaluations/. */
  readonly out?: string;
  readonly keep: boolean;
  readonly json?: boolean;
  readonly allowCommands?: boolean;
}

export async function runEvaluation(
  terminal: Terminal,
  path: string,
  flags: EvaluationFlags,
  settings: ModelSettings,
): Promise<ExitCode> {
  const [target, problems] = await findTarget(path, flags.data, settings, followHub(terminal));
  await tell(terminal, problems);
  if (target === undefined) return ExitCode.failure;
  await tell(terminal, checkSamples(flags, target.plan.settings.evaluation));
  const [
    { evaluateCheckpoint },
    { emitPlan },
    { version },
    { openEvaluationProgress },
    { listenForInterruption },
  ] = await Promise.all([
    import('@allot/runtime'),
    import('@allot/compiler'),
    import('../version.js'),
    import('../progress/evaluation-progress.js'),
    import('../run/interruption.js'),
  ]);
  const { name, engineFolder, ...found } = target;
  // A run's stages are those of its own engine.
  const isOwn = (flags.engine ?? found.plan.engine.name) === found.plan.engine.name;
  const progress = openEvaluationProgress(terminal);
  const interruption = listenForInterruption(() =>
    terminal.error(
      flags.keep ? 'Stopping; what is done is kept, and the same command goes on.' : 'Stopping.',
    ),
  );
  try {
    const [outcome, diagnostics] = await evaluateCheckpoint({
      ...found,
      ...(isOwn && engineFolder !== undefined && { engineFolder }),
      ...overrides(flags),
      engine: engineChoice(flags),
      host: { version, emit: emitPlan, allowCommands: flags.allowCommands === true },
      modes: flags.mode ?? found.plan.settings.evaluation?.modes ?? ['natural'],
      ...(flags.keep ? { keep: (key) => flags.out ?? join('evaluations', `${name}-${key}`) } : {}),
      onProgress: progress.update,
      signal: interruption.signal,
    });
    progress.close();
    await tellOfPlan(terminal, untold(diagnostics, problems), withFlags(found.plan, flags));
    if (outcome === undefined) return ExitCode.failure;
    const document: EvaluationDocument = {
      format: 1,
      checkpoint: found.checkpointDirectory,
      planKey: found.plan.key,
      ...(outcome.folder === undefined ? {} : { folder: outcome.folder }),
      results: outcome.results,
    };
    await printDocument(terminal, document, flags.json === true);
    return ExitCode.success;
  } catch (error) {
    if (!interruption.signal.aborted) throw error;
    return ExitCode.interrupted;
  } finally {
    progress.close();
    interruption.dispose();
  }
}

/** What the dataset is told when it is read again has been said. */
const untold = (diagnostics: readonly Diagnostic[], told: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter(
    ({ code, message }) => !told.some((one) => one.code === code && one.message === message),
  );

const overrides = ({
  samples,
  temperature,
  topP,
  maxTokens,
  problems,
}: EvaluationFlags): Partial<EvaluateOptions> => ({
  ...(samples === undefined ? {} : { samplesPerProblem: samples }),
  ...(temperature === undefined ? {} : { temperature }),
  ...(topP === undefined ? {} : { topP }),
  ...(maxTokens === undefined ? {} : { maxTokens }),
  ...(problems === undefined ? {} : { problems }),
});

async function printDocument(terminal: Terminal, document: EvaluationDocument, json: boolean): Promise<void> {
  if (json) {
    terminal.out(JSON.stringify(document, undefined, 2));
    return;
  }
  const { printEvaluations } = await import('./print-evaluations.js');
  terminal.out(printEvaluations(document.results, terminal.stdout.color));
  if (document.folder !== undefined) terminal.error(`Trajectories: ${document.folder}`);
}
