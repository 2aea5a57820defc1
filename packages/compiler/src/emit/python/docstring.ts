// The docstring of an emitted function: what the shape is, its formula, and its arguments.
import { type Expression, fieldTable, printShape } from '@allot/spec';
import type { PythonShape } from './emit-python.js';
import { cellName, ROW_OF_TOKEN, type ShapeInputs, signalName } from './inputs.js';
import { LINE_LENGTH } from './layout.js';
import { snakeCase } from './names.js';

export function docstring(
  shape: PythonShape,
  { fields, cells, signals, keywords, scopes, tokens }: ShapeInputs,
): readonly string[] {
  const notes: readonly (readonly [string, string])[] = [
    ...fields.map((name) => [snakeCase(name), fieldTable[name].description] as const),
    ...cells.map(
      (name) => [cellName(name), `The cell ${name} of the run's memory, before the step.`] as const,
    ),
    ...signals.map(
      (signal) =>
        [
          signalName(signal),
          `The signal ${signal.name}, one value a ${signal.per === 'token' ? 'token' : 'row'}.`,
        ] as const,
    ),
    ...(scopes.has('tier') && !fields.includes('tier')
      ? [['tier', fieldTable.tier.description] as const]
      : []),
    ...(keywords.includes('group')
      ? [['group', 'Equal for the rollouts of one problem in one step.'] as const]
      : []),
    ...(tokens ? [[ROW_OF_TOKEN, 'Row of every token that carries loss, ascending.'] as const] : []),
    ...(keywords.includes('rows') ? [['rows', 'Number of rows.'] as const] : []),
  ];
  const paragraphs = [
    wrap(shape.title ?? `The ${shape.kind} ${shape.name}.`, 0),
    shape.source === undefined ? [] : wrap(shape.source, 0),
    formula(shape.expression).flatMap((line) => wrap(line, 4)),
    notes.flatMap(([name, text]) => wrap(`${name}: ${text}`, 0)),
  ].filter((lines) => lines.length > 0);
  const lines = paragraphs.flatMap((paragraph, index) => (index === 0 ? paragraph : ['', ...paragraph]));
  return [`"""${lines[0]}`, ...lines.slice(1), '"""'].map((line) => (line === '' ? '' : `    ${line}`));
}

/** Named intermediates a line each, then the value. */
const formula = (expression: Expression): readonly string[] =>
  expression.kind === 'let'
    ? [`${expression.name} = ${printShape(expression.value)}`, ...formula(expression.body)]
    : [printShape(expression)];

/** Text for a docstring: on one line, nothing in it ending the string or escaping. */
export const plain = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').trim().replaceAll('\\', '\\\\').replaceAll('"""', "'''").replace(/"$/, "'");

function wrap(text: string, indent: number): readonly string[] {
  const room = LINE_LENGTH - 4 - '"""'.length - indent;
  const lines: string[] = [];
  for (const word of plain(text).split(' ')) {
    const line = lines.at(-1);
    if (line === undefined || line.length + 1 + word.length > room) lines.push(word);
    else lines[lines.length - 1] = `${line} ${word}`;
  }
  return lines.map((line) => ' '.repeat(indent) + line);
}
