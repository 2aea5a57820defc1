// Builds the expression of a shape: templates, texts, functions, and combinations of them.
import {
  type Expression,
  type ResolvedShape,
  type ShapeDefinition,
  shape,
  type TemplateReference,
} from '@allot/spec';
import type { Path } from '../path.js';
import { buildPipeline } from './build-pipeline.js';
import { buildSchedule } from './build-schedule.js';

/** What the leaves of a shape stand for; undefined where something is wrong with one, which has been told then. */
export interface ShapeLeaves {
  template(reference: TemplateReference, at: Path): Omit<ResolvedShape, 'components'> | undefined;
  text(expression: string, at: Path): Expression | undefined;
  function(name: string, at: Path): Expression | undefined;
}

/** The shape as one expression; undefined where a part of it is wrong. Every part is looked at. */
export function buildShape(
  definition: ShapeDefinition,
  at: Path,
  leaves: ShapeLeaves,
): ResolvedShape | undefined {
  if ('template' in definition) {
    const built = leaves.template(definition, at);
    return built && { ...built, components: {} };
  }
  const components = 'sum' in definition ? buildMembers(definition.sum, [...at, 'sum'], leaves) : {};
  const expression =
    'sum' in definition ? components && total(components) : buildExpression(definition, at, leaves);
  if (!expression || !components) return undefined;
  return { name: nameOf(definition), parameters: {}, expression, components };
}

const total = (parts: Readonly<Record<string, Expression>>): Expression =>
  Object.values(parts).reduce((sum, part) => shape.add(sum, part));

function nameOf(definition: Exclude<ShapeDefinition, TemplateReference>): string {
  return 'shape' in definition ? definition.shape : (Object.keys(definition)[0] as string);
}

function buildExpression(definition: ShapeDefinition, at: Path, leaves: ShapeLeaves): Expression | undefined {
  const part = (inner: ShapeDefinition, name: string) => buildExpression(inner, [...at, name], leaves);
  if ('template' in definition) return leaves.template(definition, at)?.expression;
  if ('expression' in definition) return leaves.text(definition.expression, [...at, 'expression']);
  if ('shape' in definition) return leaves.function(definition.shape, [...at, 'shape']);
  if ('sum' in definition) {
    const parts = buildMembers(definition.sum, [...at, 'sum'], leaves);
    return parts && total(parts);
  }
  if ('scale' in definition) {
    const inner = part(definition.scale, 'scale');
    const by = typeof definition.by === 'number' ? shape.number(definition.by) : part(definition.by, 'by');
    return inner && by && shape.multiply(inner, by);
  }
  if ('clamp' in definition) {
    const inner = part(definition.clamp, 'clamp');
    return inner && clamp(inner, definition.min, definition.max);
  }
  if ('onlyIf' in definition) {
    const test = leaves.text(definition.onlyIf, [...at, 'onlyIf']);
    const inner = part(definition.use, 'use');
    return test && inner && shape.when(test, inner, definition.otherwise ?? 0);
  }
  if ('perTier' in definition) {
    const parts = buildMembers(definition.perTier, [...at, 'perTier'], leaves);
    return parts && byBudget(Object.entries(parts));
  }
  if ('pipeline' in definition)
    return buildPipeline(definition.pipeline, (inner, stage, member) =>
      buildExpression(inner, [...at, 'pipeline', stage, member], leaves),
    );
  return buildSchedule(definition);
}

function buildMembers(
  members: Readonly<Record<string, ShapeDefinition>>,
  at: Path,
  leaves: ShapeLeaves,
): Readonly<Record<string, Expression>> | undefined {
  const built = Object.entries(members).map(
    ([name, member]) => [name, buildExpression(member, [...at, name], leaves)] as const,
  );
  const sound = built.filter((entry): entry is readonly [string, Expression] => entry[1] !== undefined);
  return sound.length === built.length && built.length > 0 ? Object.fromEntries(sound) : undefined;
}

function clamp(inner: Expression, min: number | undefined, max: number | undefined): Expression {
  const raised = min === undefined ? inner : shape.call('max', inner, min);
  return max === undefined ? raised : shape.call('min', raised, max);
}

/** The last budget needs no test: every tier has a shape. */
const byBudget = (entries: readonly (readonly [budget: string, Expression])[]): Expression =>
  entries
    .map(([budget, expression]) => ({ budget: Number(budget), expression }))
    .reduceRight<Expression | undefined>(
      (otherwise, { budget, expression }) =>
        otherwise
          ? shape.when(shape.binary(shape.field('budget'), '==', budget), expression, otherwise)
          : expression,
      undefined,
    ) as Expression;
