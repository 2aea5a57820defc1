// Lowers the text of a definition, such as `correct ? 1 - tokens / lMax : 0`. It is read, never run.
import {
  type Diagnostic,
  type Expression,
  fieldTable,
  isTokenField,
  type Phase,
  reduceScopes,
  shapeFields,
  signalMember,
  tokenFields,
  tokenScopes,
} from '@allot/spec';
import { ts } from 'ts-morph';
import { Modules } from '../load/modules.js';
import { report } from './catalog-shape.js';
import { bindAll, type Entry, type Environment, type RowContext, topLevel } from './environment.js';
import { signalsOf, tokenScopeOf } from './lower-name.js';
import { requireNumber } from './lower-operators.js';
import { isKnownAt, type ShapeStage } from './lowerer.js';
import { ShapeLowering } from './shape-lowering.js';
import { type TextPlace, textSpans } from './text-place.js';

/** A condition is true or false, or a number as JavaScript takes it. */
export type TextKind = ShapeStage | `${ShapeStage}-condition`;

const described: Readonly<Record<TextKind, string>> = {
  reward: 'a reward',
  advantage: 'an advantage',
  credit: 'a credit',
  'reward-condition': 'the condition of a reward',
  'advantage-condition': 'the condition of an advantage',
  'credit-condition': 'the condition of a credit',
};

/** The expression of a text in which all fields, `group`, `tier`, `batch`, `response`, `state` and `Math` are in scope. */
export function lowerText(text: string, place: TextPlace, kind: TextKind): Phase<Expression> {
  const spans = textSpans(text, place);
  const stage = kind.replace('-condition', '') as ShapeStage;
  const [node, problems] = parseExpression(text, spans);
  if (!node) return [undefined, problems];
  const lowering = new ShapeLowering({
    what: described[kind],
    stage,
    modules: new Modules(new Map()),
    spanOf: (at) => spans(at.getStart(), at.getEnd()),
  });
  const value = lowering.expression(node, everyField(stage));
  if (kind === stage) requireNumber(node, value.type, lowering);
  return lowering.finish(node, value);
}

function parseExpression(
  text: string,
  spans: ReturnType<typeof textSpans>,
): readonly [node: ts.Expression | undefined, problems: readonly Diagnostic[]] {
  const unread = (
    problem: string,
    start: number,
    end: number,
  ): readonly [undefined, readonly Diagnostic[]] => {
    const span = spans(start, end);
    return [undefined, [report('shape/syntax', { problem }, span ? { span } : {})]];
  };
  const source = parseQuietly(text);
  if (!source) return unread('it is nested too deeply', 0, text.length);
  const { parseDiagnostics = [] } = source as { parseDiagnostics?: readonly ts.DiagnosticWithLocation[] };
  const [first] = parseDiagnostics;
  if (first) {
    const problem = ts.flattenDiagnosticMessageText(first.messageText, ' ').replace(/\.$/, '');
    const start = Math.min(first.start, Math.max(0, text.length - 1));
    return unread(problem, start, Math.min(text.length, first.start + first.length));
  }
  const [statement, second] = source.statements;
  if (!statement) return unread('it is empty', 0, text.length);
  if (second) return unread('it holds more than one expression', second.getStart(), second.getEnd());
  if (!ts.isExpressionStatement(statement))
    return unread('it is a statement', statement.getStart(), statement.getEnd());
  return [statement.expression, []];
}

/** Undefined when the parser ran out of stack. */
function parseQuietly(text: string): ts.SourceFile | undefined {
  try {
    return ts.createSourceFile('expression.ts', text, ts.ScriptTarget.Latest, true);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** `tier` is a field, and in `tier.mean(...)` a scope. */
function everyField(stage: ShapeStage): Environment {
  const credit = stage === 'credit';
  const row: RowContext = credit ? { kind: 'token', row: { kind: 'row' } } : { kind: 'row' };
  const readable = [...shapeFields, ...(credit ? tokenFields : [])].filter((name) =>
    isKnownAt(stage, fieldTable[name]),
  );
  const scopes = reduceScopes.map((scope): Entry => [scope, { kind: 'scope', scope }]);
  const fields = readable.map((name): Entry => {
    const value = {
      expression: { kind: 'field', name },
      type: fieldTable[name].type,
      extent: isTokenField(name) ? 'token' : 'row',
    } as const;
    return [name, { kind: 'value', value, row, ...(name === 'tier' ? { scope: 'tier' as const } : {}) }];
  });
  const ofTokens = tokenScopes.flatMap((name): Entry[] => {
    const scope = tokenScopeOf(name, row);
    return scope ? [[name, scope]] : [];
  });
  const signals = Object.values(signalMember).flatMap((name): Entry[] => {
    const binding = signalsOf(name, row);
    return binding ? [[name, binding]] : [];
  });
  return bindAll(topLevel(row), [
    ['state', { kind: 'memory' }],
    ...signals,
    ...scopes,
    ...ofTokens,
    ...fields,
  ]);
}
