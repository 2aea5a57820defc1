// Everything there is to say about a template in a setting: as data, for people, programs and the documentation.

import { atFirst } from '@allot/compiler';
import { type ShapeCurves, type ShapeSetting, shapeCurves } from '@allot/report';
import {
  type Expression,
  printShape,
  readsOf,
  shape,
  type Template,
  type TemplateLibrary,
} from '@allot/spec';
import type { TemplateDocument } from '../documents/template-document.js';
import { type ChosenTemplate, cellsOf } from './choose-template.js';
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
  /** Absent for a credit, which is of tokens. */
  readonly curves?: ShapeCurves;
}

/** `reward` is the reward that an advantage or a credit is looked at with. */
export function describeTemplate(
  chosen: ChosenTemplate,
  setting: ShapeSetting,
  reward?: Template,
): DescribedTemplate {
  // What is said is about the first step, when nothing is remembered yet.
  const { template, given } = chosen;
  const built = template.build(given);
  const expression = atFirst(built, cellsOf(chosen));
  const paid = reward && atFirst(reward.build({}), reward.cells?.({}) ?? {});
  const curves =
    template.kind === 'credit'
      ? undefined
      : shapeCurves(
          {
            kind: template.kind,
            expression,
            ...(reward && paid ? { reward: { name: reward.name, expression: paid } } : {}),
          },
          setting,
        );
  const { fields, scopes, tokenFields, tokenScopes } = readsOf(expression);
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
    tokenFields,
    tokenScopes,
    signals: Object.entries(template.signals ?? {}).map(([signal, described]) => ({
      name: signal,
      ...described,
    })),
    parameters: Object.entries(template.parameters).map(([parameter, description]) => ({
      name: parameter,
      ...description,
      value: given[parameter] ?? description.default,
    })),
    setting,
    ...(reward ? { reward: reward.name } : {}),
    crossings: (curves?.crossings ?? []).map(({ tiers: [before, after], tokens, value }) => ({
      tokens,
      value,
      before: setting.budgets[before] as number,
      after: setting.budgets[after] as number,
    })),
    ...(template.stage ? { stage: template.stage } : {}),
    findings: findingsOf(analysed(template.kind, expression, paid), setting, built, rangesOf(template)),
  };
  return { document, ...(curves ? { curves } : {}) };
}

/** Least and greatest value of its signals. */
const rangesOf = ({ signals = {} }: Template) =>
  Object.fromEntries(
    Object.entries(signals).flatMap(([name, { range }]) => (range ? [[name, range] as const] : [])),
  );

/** Credits are looked at with GRPO's advantages. */
function analysed(
  kind: Template['kind'],
  expression: Expression,
  reward: Expression | undefined,
): Parameters<typeof findingsOf>[0] {
  if (kind === 'reward' || !reward) return { kind: 'reward', expression };
  if (kind === 'advantage') return { kind, expression, reward };
  return { kind, expression, reward, advantage: grpo };
}

const grpo = shape.divide(
  shape.subtract(shape.field('reward'), shape.reduce('mean', 'group', shape.field('reward'))),
  shape.add(shape.reduce('std', 'group', shape.field('reward')), 1e-6),
);

/** The reward that an advantage is shown with when none is named: its method's own, else HBPO's, which differs by tier. */
export const usualReward = ({ rewards }: TemplateLibrary, { name }: Template): Template =>
  rewards.get(name) ?? (rewards.get('hbpo') as Template);
