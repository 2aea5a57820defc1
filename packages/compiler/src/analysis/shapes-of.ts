// The expressions that the shapes of a definition stand for.
import {
  type CompilerHost,
  contentKey,
  type Expression,
  type Template,
  type TemplateReference,
} from '@allot/spec';
import type { FilledReinforcement } from '../schema/filled-definition.js';

export interface DefinedShape {
  readonly expression: Expression;
  /** Parameters that are written and that the expression does not depend on. */
  readonly idle: readonly string[];
}

/** Undefined for a shape that another rule reports. */
export function shapesOf(
  { reward, advantage }: Pick<FilledReinforcement, 'reward' | 'advantage'>,
  { templates }: CompilerHost,
): { readonly reward: DefinedShape | undefined; readonly advantage: DefinedShape | undefined } {
  return {
    reward: build(reward, templates.rewards.get(reward.template)),
    advantage: build(advantage, templates.advantages.get(advantage.template)),
  };
}

function build(
  { parameters = {} }: TemplateReference,
  template: Template | undefined,
): DefinedShape | undefined {
  if (!template || !Object.entries(parameters).every(([name, value]) => isSound(template, name, value)))
    return undefined;
  const expression = template.build(parameters);
  const same = (changed: TemplateReference['parameters'] = {}): boolean =>
    contentKey(template.build(changed)) === contentKey(expression);
  const other = (value: number | boolean) => (typeof value === 'boolean' ? !value : 2 * value + 1);
  const idle = Object.entries(parameters).filter(([name, value]) =>
    same({ ...parameters, [name]: other(value) }),
  );
  return { expression, idle: idle.map(([name]) => name) };
}

function isSound({ parameters }: Template, name: string, value: number | boolean): boolean {
  const known = Object.hasOwn(parameters, name) ? parameters[name] : undefined;
  if (!known || (typeof known.default === 'boolean') !== (typeof value === 'boolean')) return false;
  const [least, most] = known.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  return typeof value === 'boolean' || (value >= least && value <= most);
}
