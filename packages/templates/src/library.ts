// All templates, by kind: for people as functions, for the compiler as a library.
import type { Template, TemplateLibrary } from '@allot/spec';
import { drGrpo } from './advantages/dr-grpo.js';
import { grpo } from './advantages/grpo.js';
import { hbpo as hbpoAdvantage } from './advantages/hbpo.js';
import { hbpoReleased as hbpoReleasedAdvantage } from './advantages/hbpo-released.js';
import { rloo } from './advantages/rloo.js';
import { classic } from './rewards/classic.js';
import { cosine } from './rewards/cosine.js';
import { globalCosine } from './rewards/global-cosine.js';
import { hbpo } from './rewards/hbpo.js';
import { hbpoReleased } from './rewards/hbpo-released.js';
import { l1Exact } from './rewards/l1-exact.js';
import { l1Max } from './rewards/l1-max.js';

/** Reward templates: `reward: rewards.hbpo({ beta: 4 })`. */
export const rewards = { hbpo, hbpoReleased, classic, globalCosine, cosine, l1Exact, l1Max } as const;

/** Advantage templates: `advantage: advantages.hbpo()`. */
export const advantages = {
  hbpo: hbpoAdvantage,
  hbpoReleased: hbpoReleasedAdvantage,
  grpo,
  drGrpo,
  rloo,
} as const;

const byName = (
  functions: Readonly<Record<string, { readonly template: Template }>>,
): ReadonlyMap<string, Template> =>
  new Map(Object.values(functions).map(({ template }) => [template.name, template]));

/** Every template by its name in YAML. */
export const templates: TemplateLibrary = { rewards: byName(rewards), advantages: byName(advantages) };
