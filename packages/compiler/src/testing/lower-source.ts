// Lowers the shapes of a source given as text; files beside it are given as text too.
import { type Diagnostic, type Expression, printShape, type ShapeKind } from '@allot/spec';
import { Modules } from '../load/modules.js';
import { loadShapes } from '../shape/load-shapes.js';

export interface LoweredSource {
  readonly expression: Expression | undefined;
  /** The expression as math text, for comparisons. */
  readonly printed: string | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

const definers: Readonly<Record<ShapeKind, string>> = {
  reward: 'defineReward',
  advantage: 'defineAdvantage',
  credit: 'defineCredit',
  coefficient: 'defineCoefficient',
};

/** A file that defines one shape, named `example`, behind whatever else it declares. */
export const shapeFile = (of: string, before = '', kind: ShapeKind = 'reward'): string =>
  `import { defineAdvantage, defineCoefficient, defineCredit, defineReward } from 'allot';\n${before}\nexport const example = ${definers[kind]}('example', ${of});\n`;

/** Lowers the shape `example` of a file. */
export function lowerSource(text: string, files: Readonly<Record<string, string>> = {}): LoweredSource {
  const modules = new Modules(new Map());
  for (const [name, content] of Object.entries(files)) modules.parse(`/shapes/${name}`, content);
  const source = modules.parse('/shapes/definition.ts', text);
  const { shapes, diagnostics } = loadShapes(source, modules, new Set(['example']));
  const expression = shapes.get('example')?.expression;
  return { expression, printed: expression && printShape(expression), diagnostics };
}
