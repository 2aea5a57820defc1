// An advantage pipeline as an expression: every stage works on what the one before it left.
import {
  type AdvantageStage,
  type Coefficient,
  type Expression,
  type ShapeDefinition,
  shape,
} from '@allot/spec';

/** Builds the shape at a member of a stage; undefined where something is wrong with it. */
export type BuildPart = (part: ShapeDefinition, stage: number, member: string) => Expression | undefined;

/** Begins with the reward. Undefined where a part is wrong; every part is looked at. */
export function buildPipeline(stages: readonly AdvantageStage[], build: BuildPart): Expression | undefined {
  const operands = stages.map((stage, index) => operandOf(stage, index, build));
  if (operands.includes('wrong')) return undefined;
  const run = (index: number, value: Expression, first: Expression): Expression => {
    const stage = stages[index];
    if (!stage) return value;
    const next = applyStage(stage, value, operands[index] as Expression | undefined, first);
    return shape.define(`stage${index + 1}`, next, (local) =>
      run(index + 1, local, index === 0 ? local : first),
    );
  };
  return run(0, shape.field('reward'), shape.field('reward'));
}

function operandOf(stage: AdvantageStage, index: number, build: BuildPart): Expression | 'wrong' | undefined {
  const part = (value: Coefficient, member: string): Expression | 'wrong' =>
    typeof value === 'number' ? shape.number(value) : (build(value, index, member) ?? 'wrong');
  if ('subtract' in stage) return part(stage.subtract, 'subtract');
  if ('add' in stage) return part(stage.add, 'add');
  if ('multiply' in stage) return part(stage.multiply, 'multiply');
  if ('by' in stage) return part(stage.by, 'by');
  return undefined;
}

function applyStage(
  stage: AdvantageStage,
  value: Expression,
  operand: Expression | undefined,
  first: Expression,
): Expression {
  const given = operand ?? shape.number(0);
  if ('center' in stage) return center(stage.center, value);
  if ('subtract' in stage) return shape.subtract(value, given);
  if ('add' in stage) return shape.add(value, given);
  if ('multiply' in stage) return shape.multiply(value, given);
  if ('scale' in stage) {
    const { scale, epsilon = 1e-6, sampleStd = true } = stage;
    const deviation = shape.reduce('std', scale, value, { ddof: sampleStd ? 1 : 0 });
    return shape.divide(value, shape.add(deviation, epsilon));
  }
  if ('keep' in stage) {
    const by = stage.order === 'greatest' ? shape.negate(given) : given;
    return shape.when(shape.binary(shape.reduce('rank', 'group', by), '<', stage.keep), value, 0);
  }
  return shape.when(shape.binary(shape.multiply(value, first), '<', 0), 0, value);
}

const center = (over: 'group' | 'tier' | 'batch' | 'others', value: Expression): Expression =>
  shape.subtract(
    value,
    over === 'others'
      ? shape.reduce('mean', 'group', value, { leaveOneOut: true })
      : shape.reduce('mean', over, value),
  );
