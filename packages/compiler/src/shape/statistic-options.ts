// Options of a statistic: constants and conditions, each known to it.
import type { Reducer, shape } from '@allot/spec';
import { ts } from 'ts-morph';
import { adviseName } from '../diagnostics/suggest.js';
import { unwrap } from '../load/modules.js';
import { memberName } from '../load/tracer.js';
import { report } from './catalog-shape.js';
import { type Environment, topLevel } from './environment.js';
import { foldConstant } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { refuseAs } from './refusals.js';
import { settle } from './settle.js';

const members = ['empty', 'where', 'leaveOneOut'] as const;
const known = {
  mean: members,
  std: [...members, 'ddof'],
  min: members,
  max: members,
  median: members,
  quantile: members,
  sum: ['where', 'leaveOneOut'],
  count: ['leaveOneOut'],
  rank: ['where', 'ties'],
} as const satisfies Readonly<Record<Reducer, readonly string[]>> as Readonly<
  Record<Reducer, readonly string[]>
>;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Options = Mutable<Pick<shape.ReduceOptions, 'empty' | 'ddof' | 'ties' | 'leaveOneOut'>> & {
  where?: ts.Expression;
};

/** `ofTokens`: of a response, which is none of its tokens. */
interface Statistic {
  readonly reducer: Reducer;
  readonly ofTokens: boolean;
  /** As it is written: `group.mean`. */
  readonly name: string;
}

/** The options as they are written, and every mistake in them told. */
export function readOptions(
  node: ts.Expression | undefined,
  { reducer, ofTokens, name: statistic }: Statistic,
  token: ts.Node,
  environment: Environment,
  lowerer: Lowerer,
): Options {
  const options: Options = {};
  const written = node && literalOf(node, lowerer);
  const around = written === (node && unwrap(node)) ? environment : topLevel(environment.row);
  if (node && !written) refuseAs(node, 'options that are no object', 'Write `{ empty: 0 }`.', lowerer);
  const names = known[reducer].filter((name) => !ofTokens || name !== 'leaveOneOut');
  const seen = new Set<string>();
  for (const property of written?.properties ?? []) {
    const name = memberName(property);
    const value = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    if (name === undefined || value === undefined)
      refuseAs(property, 'this option', 'Write `name: value`.', lowerer);
    else if (!names.includes(name))
      lowerer.tell(
        property.name as ts.Node,
        report('shape/unknown-option', { statistic, name, advice: adviseName(name, names) }),
      );
    else {
      seen.add(name);
      setOption(options, name, value, around, lowerer);
    }
  }
  if (names.includes('empty') && !seen.has('empty') && (!node || written))
    lowerer.tell(written ?? token, report('shape/missing-option', { statistic, name: 'empty' }));
  return options;
}

function literalOf(node: ts.Expression, lowerer: Lowerer): ts.ObjectLiteralExpression | undefined {
  const inner = unwrap(node);
  if (ts.isObjectLiteralExpression(inner)) return inner;
  const settled = settle(inner, lowerer.modules);
  return settled?.kind === 'expression' && ts.isObjectLiteralExpression(settled.expression)
    ? settled.expression
    : undefined;
}

function setOption(
  options: Options,
  name: string,
  value: ts.Expression,
  environment: Environment,
  lowerer: Lowerer,
): void {
  const wrong = (expected: string) => lowerer.tell(value, report('shape/wrong-option', { name, expected }));
  if (name === 'where') {
    options.where = value;
    return;
  }
  if (name === 'ties') {
    const text = textOf(value, lowerer);
    if (text === 'min' || text === 'mean' || text === 'max') options.ties = text;
    else wrong("'min', 'mean' or 'max'");
    return;
  }
  const constant = constantOf(value, name, environment, lowerer);
  if (!constant) return;
  if (name === 'empty') {
    if (constant.type === 'number' && Number.isFinite(constant.value)) options.empty = constant.value;
    else wrong('a finite number');
  } else if (name === 'ddof') {
    if (constant.value === 0 || constant.value === 1) options.ddof = constant.value;
    else wrong('0 or 1');
  } else if (constant.type === 'flag') {
    if (constant.value === 1) options.leaveOneOut = true;
  } else wrong('true or false');
}

/** Which quantile: a constant from 0 to 1. */
export function readShare(
  node: ts.Expression,
  environment: Environment,
  lowerer: Lowerer,
): number | undefined {
  const constant = constantOf(node, 'share', environment, lowerer);
  if (!constant || (constant.value >= 0 && constant.value <= 1)) return constant?.value;
  lowerer.tell(node, report('shape/wrong-option', { name: 'share', expected: 'a number from 0 to 1' }));
  return undefined;
}

function constantOf(node: ts.Expression, name: string, environment: Environment, lowerer: Lowerer) {
  const lowered = lowerer.expression(node, environment);
  if (lowered.type === 'unknown') return undefined;
  if (lowered.extent === 'constant') return { value: foldConstant(lowered), type: lowered.type };
  lowerer.tell(node, report('shape/not-constant', { name, reason: 'it depends on the row' }));
  return undefined;
}

function textOf(node: ts.Expression, lowerer: Lowerer): string | undefined {
  const settled = settle(node, lowerer.modules);
  return settled?.kind === 'expression' && ts.isStringLiteralLike(settled.expression)
    ? settled.expression.text
    : undefined;
}
