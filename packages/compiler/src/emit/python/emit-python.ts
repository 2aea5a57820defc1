// Emits a shape as a module of NumPy code that stands alone: one function, and the helpers it calls.
import { type Expression, fieldTable, isOfTokens } from '@allot/spec';
import { docstring, plain } from './docstring.js';
import { gather } from './gather.js';
import { helperCode, helperNames } from './helpers.js';
import { cellName, inputsOf, ROW_OF_TOKEN, signalName } from './inputs.js';
import { layOut, list, prefix } from './layout.js';
import { createNames, snakeCase } from './names.js';
import { asNumber } from './piece.js';
import { writeExpression } from './write-expression.js';

export interface PythonShape {
  /** Of the template or function; the Python function has it in snake_case. */
  readonly name: string;
  readonly kind: 'reward' | 'advantage' | 'coefficient' | 'credit' | 'cut';
  readonly expression: Expression;
  /** What it does, in one line. */
  readonly title?: string;
  /** Paper and equation. */
  readonly source?: string;
}

/**
 * Python source, equal for equal shapes. The function takes what the shape reads as keyword arguments in snake_case:
 * fields (columns of one value a row, or single numbers; flags as booleans), cells of the memory, signals, `group` and `tier` for statistics over them,
 * and parameters with their values as defaults. A shape that looks at tokens takes `row_of_token`, ascending, and columns of one value a
 * token. It gives one value a row, or a token where the shape is of tokens: what `evaluateShape` or `evaluateTokens` gives, to within the
 * rounding of the two mathematical libraries. One corner differs: of 0 and -0, `min` and `max` may give either.
 */
export function emitPython(shape: PythonShape): string {
  const inputs = inputsOf(shape.expression);
  const { around, gathered } = gather(inputs);
  const level = isOfTokens(shape.expression) ? 'token' : 'row';
  const result = writeExpression(shape.expression, { ...around, level }, new Map());
  const { helpers, defaults, scopes, statements } = gathered();

  const keywords = [...inputs.keywords, ...defaults];
  const signature = list(`${functionName(shape.name)}(`, keywords.length > 0 ? ['*', ...keywords] : [], ')');
  const lines = [
    `${layOut(prefix('def ', signature), 0, 1)}:`,
    ...docstring(shape, inputs),
    ...inputs.fields.map((field) => `    ${load(snakeCase(field), fieldTable[field].type)}`),
    ...(inputs.tokens ? [`    ${ROW_OF_TOKEN} = np.asarray(${ROW_OF_TOKEN}, dtype=int)`] : []),
    ...inputs.cells.map((cell) => `    ${load(cellName(cell), 'number')}`),
    ...inputs.signals.map((signal) => `    ${load(signalName(signal), 'number')}`),
    ...scopes.map((scope) => layOut(scope, 4)),
    '    with np.errstate(all="ignore"):',
    ...statements.map((statement) => layOut(statement, 8)),
    layOut(prefix('return ', asNumber(result).code), 8),
  ];
  const opener = `"""The ${shape.kind} ${plain(shape.name)} as NumPy code."""\n\nimport numpy as np`;
  return `${[opener, lines.join('\n'), ...helperCode(helpers)].join('\n\n\n')}\n`;
}

/** Name of the emitted function; no helper has it. */
export const functionName = (name: string): string => createNames(helperNames).take(name);

const load = (name: string, type: 'number' | 'flag'): string =>
  `${name} = np.asarray(${name}, dtype=${type === 'flag' ? 'bool' : 'float'})`;
