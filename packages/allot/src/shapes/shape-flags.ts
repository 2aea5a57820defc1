// The flags of `allot rewards`, `allot advantages` and `allot credits`, and which of them go together.
import type { ShapeSetting } from '@allot/report';
import { type Command, Option } from 'commander';
import { ascendingNumbers, assignmentLike, collect, svgFile, wholeNumber } from '../cli/options.js';
import type { ParameterText } from './choose-template.js';

export interface ShapeFlags {
  readonly set?: readonly ParameterText[];
  readonly budgets?: readonly number[];
  readonly lMax?: number;
  /** A file, or true for the terminal. */
  readonly plot?: string | true;
  readonly eval?: string;
  /** Name of a reward; for advantages. */
  readonly reward?: string;
  readonly json?: boolean;
}

export const withShapeFlags = (command: Command): Command =>
  command
    .argument('[name]', 'a template; without one they are listed')
    .option(
      '--set <parameter=value>',
      'change a parameter, or what the memory holds; repeatable',
      collect(assignmentLike('beta=4')),
    )
    .addOption(
      new Option('--budgets <tokens>', 'budgets of the tiers (default: 512,1024,2048,2560)')
        .argParser(ascendingNumbers)
        .conflicts('eval'),
    )
    .option('--l-max <tokens>', 'most tokens of a response (default: 4096)', wholeNumber(1))
    .addOption(
      new Option('--plot [file.svg]', 'draw it here, also in a pipe, or into a file')
        .argParser(svgFile)
        .conflicts(['eval', 'json']),
    )
    .addOption(
      new Option('--eval <cases.jsonl>', 'evaluate rows of JSON Lines; - reads stdin').conflicts('json'),
    )
    .option('--json', 'print JSON (schemas/templates.schema.json, schemas/template.schema.json)');

/** What is wrong with flags that were each read well; undefined when nothing is. */
export function misuse(name: string | undefined, flags: ShapeFlags): string | undefined {
  const { json: _, ...others } = flags;
  if (name === undefined && Object.keys(others).length > 0)
    return 'name a template; without one the templates are listed, and nothing else can be asked';
  const { budgets, lMax } = settingOf(flags);
  const largest = budgets.at(-1) as number;
  if (largest > lMax) return `the budget ${largest} is larger than the most tokens of a response, ${lMax}`;
  return undefined;
}

/** HBPO's tiers, and the context of its training. */
const usualBudgets: readonly number[] = [512, 1024, 2048, 2560];
const usualLMax = 4096;

/** Tiers and cap that were asked for; the usual budgets shrink and grow with the cap. */
export function settingOf({ budgets, lMax = usualLMax }: ShapeFlags): ShapeSetting {
  const scaled = usualBudgets.map((budget) => Math.max(1, Math.round((budget * lMax) / usualLMax)));
  return { budgets: budgets ?? [...new Set(scaled)], lMax };
}
