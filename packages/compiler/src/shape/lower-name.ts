// Names and member accesses: fields, locals, constants from outside the function, numbers of Math.
import {
  type AnyField,
  fieldTable,
  isTokenField,
  reduceScopes,
  shape,
  shapeFields,
  signalMember,
  tokenFields,
} from '@allot/spec';
import { ts } from 'ts-morph';
import { adviseName, nearestName } from '../diagnostics/suggest.js';
import { report } from './catalog-shape.js';
import {
  type Environment,
  isVisible,
  type RowContext,
  rowOf,
  type ScopeBinding,
  type SignalsBinding,
} from './environment.js';
import { lowerSettled } from './lower-constant.js';
import { constantNumber, failed, type Lowered } from './lowered.js';
import { isKnownAt, type Lowerer } from './lowerer.js';
import { memberAccess } from './member-access.js';
import { refuse, refuseAs } from './refusals.js';
import { beginsOutside, memberNames, memberOf, settle } from './settle.js';

export function lowerName(node: ts.Identifier, environment: Environment, lowerer: Lowerer): Lowered {
  const binding = environment.bindings.get(node.text);
  switch (binding?.kind) {
    case 'value':
      return fromRow(node, node.text, binding.value, binding.row, environment, lowerer);
    case 'row':
      refuseAs(node, 'a whole row', `Read one of its fields: \`${node.text}.tokens\`.`, lowerer);
      return failed;
    case 'scopes':
    case 'scope':
      refuseAs(node, 'a scope', 'Ask it for a statistic, such as `group.mean(...)`.', lowerer);
      return failed;
    case 'memory':
      refuseAs(node, 'the whole memory', `Read one of its cells: \`${node.text}.NAME\`.`, lowerer);
      return failed;
    case 'signals':
      refuseAs(node, 'all signals', `Read one of them: \`${node.text}.NAME\`.`, lowerer);
      return failed;
    case 'function':
      refuseAs(node, 'a function here', 'Call it.', lowerer);
      return failed;
    case undefined:
      return lowerFree(node, environment, lowerer);
  }
}

/** A value of some row: a callback sees those of its own member, and those that the whole scope shares. */
function fromRow(
  node: ts.Node,
  name: string,
  value: Lowered,
  row: RowContext,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  if (isVisible(value.extent, row, environment.row)) return value;
  lowerer.tell(node, report('shape/outer-row', { name }));
  return failed;
}

function lowerFree(node: ts.Identifier, environment: Environment, lowerer: Lowerer): Lowered {
  const settled = settle(node, lowerer.modules);
  if (settled) return lowerSettled(node, node.text, settled, lowerer);
  if (node.text === 'Infinity' || node.text === 'NaN')
    lowerer.tell(node, report('shape/not-finite', { name: node.text }));
  else if (node.text === 'undefined') refuseAs(node, '`undefined`', 'Use a number.', lowerer);
  else if (node.text === 'Math' || node.text === 'Number')
    refuseAs(node, 'an object', `Read one of its members, such as \`Math.PI\`.`, lowerer);
  else if (isField(node.text) && !isKnownAt(lowerer.stage, fieldTable[node.text]))
    fieldOf(node.text, node, environment.row, lowerer);
  else
    lowerer.tell(
      node,
      report('shape/unknown-name', { name: node.text, advice: adviseFree(node.text, environment) }),
    );
  return failed;
}

const isField = (name: string): name is AnyField => Object.hasOwn(fieldTable, name);

function adviseFree(name: string, { bindings }: Environment): string {
  const take = (field: string) => `Take it from the row: \`({ ${field} }) => ...\`.`;
  if (isTokenField(name)) return askForTokens(name);
  if (isField(name) || name === 'response') return take(name);
  if (reduceScopes.some((scope) => scope === name))
    return `Take it from the scopes: \`(row, { ${name} }) => ...\`.`;
  const near = nearestName(name, bindings.keys());
  if (near !== undefined) return `Did you mean \`${near}\`?`;
  const field = nearestName(name, shapeFields);
  if (field !== undefined) return `Did you mean the field \`${field}\`? ${take(field)}`;
  return Object.hasOwn(Math, name) ? `Did you mean \`Math.${name}\`?` : adviseName(name, bindings.keys());
}

const mathNumbers = ['E', 'LN2', 'LN10', 'LOG2E', 'LOG10E', 'PI', 'SQRT1_2', 'SQRT2'] as const;
const numberConstants = [
  'EPSILON',
  'MAX_SAFE_INTEGER',
  'MIN_SAFE_INTEGER',
  'MAX_VALUE',
  'MIN_VALUE',
  'POSITIVE_INFINITY',
  'NEGATIVE_INFINITY',
  'NaN',
] as const;

/** `row.tokens`, `Math.PI`, `Mode.Short`, `settings.beta`. */
export function lowerAccess(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  if (node.questionDotToken) {
    refuseAs(node.questionDotToken, '`?.`', 'No row and no field is ever missing: write `.`.', lowerer);
    return failed;
  }
  const access = memberAccess(node);
  if (!access) {
    refuseAs(node, 'a computed member', 'Name the member: `settings.beta`.', lowerer);
    return failed;
  }
  const { object, name, token } = access;
  if (ts.isIdentifier(object)) {
    const binding = environment.bindings.get(object.text);
    if (binding?.kind === 'row') {
      if (tokenScopeOf(name, binding.row)) {
        refuseAs(node, 'a scope', `Ask it for a statistic, such as \`${node.getText()}.count()\`.`, lowerer);
        return failed;
      }
      if (signalsOf(name, binding.row)) {
        refuseAs(node, 'all signals', `Read one of them: \`${node.getText()}.NAME\`.`, lowerer);
        return failed;
      }
      const value = fieldOf(name, token, binding.row, lowerer);
      return value ? fromRow(node, node.getText(), value, binding.row, environment, lowerer) : failed;
    }
    if (binding?.kind === 'memory') return cellOf(name);
    if (binding?.kind === 'signals')
      return fromRow(node, node.getText(), signalOf(name, binding), binding.of, environment, lowerer);
    if (binding?.kind === 'scope' || binding?.kind === 'scopes') {
      refuseAs(node, 'a scope', 'Ask it for a statistic, such as `group.mean(...)`.', lowerer);
      return failed;
    }
    if (!binding && !settle(object, lowerer.modules))
      return lowerGlobal(object, name, token, environment, lowerer);
  }
  const inside = memberOfWhole(object, name, environment);
  if (inside) return fromRow(node, node.getText(), inside.value, inside.row, environment, lowerer);
  if (!beginsOutside(object, environment.bindings)) {
    refuseMember(object, token, `the member \`${name}\` of a number`, environment, lowerer);
    return failed;
  }
  const owner = settle(object, lowerer.modules);
  const settled = owner && memberOf(owner, name, lowerer.modules);
  if (settled) return lowerSettled(node, name, settled, lowerer);
  if (owner)
    lowerer.tell(token, report('shape/unknown-name', { name, advice: adviseName(name, memberNames(owner)) }));
  else refuse(node, lowerer);
  return failed;
}

/** `row.signals.NAME` and `scopes.state.NAME`. */
function memberOfWhole(
  object: ts.Expression,
  name: string,
  { bindings, row }: Environment,
): { readonly value: Lowered; readonly row: RowContext } | undefined {
  const access =
    ts.isPropertyAccessExpression(object) || ts.isElementAccessExpression(object)
      ? memberAccess(object)
      : undefined;
  if (!access || !ts.isIdentifier(access.object)) return undefined;
  const whole = bindings.get(access.object.text);
  if (whole?.kind === 'scopes' && access.name === 'state') return { value: cellOf(name), row };
  const signals = whole?.kind === 'row' ? signalsOf(access.name, whole.row) : undefined;
  return signals && { value: signalOf(name, signals), row: signals.of };
}

/** The signals of a row or of a token, by the name of the member that holds them. */
export function signalsOf(name: string, context: RowContext): SignalsBinding | undefined {
  if (name === signalMember.response) return { kind: 'signals', per: 'response', of: context };
  if (name === signalMember.token && context.kind === 'token')
    return { kind: 'signals', per: 'token', of: context };
  return undefined;
}

/** A signal as a value. Whether it is there is known later. */
export const signalOf = (name: string, { per }: SignalsBinding): Lowered => ({
  expression: shape.signal(name, per),
  type: 'number',
  extent: per === 'token' ? 'token' : 'row',
});

/** Says that a value has no members; what is wrong with the value itself comes first. */
export function refuseMember(
  object: ts.Expression,
  token: ts.Node,
  what: string,
  environment: Environment,
  lowerer: Lowerer,
): void {
  const { type } = lowerer.expression(object, environment);
  if (type !== 'unknown') refuseAs(token, what, 'Use arithmetic and functions of `Math`.', lowerer);
}

/** Members of `Math`, of `Number`, and of what nobody declares. */
function lowerGlobal(
  object: ts.Identifier,
  name: string,
  token: ts.Node,
  environment: Environment,
  lowerer: Lowerer,
): Lowered {
  if (object.text === 'Math') {
    const found = mathNumbers.find((candidate) => candidate === name);
    if (found) return constantNumber(Math[found]);
    const isFunction = typeof (Math as unknown as Readonly<Record<string, unknown>>)[name] === 'function';
    if (isFunction) refuseAs(token, 'a function here', 'Call it.', lowerer);
    else
      lowerer.tell(
        token,
        report('shape/unknown-name', { name: `Math.${name}`, advice: adviseName(name, mathNumbers) }),
      );
    return failed;
  }
  if (object.text === 'Number') {
    const found = numberConstants.find((candidate) => candidate === name);
    if (found && Number.isFinite(Number[found])) return constantNumber(Number[found]);
    lowerer.tell(
      token,
      found
        ? report('shape/not-finite', { name: `Number.${name}` })
        : report('shape/unknown-name', { name: `Number.${name}`, advice: adviseName(name, numberConstants) }),
    );
    return failed;
  }
  return lowerFree(object, environment, lowerer);
}

/** A cell of the memory: one value for a problem, so that its rollouts share it. Whether it is there is known later. */
export const cellOf = (name: string): Lowered => ({
  expression: shape.state(name),
  type: 'number',
  extent: 'group',
});

/** The field as a value; undefined, and a mistake told, when nothing of this context has one of this name. */
export function fieldOf(
  name: string,
  token: ts.Node,
  context: RowContext,
  lowerer: Lowerer,
): Lowered | undefined {
  if (!isField(name)) {
    const known = [...shapeFields, ...(context.kind === 'token' ? tokenFields : [])];
    const readable = known.filter((field) => isKnownAt(lowerer.stage, fieldTable[field]));
    lowerer.tell(token, report('shape/unknown-field', { name, advice: adviseName(name, readable) }));
    return undefined;
  }
  if (isTokenField(name) && context.kind === 'row') {
    lowerer.tell(token, report('shape/token-field', { name, advice: askForTokens(name) }));
    return undefined;
  }
  const { type, only = 'reward' } = fieldTable[name];
  if (!isKnownAt(lowerer.stage, fieldTable[name])) {
    const reader = only === 'credit' ? 'the credit of tokens' : 'an advantage';
    lowerer.tell(token, report('shape/field-not-here', { name, what: lowerer.what, reader }));
    return undefined;
  }
  return { expression: shape.field(name), type, extent: isTokenField(name) ? 'token' : 'row' };
}

const askForTokens = (name: string): string =>
  `Ask the tokens of the response: \`response.mean((token) => token.${name}, { empty: 0 })\`.`;

/** The tokens that a row or a token has beside it, by the name of their scope. */
export function tokenScopeOf(name: string, context: RowContext): ScopeBinding | undefined {
  if (name === 'response' && rowOf(context)) return { kind: 'scope', scope: 'response', of: context };
  if ((name === 'segment' || name === 'position') && context.kind === 'token')
    return { kind: 'scope', scope: name, of: context };
  return undefined;
}
