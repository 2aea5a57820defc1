// Statistics over a scope: `group.mean((row) => row.tokens, { empty: 0 })`.
import { type AnyScope, type Expression, isTokenScope, type Reducer, reducers, shape } from '@allot/spec';
import type { ts } from 'ts-morph';
import { adviseName } from '../diagnostics/suggest.js';
import { report } from './catalog-shape.js';
import {
  type Closure,
  type Environment,
  type RowContext,
  rowOf,
  type ScopeBinding,
  scopeAround,
} from './environment.js';
import { type Extent, failed, isShared, type Lowered } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { readOptions, readShare } from './statistic-options.js';

type ClosureOf = (node: ts.Expression, environment: Environment, lowerer: Lowerer) => Closure | undefined;

export function lowerStatistic(
  call: ts.CallExpression,
  { scope, of: owner }: ScopeBinding,
  name: string,
  token: ts.Node,
  environment: Environment,
  lowerer: Lowerer,
  closureOf: ClosureOf,
): Lowered {
  const known = reducers.filter((candidate) => scope !== 'response' || candidate !== 'rank');
  const reducer = known.find((candidate) => candidate === name);
  if (!reducer) {
    lowerer.tell(token, report('shape/unknown-statistic', { name, advice: adviseName(name, known) }));
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
  const members = membersOf(scope, owner, environment);
  const overMembers = (callback: ts.Expression): Expression => {
    const closure = closureOf(callback, environment, lowerer);
    if (closure) return lowerCallback(callback, closure, members, environment, lowerer);
    lowerer.tell(callback, report('shape/not-a-function', {}));
    return failed.expression;
  };
  const { where, ...read } = readOptions(
    options,
    { reducer, ofTokens: scope === 'response', name: `${scope}.${name}` },
    token,
    environment,
    lowerer,
  );
  const quantile = share && readShare(share, environment, lowerer);
  const value = of && overMembers(of);
  const extent = extentOf(scope, reducer === 'rank' || read.leaveOneOut === true);
  const around = scopeAround(environment.row);
  const foreign = owner
    ? owner !== environment.row && (scope !== 'response' || rowOf(owner) !== rowOf(environment.row))
    : around !== undefined && !isShared(extent, around);
  if (foreign)
    lowerer.tell(
      token,
      report('shape/nested-scope', { name: `${scope}.${name}`, scope: around ?? 'response' }),
    );
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

/** Who shares a statistic; `ofMember`: no one but the member. */
function extentOf(scope: AnyScope, ofMember: boolean): Extent {
  if (scope === 'response') return 'row';
  if (isTokenScope(scope)) return 'token';
  return ofMember ? 'row' : scope;
}

/** What the members of a scope are. */
function membersOf(scope: AnyScope, owner: RowContext | undefined, environment: Environment): RowContext {
  if (!isTokenScope(scope)) return { kind: 'row', scope };
  const row = scope === 'position' ? undefined : rowOf(owner ?? environment.row);
  return { kind: 'token', ...(row ? { row } : {}) };
}

/** The callback's value for every member of the scope. */
function lowerCallback(
  callback: ts.Expression,
  closure: Closure,
  row: RowContext,
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
  const parameters = closure.node.parameters.length === 0 ? [] : [{ kind: 'row', row } as const];
  return lowerer.inline(closure, parameters, callback, { ...environment, row }).expression;
}
