// Calls: functions of Math, statistics over a scope, other shapes, and plain helper functions.
import { arity, reduceScopes, type ShapeFunction, shape, shapeFunctions, unaryFunctions } from '@allot/spec';
import { ts } from 'ts-morph';
import { adviseName } from '../diagnostics/suggest.js';
import { unwrap } from '../load/modules.js';
import { argumentCount } from './argument-count.js';
import { report } from './catalog-shape.js';
import { definedShape } from './defined-shape.js';
import { type Binding, type Closure, type Environment, type ScopeBinding, topLevel } from './environment.js';
import { refuseMember, tokenScopeOf } from './lower-name.js';
import { requireNumber } from './lower-operators.js';
import { lowerStatistic } from './lower-statistic.js';
import { commonExtent, failed, type Lowered } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { type MemberAccess, memberAccess } from './member-access.js';
import { refuseAs } from './refusals.js';
import { beginsOutside, settle } from './settle.js';

export function lowerCall(call: ts.CallExpression, environment: Environment, lowerer: Lowerer): Lowered {
  const spread = call.arguments.find(ts.isSpreadElement);
  const optional =
    call.questionDotToken ??
    (ts.isPropertyAccessExpression(call.expression) && call.expression.questionDotToken);
  if (spread) refuseAs(spread.getFirstToken() as ts.Node, '`...`', 'Write the arguments out.', lowerer);
  if (optional) refuseAs(optional, '`?.`', 'Nothing is ever missing: write `.`.', lowerer);
  if (spread || optional) return failed;

  const callee = unwrap(call.expression);
  const access = memberAccess(callee);
  if (access) {
    const object = unwrap(access.object);
    const scope = scopeOf(object, environment);
    if (scope) return lowerStatistic(call, scope, access.name, access.token, environment, lowerer, closureOf);
    if (ts.isIdentifier(object) && !environment.bindings.has(object.text) && !settle(object, lowerer.modules))
      return lowerGlobal(call, access, environment, lowerer);
  }
  if (access && !beginsOutside(access.object, environment.bindings)) {
    refuseMember(access.object, access.token, `the method \`${access.name}\``, environment, lowerer);
    return failed;
  }
  const closure = closureOf(callee, environment, lowerer);
  if (closure) return lowerHelper(call, closure, environment, lowerer);
  if (ts.isIdentifier(callee)) return lowerNamed(call, callee, environment, lowerer);
  refuseCallee(callee, lowerer);
  return failed;
}

/** The scope that `group`, `scopes.group` or `row.response` means. */
function scopeOf(node: ts.Expression, { bindings }: Environment): ScopeBinding | undefined {
  if (ts.isIdentifier(node)) {
    const binding = bindings.get(node.text);
    if (binding?.kind === 'scope') return binding;
    return binding?.kind === 'value' && binding.scope ? { kind: 'scope', scope: binding.scope } : undefined;
  }
  const access = memberAccess(node);
  if (!access || !ts.isIdentifier(access.object)) return undefined;
  const whole = bindings.get(access.object.text);
  if (whole?.kind === 'row') return tokenScopeOf(access.name, whole.row);
  const scope = reduceScopes.find((candidate) => candidate === access.name);
  return whole?.kind === 'scopes' && scope ? { kind: 'scope', scope } : undefined;
}

/** The function that an expression is or names, with what it sees; that of another shape too. */
function closureOf(node: ts.Expression, environment: Environment, lowerer: Lowerer): Closure | undefined {
  const inner = unwrap(node);
  if (ts.isArrowFunction(inner) || ts.isFunctionExpression(inner)) return { node: inner, environment };
  if (ts.isIdentifier(inner)) {
    const binding = environment.bindings.get(inner.text);
    if (binding) return binding.kind === 'function' ? binding.closure : undefined;
  }
  const settled = settle(inner, lowerer.modules);
  const outside = topLevel(environment.row);
  if (settled?.kind === 'function') return { node: settled.node, environment: outside };
  if (settled?.kind !== 'expression' || !ts.isCallExpression(settled.expression)) return undefined;
  const { of } = definedShape(settled.expression, lowerer.modules) ?? {};
  return of && { node: of, environment: outside };
}

function lowerHelper(
  call: ts.CallExpression,
  closure: Closure,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  const parameters = call.arguments.map((argument) => bindingOf(argument, environment, lowerer));
  const name = call.expression.getText();
  const { length } = closure.node.parameters;
  // Another shape may be called with its row and scopes, whichever of them it takes.
  const surplus = parameters.slice(length).every(({ kind }) => kind === 'row' || kind === 'scopes');
  if (parameters.length < length || !surplus) {
    lowerer.tell(call.expression, argumentCount(name, [length, length], parameters.length));
    return failed;
  }
  return lowerer.inline(closure, parameters.slice(0, length), call.expression, environment);
}

/** An argument: a value, or a row, a scope or a function that is handed on. */
export function bindingOf(node: ts.Expression, environment: Environment, lowerer: Lowerer): Binding {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) {
    const binding = environment.bindings.get(inner.text);
    if (binding && binding.kind !== 'value') return binding;
  }
  const scope = ts.isPropertyAccessExpression(inner) ? scopeOf(inner, environment) : undefined;
  if (scope) return scope;
  const closure = closureOf(inner, environment, lowerer);
  if (closure) return { kind: 'function', closure };
  return { kind: 'value', value: lowerer.expression(inner, environment), row: environment.row };
}

function lowerGlobal(
  call: ts.CallExpression,
  access: MemberAccess,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  const { token } = access;
  const name = `${access.object.getText()}.${access.name}`;
  const [object, member] = name.split('.') as [string, string];
  if (name === 'Math.random' || timely.has(object)) {
    lowerer.tell(call.expression, report('shape/random', { name }));
    return failed;
  }
  if (!(object in globalThis)) return lowerer.expression(access.object, environment);
  if (object !== 'Math') {
    const advice = name === 'Number.isNaN' ? 'Write `x !== x`.' : 'Use arithmetic and functions of `Math`.';
    lowerer.tell(call.expression, report('shape/unknown-function', { name, advice }));
    return failed;
  }
  const operands = call.arguments.map((argument) => lowerer.expression(argument, environment));
  const known = shapeFunctions.find((candidate) => candidate === member);
  if (!known) {
    lowerer.tell(token, report('shape/unknown-function', { name, advice: adviseFunction(member) }));
    return failed;
  }
  const limits = arity(known);
  if (operands.length < limits[0] || operands.length > limits[1]) {
    lowerer.tell(token, argumentCount(name, limits, operands.length));
    return failed;
  }
  for (const [index, operand] of operands.entries())
    requireNumber(call.arguments[index] as ts.Expression, operand.type, lowerer);
  return callOf(known, operands);
}

const timely: ReadonlySet<string> = new Set(['Date', 'performance', 'crypto', 'process']);

const callOf = (name: ShapeFunction, operands: readonly Lowered[]): Lowered => ({
  expression: shape.call(name, ...operands.map(({ expression }) => expression)),
  type: 'number',
  extent: commonExtent(...operands),
});

function adviseFunction(name: string): string {
  const advice = adviseName(name, shapeFunctions);
  return advice.startsWith('Did') ? advice.replace('`', '`Math.') : advice;
}

/** A call of a name that is no function of the user's: a conversion, or a mistake. */
function lowerNamed(
  call: ts.CallExpression,
  callee: ts.Identifier,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  const name = callee.text;
  const declared = environment.bindings.has(name) || settle(callee, lowerer.modules) !== undefined;
  const operands = call.arguments.map((argument) => lowerer.expression(argument, environment));
  const [operand] = operands;
  if (!declared && (name === 'Number' || name === 'Boolean')) {
    if (operand && operands.length === 1)
      return name === 'Number' ? { ...operand, type: 'number' } : truth(operand);
    lowerer.tell(callee, argumentCount(name, [1, 1], operands.length));
    return failed;
  }
  if (declared) refuseCallee(callee, lowerer);
  else
    lowerer.tell(
      callee,
      report('shape/unknown-function', {
        name,
        advice:
          Object.hasOwn(unaryFunctions, name) || shapeFunctions.some((known) => known === name)
            ? `Did you mean \`Math.${name}\`?`
            : 'Declare it at the top of the file, or import it by a relative path.',
      }),
    );
  return failed;
}

const truth = ({ expression, extent }: Lowered): Lowered => ({
  expression: shape.not(shape.not(expression)),
  type: 'flag',
  extent,
});

function refuseCallee(callee: ts.Expression, lowerer: Lowerer): void {
  const settled = settle(callee, lowerer.modules);
  if (settled?.kind === 'outside')
    refuseAs(
      callee,
      `a function of \`${settled.module}\``,
      'Its source is not read: write it in a file of your own.',
      lowerer,
    );
  else
    refuseAs(
      callee,
      'a call of what is no function',
      'Call a function that is declared with const or function.',
      lowerer,
    );
}
