// Reads sums, products, powers, and the units behind a value.
import type { Expression } from './expression.js';
import { parsePrimary } from './parse-primary.js';
import { startsFactor } from './starts-factor.js';
import { type TokenCursor, Unreadable } from './token-cursor.js';

export function parseSum(cursor: TokenCursor): Expression {
  let terms: Expression[] = [];
  const total = (): Expression => (terms.length === 1 ? (terms[0] as Expression) : { kind: 'sum', terms });
  for (let first = true; ; first = false) {
    const sign = takeSign(cursor);
    if (sign === undefined && !first) return total();
    const term = parseTerm(cursor);
    if (sign === 'pm' || sign === 'mp') {
      const left: Expression = terms.length === 0 ? zero : total();
      terms = [{ kind: 'plus-minus', left, right: term, sign: sign === 'pm' ? 1 : -1 }];
    } else terms.push(sign === '-' ? { kind: 'negative', of: term } : term);
  }
}

const zero: Expression = { kind: 'number', value: { numerator: 0n, denominator: 1n } };

function takeSign(cursor: TokenCursor): '+' | '-' | 'pm' | 'mp' | undefined {
  let sign: '+' | '-' | undefined;
  for (;;) {
    if (cursor.accept('mark', '+')) sign ??= '+';
    else if (cursor.accept('mark', '-')) sign = sign === '-' ? '+' : '-';
    else break;
  }
  if (sign !== undefined) return sign;
  if (cursor.accept('command', 'pm')) return 'pm';
  return cursor.accept('command', 'mp') ? 'mp' : undefined;
}

/** Factors from left to right, multiplied with or without a sign, and the unit behind them. */
function parseTerm(cursor: TokenCursor): Expression {
  const first = cursor.peek();
  let value = parsePower(cursor);
  const isWhole = first?.kind === 'number' && /^\d+$/.test(first.text) && value.kind === 'number';
  for (let alone = isWhole; ; alone = false) {
    const unit = takeUnit(cursor);
    if (unit !== '') {
      if (value.kind === 'text') throw new Unreadable();
      value = { kind: 'measure', of: value, unit };
    } else if (takeTimes(cursor)) value = product(value, parseSigned(cursor));
    else if (cursor.accept('mark', '/') || cursor.accept('command', 'div'))
      value = { kind: 'quotient', over: value, under: parseSigned(cursor) };
    else if (alone && startsFraction(cursor)) value = { kind: 'sum', terms: [value, parseFraction(cursor)] };
    else if (startsFactor(cursor)) {
      if (value.kind === 'text' || cursor.is('number')) throw new Unreadable();
      value = applied(value, parsePower(cursor));
    } else return value;
  }
}

function parseSigned(cursor: TokenCursor): Expression {
  const negative = cursor.accept('mark', '-');
  if (!negative) cursor.accept('mark', '+');
  const factor = parsePower(cursor);
  return negative ? { kind: 'negative', of: factor } : factor;
}

const takeTimes = (cursor: TokenCursor): boolean => {
  const unitFollows = cursor.is('text', undefined, 1);
  return !unitFollows && (cursor.accept('command', 'cdot') || cursor.accept('mark', '*'));
};

const product = (left: Expression, right: Expression): Expression => ({
  kind: 'product',
  factors: left.kind === 'product' ? [...left.factors, right] : [left, right],
});

/** A symbol before brackets with several things in them is a function of these. */
const applied = (left: Expression, right: Expression): Expression => {
  if (left.kind === 'symbol' && right.kind === 'tuple')
    return { kind: 'call', name: left.name, operands: right.items };
  if (right.kind === 'tuple' || right.kind === 'list') throw new Unreadable();
  return product(left, right);
};

/** Names that are functions when brackets follow. */
const functionLetters: ReadonlySet<string> = new Set(['f', 'g', 'h', 'F', 'G', 'H']);

/** `\frac{2}{3}`, `\frac23` or `2/3`, below one: behind a whole number, the rest of a mixed one. */
function startsFraction(cursor: TokenCursor): boolean {
  const text = (ahead: number): string => cursor.peek(ahead)?.text ?? '';
  if (cursor.is('number') && cursor.is('mark', '/', 1) && cursor.is('number', undefined, 2))
    return Number(text(0)) < Number(text(2));
  if (!cursor.is('command', 'frac')) return false;
  if (/^\d\d$/.test(text(1))) return text(1).charAt(0) < text(1).charAt(1);
  return isNumberGroup(cursor, 1) && isNumberGroup(cursor, 4) && Number(text(2)) < Number(text(5));
}

const isNumberGroup = (cursor: TokenCursor, ahead: number): boolean =>
  cursor.is('mark', '{', ahead) &&
  cursor.is('number', undefined, ahead + 1) &&
  cursor.is('mark', '}', ahead + 2);

function parseFraction(cursor: TokenCursor): Expression {
  const over = parsePower(cursor);
  if (over.kind === 'quotient' || !cursor.accept('mark', '/')) return over;
  return { kind: 'quotient', over, under: parsePower(cursor) };
}

const unitCommands: Readonly<Record<string, string>> = { deg: 'deg', usd: '$', eur: '€', gbp: '£' };

/** Words, signs and their powers behind a value, as one text; empty where there are none. */
function takeUnit(cursor: TokenCursor): string {
  let unit = '';
  for (;;) {
    const token = cursor.peek();
    if (token?.kind === 'text' && token.text !== 'and' && token.text !== 'or')
      unit += ` ${cursor.take().text}`;
    else if (token?.kind === 'command' && unitCommands[token.text] !== undefined) {
      cursor.take();
      unit += ` ${unitCommands[token.text]}`;
    } else if (cursor.accept('mark', '%')) unit += ' %';
    else if (unit !== '' && cursor.accept('mark', '^')) unit += `^${takeUnitPower(cursor)}`;
    else if (
      cursor.is('text', undefined, 1) &&
      (cursor.is('mark', '/') || cursor.is('command', 'cdot')) &&
      !isJoint(cursor)
    )
      unit += cursor.take().text === '/' ? ' /' : '';
    else return unit.trim();
  }
}

const isJoint = (cursor: TokenCursor): boolean => cursor.is('text', 'and', 1) || cursor.is('text', 'or', 1);

function takeUnitPower(cursor: TokenCursor): string {
  if (cursor.is('mark', '{')) return cursor.rawGroup();
  const sign = cursor.accept('mark', '-') ? '-' : '';
  return sign + cursor.expect('number').text;
}

/** A primary with what stands behind it: subscript, primes, power, factorial. */
export function parsePower(cursor: TokenCursor): Expression {
  let value = parsePrimary(cursor);
  for (;;) {
    if (cursor.is('mark', "'")) {
      cursor.take();
      if (value.kind === 'symbol') value = { kind: 'symbol', name: `${value.name}'` };
      else if (value.kind === 'measure') value = { ...value, unit: `${value.unit}'` };
      else value = { kind: 'measure', of: value, unit: "'" };
    } else if (cursor.accept('mark', '^'))
      value = { kind: 'power', base: value, exponent: parseExponent(cursor) };
    else if (!cursor.is('mark', '=', 1) && cursor.accept('mark', '!'))
      value = { kind: 'call', name: 'factorial', operands: [value] };
    else if (value.kind === 'symbol' && isApplied(cursor, value.name))
      value = {
        kind: 'call',
        name: value.name,
        operands: operandsOf(cursor.nested(() => parsePrimary(cursor))),
      };
    else return value;
  }
}

/** `f(x)`, and any letter at a number, `I(0)`: brackets around a number would multiply nothing. */
const isApplied = (cursor: TokenCursor, name: string): boolean =>
  cursor.is('mark', '(') &&
  (functionLetters.has(name) || (cursor.is('number', undefined, 1) && cursor.is('mark', ')', 2)));

const operandsOf = (argument: Expression): readonly Expression[] =>
  argument.kind === 'tuple' ? argument.items : [argument];

function parseExponent(cursor: TokenCursor): Expression {
  return cursor.nested(() => {
    if (cursor.accept('mark', '-')) return { kind: 'negative', of: parseExponent(cursor) };
    const exponent = parsePrimary(cursor);
    // `2^3^2` is read from the right.
    return cursor.accept('mark', '^')
      ? { kind: 'power', base: exponent, exponent: parseExponent(cursor) }
      : exponent;
  });
}
