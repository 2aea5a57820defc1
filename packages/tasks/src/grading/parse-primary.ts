// Reads what has no operator outside of it: numbers, letters, fractions, roots, functions, brackets, matrices.
import type { Bracket, Expression, Items } from './expression.js';
import { functionNames } from './math-tokens.js';
import { parseDecimal } from './rational.js';
import { takeScientific } from './scientific.js';
import { startsFactor, symbolCommands } from './starts-factor.js';
import { type TokenCursor, Unreadable } from './token-cursor.js';

export function parsePrimary(cursor: TokenCursor): Expression {
  return cursor.nested(() => {
    const token = cursor.take();
    switch (token.kind) {
      case 'number':
        return parseNumber(cursor, token.text);
      case 'letter':
        return { kind: 'symbol', name: token.text + takeSubscript(cursor) };
      case 'text':
        if (token.text === 'and' || token.text === 'or') throw new Unreadable();
        return { kind: 'text', text: token.text };
      case 'mark':
        return parseMark(cursor, token.text);
      case 'command':
        return parseCommand(cursor, token.text);
    }
  });
}

function parseNumber(cursor: TokenCursor, digits: string): Expression {
  const scientific = takeScientific(cursor, digits);
  if (scientific) return scientific;
  if (cursor.is('mark', '_')) {
    const base = Number(
      takeSubscript(cursor)
        .slice(1)
        .replace(/^\((.*)\)$/, '$1'),
    );
    if (!Number.isInteger(base) || base < 2 || base > 36) throw new Unreadable();
    return { kind: 'based', digits, base };
  }
  const value = parseDecimal(digits);
  if (!value) throw new Unreadable();
  return { kind: 'number', value };
}

/** `_` and what is under it, as text; empty where there is none. */
function takeSubscript(cursor: TokenCursor): string {
  if (!cursor.accept('mark', '_')) return '';
  if (cursor.is('mark', '{')) return `_${cursor.rawGroup().replace(/\s+/g, '')}`;
  return `_${cursor.take().text}`;
}

function parseMark(cursor: TokenCursor, mark: string): Expression {
  if (mark === '(' || mark === '[') return parseBrackets(cursor, mark);
  if (mark === '|') return parseBars(cursor, () => cursor.accept('mark', '|'));
  if (mark !== '{') throw new Unreadable();
  if (cursor.accept('mark', '}')) return cursor.grammar.power(cursor);
  const inside = outsideBars(cursor, () => cursor.grammar.list(cursor));
  cursor.expect('mark', '}');
  return inside;
}

/** One thing in brackets is that thing; several are a tuple or the ends of an interval. */
function parseBrackets(cursor: TokenCursor, open: '(' | '['): Expression {
  const inside = outsideBars(cursor, () => cursor.grammar.list(cursor));
  const close: Bracket = cursor.accept('mark', ')') ? ')' : (cursor.expect('mark', ']').text as ']');
  if (inside.kind === 'list') return { kind: 'tuple', open, close, items: inside.items };
  if ((open === '(') !== (close === ')')) throw new Unreadable();
  return inside;
}

function outsideBars<T>(cursor: TokenCursor, read: () => T): T {
  const { bars } = cursor;
  cursor.bars = 0;
  const result = read();
  cursor.bars = bars;
  return result;
}

function parseBars(cursor: TokenCursor, close: () => boolean): Expression {
  cursor.bars++;
  const inside = cursor.grammar.sum(cursor);
  cursor.bars--;
  if (!close()) throw new Unreadable();
  return { kind: 'call', name: 'abs', operands: [inside] };
}

function parseCommand(cursor: TokenCursor, name: string): Expression {
  if (functionNames.has(name)) return parseFunction(cursor, name);
  if (name === 'infty') return { kind: 'infinity' };
  if (name === 'emptyset' || name === 'varnothing') return { kind: 'set', items: [] };
  if (name === 'imath') return { kind: 'symbol', name: 'i' };
  if (symbolCommands.has(name)) return { kind: 'symbol', name: name + takeSubscript(cursor) };
  switch (name) {
    case 'frac':
      return { kind: 'quotient', over: parseArgument(cursor), under: parseArgument(cursor) };
    case 'binom':
      return { kind: 'call', name, operands: [parseArgument(cursor), parseArgument(cursor)] };
    case 'lfloor':
      return parseEnclosed(cursor, 'floor', 'rfloor');
    case 'lceil':
      return parseEnclosed(cursor, 'ceil', 'rceil');
    case 'vert':
      return parseBars(cursor, () => cursor.accept('command', 'vert'));
    case '{':
      return parseSet(cursor);
    case 'begin':
      return parseMatrix(cursor);
    case 'mathbb':
    case 'mathcal':
      return {
        kind: 'symbol',
        name: `${name}${cursor.is('mark', '{') ? cursor.rawGroup() : cursor.take().text}`,
      };
    case 'dot':
    case 'ddot':
    case 'tilde':
      return {
        kind: 'symbol',
        name: `${name}${cursor.is('mark', '{') ? cursor.rawGroup() : cursor.take().text}`,
      };
    case 'boxed':
      return parseArgument(cursor);
    case 'usd':
      return { kind: 'measure', of: cursor.grammar.power(cursor), unit: '$' };
    case 'eur':
      return { kind: 'measure', of: cursor.grammar.power(cursor), unit: '€' };
    case 'gbp':
      return { kind: 'measure', of: cursor.grammar.power(cursor), unit: '£' };
    default:
      throw new Unreadable();
  }
}

/** A group, or one digit, letter or command. */
function parseArgument(cursor: TokenCursor): Expression {
  if (!cursor.is('number')) return parsePrimary(cursor);
  const value = parseDecimal(cursor.takeDigit());
  if (!value) throw new Unreadable();
  return { kind: 'number', value };
}

/** `\sin^2 x`, `\log_2 8`, `\sqrt[3]{x}`, `\max(a, b)` */
function parseFunction(cursor: TokenCursor, name: string): Expression {
  if (name === 'sqrt') return parseRoot(cursor);
  const base = name === 'log' && cursor.accept('mark', '_') ? parseArgument(cursor) : undefined;
  const exponent = cursor.accept('mark', '^') ? parseArgumentSigned(cursor) : undefined;
  const inverse = exponent?.kind === 'negative' && inverses[name];
  const called = inverse ? inverse : name;
  const operands = parseOperands(cursor);
  const call: Expression = { kind: 'call', name: called, operands: base ? [...operands, base] : operands };
  return exponent && !inverse ? { kind: 'power', base: call, exponent } : call;
}

const inverses: Readonly<Record<string, string>> = { sin: 'arcsin', cos: 'arccos', tan: 'arctan' };

const parseArgumentSigned = (cursor: TokenCursor): Expression =>
  cursor.accept('mark', '-') ? { kind: 'negative', of: parseArgument(cursor) } : parseArgument(cursor);

function parseRoot(cursor: TokenCursor): Expression {
  let degree: Expression | undefined;
  if (cursor.accept('mark', '[')) {
    degree = cursor.grammar.sum(cursor);
    cursor.expect('mark', ']');
  }
  const of = parseArgument(cursor);
  return { kind: 'call', name: 'sqrt', operands: degree ? [of, degree] : [of] };
}

/** What a function is of: the brackets behind it, or the factors up to the next sign or function. */
function parseOperands(cursor: TokenCursor): Items {
  if (cursor.is('mark', '(') || cursor.is('mark', '{') || cursor.is('mark', '[')) {
    const inside = parsePrimary(cursor);
    return inside.kind === 'tuple' || inside.kind === 'list' ? inside.items : [inside];
  }
  const negative = cursor.accept('mark', '-');
  const factors = [cursor.grammar.power(cursor)];
  while (startsFactor(cursor) && !cursor.is('command', undefined)) factors.push(cursor.grammar.power(cursor));
  while (cursor.is('command') && symbolCommands.has(cursor.peek()?.text ?? ''))
    factors.push(cursor.grammar.power(cursor));
  if (cursor.accept('command', 'deg'))
    factors.push({ kind: 'quotient', over: { kind: 'symbol', name: 'pi' }, under: halfTurn });
  const operand: Expression =
    factors.length === 1 ? (factors[0] as Expression) : { kind: 'product', factors };
  return [negative ? { kind: 'negative', of: operand } : operand];
}

const halfTurn: Expression = { kind: 'number', value: { numerator: 180n, denominator: 1n } };

function parseEnclosed(cursor: TokenCursor, name: string, close: string): Expression {
  const inside = outsideBars(cursor, () => cursor.grammar.sum(cursor));
  cursor.expect('command', close);
  return { kind: 'call', name, operands: [inside] };
}

function parseSet(cursor: TokenCursor): Expression {
  if (cursor.accept('command', '}')) return { kind: 'set', items: [] };
  const inside = outsideBars(cursor, () => cursor.grammar.list(cursor));
  cursor.expect('command', '}');
  return { kind: 'set', items: inside.kind === 'list' ? inside.items : [inside] };
}

const matrices: ReadonlySet<string> = new Set([
  'matrix',
  'pmatrix',
  'bmatrix',
  'Bmatrix',
  'vmatrix',
  'smallmatrix',
  'array',
]);

function parseMatrix(cursor: TokenCursor): Expression {
  const environment = cursor.rawGroup();
  if (!matrices.has(environment)) throw new Unreadable();
  if (environment === 'array' && cursor.is('mark', '{')) cursor.rawGroup();
  const rows: Expression[][] = [];
  while (!cursor.accept('command', 'end')) {
    const row: Expression[] = [];
    do row.push(outsideBars(cursor, () => cursor.grammar.sum(cursor)));
    while (cursor.accept('mark', '&'));
    rows.push(row);
    if (!cursor.accept('command', 'row') && !cursor.is('command', 'end')) throw new Unreadable();
  }
  if (cursor.rawGroup() !== environment || rows.some((row) => row.length !== rows[0]?.length))
    throw new Unreadable();
  return environment === 'vmatrix'
    ? { kind: 'call', name: 'det', operands: [{ kind: 'matrix', rows }] }
    : { kind: 'matrix', rows };
}
