// Whether an answer says what the gold answer says.

import { divide, size, subtract } from './complex.js';
import type { Expression, Items, Relation } from './expression.js';
import { childrenOf, contains, unknownsOf } from './expression.js';
import { evaluateMatrix } from './matrix.js';
import { sameSet, toRealSet } from './real-set.js';
import { sameValue, type Tolerance, valuesOf } from './same-value.js';
import { isTimeOfDay, isUnit, sameUnit } from './units.js';

export function sameAnswer(gold: Expression, other: Expression, tolerance?: Tolerance): boolean {
  return compare(spread(gold), spread(other), tolerance);
}

function compare(gold: Expression, other: Expression, tolerance: Tolerance | undefined): boolean {
  if (gold.kind === 'text' || other.kind === 'text') return sameText(gold, other);
  if (gold.kind === 'measure' || other.kind === 'measure') return sameMeasure(gold, other, tolerance);
  if (gold.kind === 'relation' || other.kind === 'relation') return sameRelation(gold, other, tolerance);
  const sets = bothSets(gold, other);
  if (sets !== undefined) return sets;
  if (areOpposite(gold, other)) return false;
  if (isSeveral(gold) || isSeveral(other)) return sameItems(gold, other, tolerance);
  if (gold.kind === 'infinity' || other.kind === 'infinity') return gold.kind === other.kind;
  if (isInfinite(gold) || isInfinite(other)) return isInfinite(gold) && isInfinite(other);
  if (gold.kind === 'based' || other.kind === 'based') return sameBased(gold, other);
  if (gold.kind === 'ratio' && other.kind === 'ratio' && gold.parts.length > 2)
    return sameProportion(gold.parts, other.parts);
  if (hasMatrix(gold) || hasMatrix(other)) return sameMatrix(gold, other, tolerance);
  return sameValue(gold, other, tolerance);
}

/** `a ± b` as its two values; a list of such as all of them. */
function spread(expression: Expression): Expression {
  if (expression.kind === 'list' || expression.kind === 'set') {
    const items = expression.items.flatMap(spreadItem);
    return { ...expression, items };
  }
  const items = spreadItem(expression);
  return items.length === 1 ? (items[0] as Expression) : { kind: 'list', items, joint: ',' };
}

function spreadItem(item: Expression): readonly Expression[] {
  if (!contains(item, ({ kind }) => kind === 'plus-minus')) return [item];
  return ([1, -1] as const).map((sign) => withSign(item, sign));
}

/** Every ± of an expression as a plus or a minus. */
function withSign(expression: Expression, sign: 1 | -1): Expression {
  const child = (one: Expression): Expression => withSign(one, sign);
  switch (expression.kind) {
    case 'plus-minus': {
      const right = child(expression.right);
      const term: Expression = expression.sign === sign ? right : { kind: 'negative', of: right };
      return { kind: 'sum', terms: [child(expression.left), term] };
    }
    case 'sum':
      return { ...expression, terms: expression.terms.map(child) };
    case 'product':
      return { ...expression, factors: expression.factors.map(child) };
    case 'quotient':
      return { ...expression, over: child(expression.over), under: child(expression.under) };
    case 'power':
      return { ...expression, base: child(expression.base), exponent: child(expression.exponent) };
    case 'negative':
    case 'measure':
      return { ...expression, of: child(expression.of) };
    case 'call':
      return { ...expression, operands: expression.operands.map(child) };
    case 'tuple':
      return { ...expression, items: expression.items.map(child) };
    case 'relation':
      return { ...expression, parts: expression.parts.map(child) };
    default:
      return expression;
  }
}

/** Words are the same whatever their case, brackets and spaces; one letter keeps its case. */
function sameText(gold: Expression, other: Expression): boolean {
  const [a, b] = [lettersOf(gold), lettersOf(other)];
  if (a === undefined || b === undefined || a === '') return false;
  return a.length > 1 ? a.toLowerCase() === b.toLowerCase() : a === b;
}

/** What a text, or letters in a row, spell. */
function lettersOf(expression: Expression): string | undefined {
  if (expression.kind === 'text') return expression.text.replace(/[^\p{L}\p{N}%+-]/gu, '');
  if (expression.kind === 'symbol') return expression.name;
  if (expression.kind !== 'product') return undefined;
  const letters = expression.factors.map(lettersOf);
  return letters.includes(undefined) ? undefined : letters.join('');
}

/** A unit that only one side states is no difference; 28%, 28 and 0.28 are the same answer. */
function sameMeasure(gold: Expression, other: Expression, tolerance: Tolerance | undefined): boolean {
  const [a, b] = [measureOf(gold, other), measureOf(other, gold)];
  if (!sameUnit(a.unit, b.unit)) return false;
  if (a.of.kind === 'ratio' && b.of.kind === 'ratio' && isTimeOfDay(a.unit, b.unit))
    return inOrder(a.of.parts, b.of.parts, tolerance);
  if (compare(a.of, b.of, tolerance)) return true;
  const oneIsShare = (a.unit === '%') !== (b.unit === '%') && (a.unit === '' || b.unit === '');
  return oneIsShare && sameValue(gold, other, tolerance);
}

interface Measured {
  readonly of: Expression;
  readonly unit: string;
}

/** A value and its unit; the unit may be a letter behind it, `2.5 h`, where the other side states one. */
function measureOf(expression: Expression, other: Expression): Measured {
  if (expression.kind === 'measure') return expression;
  if (expression.kind === 'product' && expression.factors.length === 2 && other.kind === 'measure') {
    const [of, letter] = expression.factors;
    if (of && letter?.kind === 'symbol' && isUnit(letter.name) && unknownsOf(of).size === 0)
      return { of, unit: letter.name };
  }
  return { of: expression, unit: '' };
}

/** Undefined where they are no sets of real numbers. A lone tuple of numbers may be a point or an interval. */
function bothSets(gold: Expression, other: Expression): boolean | undefined {
  if (!isSetLike(gold) && !isSetLike(other)) return undefined;
  const [a, b] = [toRealSet(gold), toRealSet(other)];
  return a && b ? sameSet(a, b) : undefined;
}

const isSetLike = (expression: Expression): boolean =>
  ['union', 'intersection', 'difference', 'relation'].includes(expression.kind) ||
  (expression.kind === 'symbol' && expression.name === 'mathbbR');

/** Inequalities that hold together, and the same of which one holds. */
const areOpposite = (gold: Expression, other: Expression): boolean =>
  gold.kind === 'list' &&
  other.kind === 'list' &&
  [gold.joint, other.joint].sort().join() === 'and,or' &&
  [...gold.items, ...other.items].every((item) => item.kind === 'relation' && isInequality(item));

const isSeveral = ({ kind }: Expression): boolean => kind === 'list' || kind === 'set' || kind === 'tuple';

const isInfinite = (expression: Expression): boolean =>
  expression.kind === 'infinity' || (expression.kind === 'negative' && isInfinite(expression.of));

function sameItems(gold: Expression, other: Expression, tolerance: Tolerance | undefined): boolean {
  if (hasMatrix(gold) || hasMatrix(other)) {
    const [column, tuple] = gold.kind === 'matrix' ? [gold, other] : [other, gold];
    if (column.kind === 'matrix' && tuple.kind === 'tuple')
      return (
        inOrder(column.rows.flat(), tuple.items, tolerance) && column.rows.every(({ length }) => length === 1)
      );
  }
  if (gold.kind === 'tuple' && other.kind === 'tuple')
    return (
      gold.open === other.open && gold.close === other.close && inOrder(gold.items, other.items, tolerance)
    );
  const [a, b] = [itemsOf(gold), itemsOf(other)];
  const oneIsTuple = gold.kind === 'tuple' || other.kind === 'tuple';
  if (oneIsTuple) return a.length === b.length && a.length > 1 && inOrder(a, b, tolerance);
  // Answers with names stay in their order when the other side leaves the names out.
  const named = (items: Items): boolean => items.every((item) => item.kind === 'relation');
  return named(a) !== named(b) ? inOrder(a, b, tolerance) : inAnyOrder(a, b, tolerance);
}

const itemsOf = (expression: Expression): Items =>
  expression.kind === 'list' ||
  expression.kind === 'set' ||
  (expression.kind === 'tuple' && expression.open === '(' && expression.close === ')')
    ? expression.items
    : [expression];

const inOrder = (gold: Items, other: Items, tolerance: Tolerance | undefined): boolean =>
  gold.length === other.length &&
  gold.every((item, index) => compare(spread(item), spread(other[index] as Expression), tolerance));

/** Each gold item once; an answer that says one of them again says nothing more. */
function inAnyOrder(gold: Items, other: Items, tolerance: Tolerance | undefined): boolean {
  const left = [...other];
  const allFound = gold.every((item) => {
    const at = left.findIndex((candidate) => compare(item, candidate, tolerance));
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  const several = gold.length > 1 || left.length === 0;
  return several && allFound && left.every((again) => gold.some((item) => compare(item, again, tolerance)));
}

function sameRelation(gold: Expression, other: Expression, tolerance: Tolerance | undefined): boolean {
  if (gold.kind === 'relation' && other.kind === 'relation') {
    const sets = bothSets(gold, other);
    if (sets !== undefined) return sets;
    const [a, b] = [statementOf(gold), statementOf(other)];
    if (a && b) {
      if (namesAgree(a.name, b.name) && compare(spread(a.value), spread(b.value), tolerance)) return true;
      return nameOf(a.name) !== undefined && nameOf(a.name) === nameOf(b.name)
        ? false
        : sameEquation(gold, other);
    }
    return sameEquation(gold, other) || sameChain(gold, other, tolerance);
  }
  const [relation, value] = gold.kind === 'relation' ? [gold, other] : [other as Relation, gold];
  const sets = isInequality(relation) ? bothSets(relation, value) : undefined;
  if (sets !== undefined) return sets;
  const statement = statementOf(relation) ?? calculationOf(relation);
  if (!statement) return false;
  const [a, b] = gold.kind === 'relation' ? [statement.value, value] : [value, statement.value];
  return compare(spread(a), spread(b), tolerance);
}

const isInequality = ({ operators }: Relation): boolean => operators.some((operator) => operator !== '=');

/** `x = 5`, `f(x) = 2x`, `x = 2 + 3 = 5`, `(p, q) = (3, 2)`, `x \in S`: a name and its value. */
function statementOf({
  parts,
  operators,
}: Relation): { readonly name: Expression; readonly value: Expression } | undefined {
  const [name] = parts;
  const value = parts.at(-1);
  const isEquation = operators.every((operator) => operator === '=');
  const isMember = operators.length === 1 && operators[0] === 'in';
  return name && value && (isEquation || isMember) && isName(name) ? { name, value } : undefined;
}

/** `2 \cdot 3 = 6`: numbers that are the same from the first to the last. */
function calculationOf({ parts, operators }: Relation): { readonly value: Expression } | undefined {
  const [first, value] = [parts[0], parts.at(-1)];
  const isCalculation =
    operators.every((operator) => operator === '=') &&
    parts.every((part) => first && unknownsOf(part).size === 0 && sameValue(first, part));
  return value && isCalculation ? { value } : undefined;
}

/** Letters alone, or something of them that has no value of its own. */
function isName(expression: Expression): boolean {
  switch (expression.kind) {
    case 'symbol':
      return true;
    case 'call':
      return expression.operands.every((operand) => isName(operand) || operand.kind === 'number');
    case 'product':
    case 'ratio':
      return childrenOf(expression).every((child) => isName(child));
    case 'tuple':
      return expression.items.every(isName);
    case 'quotient':
      return isName(expression.over) && isName(expression.under);
    case 'text':
      return true;
    default:
      return false;
  }
}

/** The name of a value; undefined for what is a function of something, or more than a letter. */
const nameOf = (expression: Expression): string | undefined =>
  expression.kind === 'symbol' ? expression.name : undefined;

/** Two letters must be the same; anything else may be called as one likes. */
function namesAgree(gold: Expression, other: Expression): boolean {
  const [a, b] = [nameOf(gold), nameOf(other)];
  return a === undefined || b === undefined || a === b;
}

/** Equations and inequalities that are the same up to a factor (above zero for inequalities). */
function sameEquation(gold: Relation, other: Relation): boolean {
  const [a, b] = [sidesOf(gold), sidesOf(other)];
  if (!a || !b || a.operator !== b.operator) return false;
  const unknowns = [...unknownsOf(gold)].sort().join(' ');
  if (unknowns === '' || unknowns !== [...unknownsOf(other)].sort().join(' ')) return false;
  const factors = valuesOf(a.difference).map((value, index) =>
    divide(value, valuesOf(b.difference)[index] ?? value),
  );
  const [first] = factors;
  if (!first || !Number.isFinite(first.re) || size(first) < 1e-9) return false;
  if (a.operator !== '=' && !(first.re > 0)) return false;
  return factors.every((factor) => size(subtract(factor, first)) <= 1e-8 * size(first));
}

/** `left - right` of two sides; turned so that the operator is `=`, `!=`, `<` or `<=`. */
function sidesOf({
  parts,
  operators,
}: Relation): { readonly difference: Expression; readonly operator: string } | undefined {
  const [left, right] = parts;
  const [operator] = operators;
  if (!left || !right || parts.length !== 2 || operator === undefined || operator === 'in') return undefined;
  const turned = operator === '>' || operator === '>=';
  const [a, b] = turned ? [right, left] : [left, right];
  const difference: Expression = { kind: 'sum', terms: [a, { kind: 'negative', of: b }] };
  return { difference, operator: turned ? operator.replace('>', '<') : operator };
}

/** The same chain from the left or, turned, from the right. */
function sameChain(gold: Relation, other: Relation, tolerance: Tolerance | undefined): boolean {
  const same = (parts: Items, operators: readonly string[]): boolean =>
    gold.operators.length === operators.length &&
    gold.operators.every((operator, index) => operator === operators[index]) &&
    inOrder(gold.parts, parts, tolerance);
  const turned = other.operators.map((operator) =>
    operator.startsWith('<') ? operator.replace('<', '>') : operator.replace('>', '<'),
  );
  return same(other.parts, other.operators) || same([...other.parts].reverse(), turned.reverse());
}

/** The same digits in the same base; in base ten, the base may be left out. */
function sameBased(gold: Expression, other: Expression): boolean {
  if (gold.kind === 'based' && other.kind === 'based')
    return gold.base === other.base && gold.digits === other.digits;
  const based = gold.kind === 'based' ? gold : other;
  return based.kind === 'based' && based.base === 10 && sameValue(gold, other);
}

function sameProportion(gold: Items, other: Items): boolean {
  const [first, begin] = [gold[0] as Expression, other[0] as Expression];
  return (
    gold.length === other.length &&
    gold.every((part, index) =>
      sameValue(
        { kind: 'product', factors: [part, begin] },
        { kind: 'product', factors: [other[index] as Expression, first] },
      ),
    )
  );
}

const hasMatrix = (expression: Expression): boolean => contains(expression, ({ kind }) => kind === 'matrix');

function sameMatrix(gold: Expression, other: Expression, tolerance: Tolerance | undefined): boolean {
  const [a, b] = [evaluateMatrix(gold), evaluateMatrix(other)];
  return (
    a !== undefined &&
    b !== undefined &&
    a.length === b.length &&
    a.every((row, index) => inOrder(row, b[index] as Items, tolerance))
  );
}
