// The shapes inside a shape, each with its place in the definition.
import type {
  AdvantageStage,
  CreditStage,
  ShapeDefinition,
  Template,
  TemplateLibrary,
  TemplateReference,
} from '@allot/spec';
import type { Path } from '../path.js';

export interface PlacedShape<Shape = ShapeDefinition> {
  readonly at: Path;
  readonly shape: Shape;
}

/** The shape itself and every shape inside it. */
export function shapeParts(shape: ShapeDefinition, at: Path): readonly PlacedShape[] {
  const inner = (part: ShapeDefinition, ...names: readonly string[]) => shapeParts(part, [...at, ...names]);
  const members = (key: string, parts: Readonly<Record<string, ShapeDefinition>>) =>
    Object.entries(parts).flatMap(([name, part]) => inner(part, key, name));
  const own: PlacedShape = { at, shape };
  if ('sum' in shape) return [own, ...members('sum', shape.sum)];
  if ('perTier' in shape) return [own, ...members('perTier', shape.perTier)];
  if ('scale' in shape) {
    const by = typeof shape.by === 'number' ? [] : inner(shape.by, 'by');
    return [own, ...inner(shape.scale, 'scale'), ...by];
  }
  if ('pipeline' in shape)
    return [own, ...shape.pipeline.flatMap((stage, index) => stageParts(stage, [...at, 'pipeline', index]))];
  if ('clamp' in shape) return [own, ...inner(shape.clamp, 'clamp')];
  if ('onlyIf' in shape) return [own, ...inner(shape.use, 'use')];
  return [own];
}

function stageParts(stage: AdvantageStage, at: Path): readonly PlacedShape[] {
  const operands = Object.entries(stage) as readonly (readonly [string, unknown])[];
  return operands.flatMap(([member, value]) =>
    typeof value === 'object' && value !== null ? shapeParts(value as ShapeDefinition, [...at, member]) : [],
  );
}

/** Every shape that stands in a definition. */
export const definedShapes = ({
  reward,
  advantage,
  credit = [],
}: {
  readonly reward: ShapeDefinition;
  readonly advantage: ShapeDefinition;
  readonly credit?: readonly CreditStage[];
}): readonly PlacedShape[] => [
  ...shapeParts(reward, ['reward']),
  ...shapeParts(advantage, ['advantage']),
  ...creditParts(credit),
];

export const creditParts = (credit: readonly CreditStage[]): readonly PlacedShape[] =>
  credit.flatMap((stage, index) =>
    (['multiply', 'add'] as const).flatMap((member) => {
      const value = stage[member];
      return typeof value === 'object' ? shapeParts(value, ['credit', index, member]) : [];
    }),
  );

/** What the credit of tokens may name: credits, and advantages of their responses. */
export const creditLibrary = ({ advantages, credits }: TemplateLibrary): ReadonlyMap<string, Template> =>
  new Map([...advantages, ...credits]);

const isTemplate = (part: PlacedShape): part is PlacedShape<TemplateReference> => 'template' in part.shape;

export const creditTemplates = (credit: readonly CreditStage[]): readonly PlacedShape<TemplateReference>[] =>
  creditParts(credit).filter(isTemplate);

export const templateParts = (shape: ShapeDefinition, at: Path): readonly PlacedShape<TemplateReference>[] =>
  shapeParts(shape, at).filter(isTemplate);

/** Whether a text has to be read to know the shape. */
export const hasText = (shape: ShapeDefinition): boolean =>
  shapeParts(shape, []).some(({ shape: part }) => 'expression' in part || 'onlyIf' in part);
