// Everything there is to say about a template in a setting: as data, for people, programs and the documentation.

import { type AnalysedShape, atFirst } from '@allot/compiler';
import { type ShapeCurves, type ShapeSetting, shapeCurves } from '@allot/report';
import { printShape, readsOf, type Template, type TemplateLibrary } from '@allot/spec';
import type { TemplateDocument } from '../documents/template-document.js';
import type { ChosenTemplate } from './choose-template.js';
import { findingsOf } from './findings-of.js';

/** What a template may say about itself beyond what it must. */
type Documented = Template & {
  readonly formula?: string;
  readonly verified?: string;
  readonly secondary?: boolean;
  readonly notes?: string;
};

export interface DescribedTemplate {
  readonly document: TemplateDocument;
  readonly curves: ShapeCurves;
}

/** `reward` is the reward that an advantage is looked at with. */
export function describeTemplate(
  { template, given }: ChosenTemplate,
  setting: ShapeSetting,
  reward?: Template,
): DescribedTemplate {
  // What is said is about the first step, when nothing is remembered yet.
  const built = template.build(given);
  const expression = atFirst(built, template.cells?.(given) ?? {});
  const paid = reward && atFirst(reward.build({}), reward.cells?.({}) ?? {});
  const curves = shapeCurves(
    {
      kind: template.kind,
      expression,
      ...(reward && paid ? { reward: { name: reward.name, expression: paid } } : {}),
    },
    setting,
  );
  const shape: AnalysedShape =
    template.kind === 'advantage' && paid
      ? { kind: 'advantage', expression, reward: paid }
      : { kind: 'reward', expression };
  const { fields, scopes } = readsOf(expression);
  const { name, kind, title, source, formula, verified, secondary, notes }: Documented = template;
  const document: TemplateDocument = {
    format: 1,
    name,
    kind,
    title,
    source,
    formula: formula?.trim() ?? printShape(built),
    ...(verified === undefined ? {} : { verified }),
    ...(secondary === undefined ? {} : { secondary }),
    ...(notes === undefined ? {} : { notes }),
    expression: built,
    fields,
    scopes,
    parameters: Object.entries(template.parameters).map(([parameter, description]) => ({
      name: parameter,
      ...description,
      value: given[parameter] ?? description.default,
    })),
    setting,
    ...(reward ? { reward: reward.name } : {}),
    crossings: curves.crossings.map(({ tiers: [before, after], tokens, value }) => ({
      tokens,
      value,
      before: setting.budgets[before] as number,
      after: setting.budgets[after] as number,
    })),
    findings: findingsOf(shape, setting, built),
  };
  return { document, curves };
}

/** The reward that an advantage is shown with when none is named: its method's own, else HBPO's, which differs by tier. */
export const usualReward = ({ rewards }: TemplateLibrary, { name }: Template): Template =>
  rewards.get(name) ?? (rewards.get('hbpo') as Template);
