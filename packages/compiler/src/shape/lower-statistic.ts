// Statistics over a scope: `group.mean((row) => row.tokens, { empty: 0 })`.
import { type Expression, type Reducer, type ReduceScope, reducers, shape } from '@allot/spec';
import type { ts } from 'ts-morph';
import { adviseName } from '../diagnostics/suggest.js';
import { report } from './catalog-shape.js';
import type { Closure, Environment } from './environment.js';
import { type Extent, failed, isShared, type Lowered } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { readOptions, readShare } from './statistic-options.js';

type ClosureOf = (node: ts.Expression, environment: Environment, lowerer: Lowerer) => Closure | undefined;

export function lowerStatistic(
  call: ts.CallExpression,
  scope: ReduceScope,
  name: string,
  token: ts.Node,
  environment: Environment,
  lowerer: Lowerer,
  closureOf: ClosureOf,
): Lowered {
  const reducer = reducers.find((candidate) => candidate === name);
  if (!reducer) {
    lowerer.tell(token, report('shape/unknown-statistic', { name, advice: adviseName(name, reducers) }));
    return failed;
  }
  const [first, ...more] = call.arguments;
  const of = reducer === 'count' && first?.getText() === 'undefined' ? undefined : first;
  const [share, options] = reducer === 'quantile' ? more : [undefined, more[0]];
  const extra = more[reducer === 'quantile' ? 2 : 1];
  if ((!of && reducer !== 'count') || (reducer === 'quantile' && !share) || extra) {
    const expected = expectations[reducer] ?? 'a callback and options';
    lowerer.tell(
      extra ?? token,
      report('shape/argument-count', { name: `${scope}.${name}`, expected, actual: call.arguments.length }),
    );
    return failed;
  }
  const overMembers = (callback: ts.Expression): Expression => {
    const closure = closureOf(callback, environment, lowerer);
    if (closure) return lowerCallback(callback, closure, scope, environment, lowerer);
    lowerer.tell(callback, report('shape/not-a-function', {}));
    return failed.expression;
  };
  const { where, ...read } = readOptions(options, reducer, `${scope}.${name}`, token, environment, lowerer);
  const quantile = share && readShare(share, environment, lowerer);
  const value = of && overMembers(of);
  const extent: Extent = reducer === 'rank' || read.leaveOneOut ? 'row' : scope;
  const around = environment.row.scope;
  if (around && !isShared(extent, around))
    lowerer.tell(token, report('shape/nested-scope', { name: `${scope}.${name}`, scope: around }));
  const counted = reducer === 'count' ? value : where && overMembers(where);
  return {
    expression: shape.reduce(reducer, scope, reducer === 'count' ? 1 : (value as Expression), {
      ...read,
      ...(quantile === undefined ? {} : { quantile }),
      ...(counted ? { where: counted } : {}),
    }),
    type: 'number',
    extent,
  };
}

const expectations: Partial<Record<Reducer, string>> = {
  quantile: 'a callback, a share and options',
  count: 'a callback',
  sum: 'a callback',
  rank: 'a callback',
};

/** The callback's value for every member of the scope. */
function lowerCallback(
  callback: ts.Expression,
  closure: Closure,
  scope: ReduceScope,
  environment: Environment,
  lowerer: Lowerer,
): Expression {
  const second = closure.node.parameters[1];
  if (second) {
    lowerer.tell(
      second,
      report('shape/argument-count', { name: 'The callback', expected: '1 argument', actual: 2 }),
    );
    return failed.expression;
  }
  const row = { scope };
  const parameters = closure.node.parameters.length === 0 ? [] : [{ kind: 'row', row } as const];
  return lowerer.inline(closure, parameters, callback, { ...environment, row }).expression;
}
