// Binds names: parameters and `const { tokens } = row`, with renaming.
import { reduceScopes } from '@allot/spec';
import { ts } from 'ts-morph';
import { adviseName } from '../diagnostics/suggest.js';
import { report } from './catalog-shape.js';
import type { Binding, Entry, RowContext } from './environment.js';
import { lowerSettled } from './lower-constant.js';
import { cellOf, fieldOf, signalOf, signalsOf, tokenScopeOf } from './lower-name.js';
import { failed } from './lowered.js';
import type { Lowerer } from './lowerer.js';
import { refuse, refuseAs } from './refusals.js';
import { memberNames, memberOf, type Settled } from './settle.js';

/** What is taken apart: a binding, or an object at the top level of a file. */
type Whole = Binding | { readonly kind: 'object'; readonly settled: Settled; readonly row: RowContext };

export function bindPattern(
  pattern: ts.BindingName,
  whole: Whole,
  row: RowContext,
  lowerer: Lowerer,
): Entry[] {
  if (ts.isIdentifier(pattern)) return whole.kind === 'object' ? [] : [[pattern.text, whole]];
  if (ts.isArrayBindingPattern(pattern)) {
    refuseAs(pattern, 'a list that is taken apart', 'Name the members: `({ tokens }) => ...`.', lowerer);
    return [];
  }
  return pattern.elements.flatMap((element) => bindElement(element, whole, row, lowerer));
}

function bindElement(
  { name, propertyName, dotDotDotToken, initializer }: ts.BindingElement,
  whole: Whole,
  row: RowContext,
  lowerer: Lowerer,
): Entry[] {
  const key = propertyName ?? name;
  const unreadable: Entry[] = namesIn(name).map((text) => [text, { kind: 'value', value: failed, row }]);
  if (dotDotDotToken) {
    refuseAs(dotDotDotToken, '`...`', 'Name the fields that are read.', lowerer);
    return unreadable;
  }
  if (initializer)
    refuseAs(
      initializer,
      'a default',
      'Nothing is ever missing: remove it, with the `=` before it.',
      lowerer,
    );
  if (!ts.isIdentifier(name) || !(ts.isIdentifier(key) || ts.isStringLiteral(key))) {
    refuseAs(ts.isIdentifier(name) ? key : name, 'this pattern', 'Take apart one level, by name.', lowerer);
    return unreadable;
  }
  const found = memberBinding(key, whole, row, lowerer);
  return found ? [[name.text, found]] : unreadable;
}

function memberBinding(
  key: ts.Identifier | ts.StringLiteral,
  whole: Whole,
  row: RowContext,
  lowerer: Lowerer,
): Binding | undefined {
  switch (whole.kind) {
    case 'row': {
      const members = tokenScopeOf(key.text, whole.row) ?? signalsOf(key.text, whole.row);
      if (members) return members;
      const value = fieldOf(key.text, key, whole.row, lowerer);
      return value && { kind: 'value', value, row: whole.row };
    }
    case 'scopes': {
      const scope = reduceScopes.find((candidate) => candidate === key.text);
      if (scope) return { kind: 'scope', scope };
      if (key.text === 'state') return { kind: 'memory' };
      lowerer.tell(
        key,
        report('shape/unknown-name', {
          name: key.text,
          advice: adviseName(key.text, [...reduceScopes, 'state']),
        }),
      );
      return undefined;
    }
    case 'memory':
      return { kind: 'value', value: cellOf(key.text), row };
    case 'signals':
      return { kind: 'value', value: signalOf(key.text, whole), row: whole.of };
    case 'object': {
      const settled = memberOf(whole.settled, key.text, lowerer.modules);
      if (settled)
        return { kind: 'value', value: lowerSettled(key, key.text, settled, lowerer), row: whole.row };
      const advice = adviseName(key.text, memberNames(whole.settled));
      lowerer.tell(key, report('shape/unknown-name', { name: key.text, advice }));
      return undefined;
    }
    case 'value':
      if (whole.value.type !== 'unknown')
        refuseAs(key, 'a number that is taken apart', 'Hand on the whole row to read its fields.', lowerer);
      return undefined;
    case 'scope':
    case 'function':
      refuseAs(key, 'a statistic without its scope', 'Call it as `group.mean(...)`.', lowerer);
      return undefined;
  }
}

const namesIn = (name: ts.BindingName): string[] =>
  ts.isIdentifier(name)
    ? [name.text]
    : name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));

/** Binds the parameters of a function; what no shape has a use for is told. */
export function bindParameters(
  parameters: readonly ts.ParameterDeclaration[],
  bindings: readonly Binding[],
  row: RowContext,
  lowerer: Lowerer,
): Entry[] {
  return parameters.flatMap(({ name, dotDotDotToken, initializer }, index) => {
    if (dotDotDotToken) refuse(dotDotDotToken.parent, lowerer);
    if (initializer) refuseAs(initializer, 'a default', 'Give every argument where it is called.', lowerer);
    return bindPattern(name, bindings[index] ?? { kind: 'value', value: failed, row }, row, lowerer);
  });
}
