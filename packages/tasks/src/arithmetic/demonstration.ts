// Demonstrations that overthink: the base policy is trained on them, and reinforcement learning then has something to cut.
import {
  type EnvironmentDefinition,
  type Problem,
  type RandomStream,
  type ResolvedSupervised,
  randomStream,
  TokenOrigin,
} from '@allot/spec';
import { encodePlain, printPlain } from '../prompt/plain-prompt.js';
import type { Tokenizer } from '../tokenizer/tokenizer.js';
import { arithmeticRow } from './generate.js';
import { planWork, type WorkPlan } from './plan-work.js';
import { type ArithmeticProblem, drawProblem, printProblem } from './problem.js';
import { isHeldOut } from './split.js';
import { closingTokens, copyWork, type Draft, restartTokens, write, writeWork } from './work.js';

export interface Demonstration {
  readonly problem: Problem;
  /** Prompt and response. */
  readonly tokens: Int32Array;
  readonly promptLength: number;
  /** TokenOrigin of every response token: only `sampled` ones carry loss. */
  readonly origins: Uint8Array;
}

export interface DemonstratorOptions {
  readonly definition: ResolvedSupervised['demonstrations'];
  readonly response: ResolvedSupervised['response'];
  readonly environment?: EnvironmentDefinition | undefined;
  readonly tokenizer: Tokenizer;
  readonly seed: number;
}

/**
 * Demonstrations addressed by (seed, step, index), over training problems only. How they are made:
 *
 * - The number of checks after a step is drawn from `checksPerStep`, whatever the difficulty; then the whole work is
 *   written again (`~`), and checks are added where no copy fits, until the response has `tokens` tokens.
 * - A hasty one stops after some of the steps and answers from there.
 * - A share states a budget, or efficiency mode as one more. An obedient one fills its budget and does not pass it:
 *   checks go first when it is tight, checks and copies fill it when it is wide; steps are never left out, so that
 *   a budget below the shortest work gets the shortest work. Efficiency mode always gets the shortest work: no
 *   checks but those that a seen disagreement asks for, and no copies. The rest ignore what was stated.
 * - The environment's slips act on every result and check, after `~` too; they carry no loss. Written again, the
 *   work is copied word for word but for new slips, and the first pass is answered, so copies gain nothing.
 */
export function createDemonstrator(
  options: DemonstratorOptions,
): (step: number, index: number) => Demonstration {
  const { definition, response, environment, tokenizer, seed } = options;
  const slipRate = environment?.slipRate ?? 0;
  return (step, index) => {
    const draw = consecutive(randomStream(seed, 'demonstration', step, index));
    const noise = randomStream(seed, 'environment', step, index);
    const draft: Draft = { tokens: [], origins: [], slips: (position) => noise.at(position) < slipRate };
    const arithmetic = drawTrainingProblem(definition.operations, draw);
    const intent = drawIntent(definition, draw);
    write(draft, intent.prefill, TokenOrigin.prefill);
    writeResponse(draft, arithmetic, intent, options, draw);
    const text = printProblem(arithmetic);
    const problem = arithmeticRow(text, arithmetic.operations.length, 'arithmetic/demonstrations');
    const prompt = encodePlain(printPlain(problem, response), tokenizer).tokens;
    const answer = tokenizer.encode(draft.tokens.join(''));
    if (answer.length !== draft.origins.length)
      throw new Error('the tokenizer does not give every character of a demonstration one token');
    const tokens = new Int32Array(prompt.length + answer.length);
    tokens.set(prompt);
    tokens.set(answer, prompt.length);
    return { problem, tokens, promptLength: prompt.length, origins: Uint8Array.from(draft.origins) };
  };
}

/** What a demonstration states and whether it means it. */
interface Intent {
  readonly prefill: string;
  /** Tokens to fill and not to pass; 0 for the shortest work; absent where nothing is obeyed. */
  readonly obeys?: number;
}

function drawIntent(definition: DemonstratorOptions['definition'], draw: Draw): Intent {
  if (draw.uniform() >= definition.budgetedShare) return { prefill: '' };
  const budget = definition.budgets[draw.integer(definition.budgets.length + 1)];
  if (budget === undefined) return { prefill: definition.efficientPrefill, obeys: 0 };
  const prefill = definition.prefill.replaceAll('{budget}', String(budget));
  return draw.uniform() < definition.obedientShare ? { prefill, obeys: budget } : { prefill };
}

function writeResponse(
  draft: Draft,
  problem: ArithmeticProblem,
  intent: Intent,
  { definition, response }: DemonstratorOptions,
  draw: Draw,
): void {
  const start = draft.tokens.length;
  const counted = response.prefillInLength ? start : 0;
  const difficulty = problem.operations.length;
  const mostChecks = definition.checksPerStep.length - 1;
  const room = response.maxTokens - counted;
  const hasty = intent.obeys === undefined && difficulty > 1 && draw.uniform() < definition.hastyShare;
  const steps = hasty ? 1 + draw.integer(difficulty - 1) : difficulty;
  const drawn = Array.from({ length: steps }, () => drawChecks(definition.checksPerStep, draw));
  const [from, to] = definition.tokens;
  const target = intent.obeys === undefined ? from + draw.integer(to - from + 1) : intent.obeys;
  const atMost = intent.obeys === undefined ? room : Math.min(room, intent.obeys - counted);
  const plan: WorkPlan = planWork(
    drawn,
    { atLeast: hasty ? 0 : target - counted, atMost, mostChecks },
    draw.integer,
  );
  const limits = { aim: start + atMost, cap: start + room };
  const value = writeWork(draft, problem, plan.checks, limits);
  const work = draft.tokens.slice(start);
  const copy = restartTokens + work.length + closingTokens;
  for (let i = 0; i < plan.copies && draft.tokens.length + copy <= limits.aim; i++) copyWork(draft, work);
  write(draft, [response.reasoningClose, String(value), '<eos>']);
}

function drawTrainingProblem([least, greatest]: readonly [number, number], draw: Draw): ArithmeticProblem {
  const difficulty = least + draw.integer(greatest - least + 1);
  for (;;) {
    const problem = drawProblem(difficulty, { at: draw.uniform, integer: (_, below) => draw.integer(below) });
    if (!isHeldOut(printProblem(problem))) return problem;
  }
}

/** A number of checks by its probability; the probabilities are scaled to sum to 1. */
function drawChecks(probabilities: readonly number[], draw: Draw): number {
  let rest = draw.uniform() * probabilities.reduce((sum, share) => sum + share, 0);
  for (const [checks, share] of probabilities.entries()) {
    rest -= share;
    if (rest < 0) return checks;
  }
  return probabilities.length - 1;
}

/** The numbers of one stream, one after the other. */
interface Draw {
  readonly uniform: () => number;
  readonly integer: (below: number) => number;
}

function consecutive(stream: RandomStream): Draw {
  let next = 0;
  return { uniform: () => stream.at(next++), integer: (below) => stream.integer(next++, below) };
}
