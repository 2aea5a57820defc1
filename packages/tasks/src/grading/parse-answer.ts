// Reads the tokens of an answer: several answers, relations between them, and operations on sets.
import { type Expression, type Joint, type Operator, type SetOperation, unknownsOf } from './expression.js';
import { tokenize } from './math-tokens.js';
import { parsePower, parseSum } from './parse-sum.js';
import { TokenCursor, Unreadable } from './token-cursor.js';

/** Undefined for what is no formula. Throws `TooDeep`. `clean` comes from `cleanAnswer`. */
export function parseAnswer(clean: string): Expression | undefined {
  const tokens = tokenize(clean);
  if (!tokens || tokens.length === 0) return undefined;
  const cursor = new TokenCursor(tokens, { list: parseList, sum: parseSum, power: parsePower });
  try {
    const answer = parseList(cursor);
    return cursor.ended ? answer : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

/** One answer, or several with commas, semicolons, `and` or `or` between them. */
function parseList(cursor: TokenCursor): Expression {
  return cursor.nested(() => {
    const items = [parseRelation(cursor)];
    let joint: Joint = ',';
    for (let next = takeJoint(cursor); next !== undefined; next = takeJoint(cursor)) {
      if (next !== ',') joint = next;
      items.push(parseRelation(cursor));
    }
    return items.length === 1 ? (items[0] as Expression) : { kind: 'list', items, joint };
  });
}

function takeJoint(cursor: TokenCursor): Joint | undefined {
  let found: Joint | undefined;
  for (;;) {
    if (cursor.accept('mark', ',') || cursor.accept('mark', ';')) found ??= ',';
    else if (cursor.accept('text', 'and') || cursor.accept('command', 'and')) found = 'and';
    else if (cursor.accept('text', 'or') || cursor.accept('command', 'or')) found = 'or';
    else return found;
  }
}

const operators: Readonly<Record<string, Operator | '~'>> = {
  '=': '=',
  '<': '<',
  '>': '>',
  le: '<=',
  ge: '>=',
  ne: '!=',
  in: 'in',
  approx: '~',
};

function parseRelation(cursor: TokenCursor): Expression {
  const parts = [parseRatio(cursor)];
  const between: (Operator | '~')[] = [];
  for (let next = takeOperator(cursor); next !== undefined; next = takeOperator(cursor)) {
    between.push(next);
    parts.push(parseRatio(cursor));
  }
  return relationOf(parts, between);
}

/** What is only near a value that is stated, `1/3 \approx 0.33`, is left out; a name that is near a value has that value. */
function relationOf(parts: readonly Expression[], written: readonly (Operator | '~')[]): Expression {
  const near = written.indexOf('~');
  const isStated = near >= 0 && unknownsOf(parts[near] as Expression).size === 0;
  const end = isStated ? near : written.length;
  const operators = written.slice(0, end).map((operator) => (operator === '~' ? '=' : operator));
  return operators.length === 0
    ? (parts[0] as Expression)
    : { kind: 'relation', parts: parts.slice(0, end + 1), operators };
}

function takeOperator(cursor: TokenCursor): Operator | '~' | undefined {
  const token = cursor.peek();
  if (!token || (token.kind !== 'mark' && token.kind !== 'command')) return undefined;
  if (cursor.is('mark', '!') && cursor.is('mark', '=', 1)) {
    cursor.take();
    cursor.take();
    return '!=';
  }
  const operator = operators[token.text];
  if (operator === undefined) return undefined;
  cursor.take();
  if ((operator === '<' || operator === '>') && cursor.accept('mark', '=')) return `${operator}=`;
  return operator;
}

/** `a : b : c`; a unit behind it belongs to the whole, as in `8:34 p.m.` */
function parseRatio(cursor: TokenCursor): Expression {
  const parts = [parseSets(cursor)];
  while (cursor.accept('mark', ':') || cursor.accept('command', ':')) parts.push(parseSets(cursor));
  const last = parts.at(-1) as Expression;
  if (parts.length === 1) return last;
  if (last.kind !== 'measure') return { kind: 'ratio', parts };
  return { kind: 'measure', of: { kind: 'ratio', parts: [...parts.slice(0, -1), last.of] }, unit: last.unit };
}

const setOperations: Readonly<Record<string, SetOperation>> = {
  cup: 'union',
  cap: 'intersection',
  setminus: 'difference',
  backslash: 'difference',
};

function parseSets(cursor: TokenCursor): Expression {
  let left = parseSum(cursor);
  for (;;) {
    const token = cursor.peek();
    const kind = token?.kind === 'command' ? setOperations[token.text] : undefined;
    if (kind === undefined) return left;
    cursor.take();
    left = { kind, parts: [left, parseSum(cursor)] };
  }
}
