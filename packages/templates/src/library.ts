// All templates, by kind: for people as functions, for the compiler as a library.
import type { Template, TemplateLibrary } from '@allot/spec';
import { adaptthink } from './advantages/adaptthink.js';
import { ddca } from './advantages/ddca.js';
import { dler as dlerAdvantage } from './advantages/dler.js';
import { drGrpo } from './advantages/dr-grpo.js';
import { drpo } from './advantages/drpo.js';
import { gfpo } from './advantages/gfpo.js';
import { grpo } from './advantages/grpo.js';
import { grpoLead as grpoLeadAdvantage } from './advantages/grpo-lead.js';
import { hbpo as hbpoAdvantage } from './advantages/hbpo.js';
import { hbpoReleased as hbpoReleasedAdvantage } from './advantages/hbpo-released.js';
import { qglas } from './advantages/qglas.js';
import { reinforcePlusPlus } from './advantages/reinforce-plus-plus.js';
import { reinforcePlusPlusBaseline } from './advantages/reinforce-plus-plus-baseline.js';
import { rloo } from './advantages/rloo.js';
import { twyn as twynAdvantage } from './advantages/twyn.js';
import { anytimeReasoner } from './credits/anytime-reasoner.js';
import { attnpo } from './credits/attnpo.js';
import { decs } from './credits/decs.js';
import { lcR1 as lcR1Credit } from './credits/lc-r1.js';
import { sas } from './credits/sas.js';
import { aDlp } from './rewards/a-dlp.js';
import { alp } from './rewards/alp.js';
import { autothink } from './rewards/autothink.js';
import { autothinkBalance } from './rewards/autothink-balance.js';
import { autothinkLength } from './rewards/autothink-length.js';
import { bingo } from './rewards/bingo.js';
import { budgetthinker } from './rewards/budgetthinker.js';
import { classic } from './rewards/classic.js';
import { cosine } from './rewards/cosine.js';
import { daDler } from './rewards/da-dler.js';
import { dapoOverlong } from './rewards/dapo-overlong.js';
import { dast } from './rewards/dast.js';
import { dler } from './rewards/dler.js';
import { dot } from './rewards/dot.js';
import { globalCosine } from './rewards/global-cosine.js';
import { gr3 } from './rewards/gr3.js';
import { grlc } from './rewards/grlc.js';
import { grpoLead } from './rewards/grpo-lead.js';
import { hapo } from './rewards/hapo.js';
import { hbpo } from './rewards/hbpo.js';
import { hbpoReleased } from './rewards/hbpo-released.js';
import { jet } from './rewards/jet.js';
import { kimi } from './rewards/kimi.js';
import { l1Exact } from './rewards/l1-exact.js';
import { l1Max } from './rewards/l1-max.js';
import { lapoDiscovery } from './rewards/lapo-discovery.js';
import { lapoInternalize } from './rewards/lapo-internalize.js';
import { laser } from './rewards/laser.js';
import { laserD } from './rewards/laser-d.js';
import { laserDe } from './rewards/laser-de.js';
import { lcR1 } from './rewards/lc-r1.js';
import { shortRl } from './rewards/short-rl.js';
import { shorterbetter } from './rewards/shorterbetter.js';
import { smartthinker } from './rewards/smartthinker.js';
import { thinkless } from './rewards/thinkless.js';
import { thinkprune } from './rewards/thinkprune.js';
import { tlmre } from './rewards/tlmre.js';
import { twyn } from './rewards/twyn.js';

/** Reward templates: `reward: rewards.hbpo({ beta: 4 })`. */
export const rewards = {
  hbpo,
  hbpoReleased,
  classic,
  globalCosine,
  cosine,
  // The stated budget, or one limit for all.
  l1Exact,
  l1Max,
  budgetthinker,
  lapoInternalize,
  dapoOverlong,
  thinkprune,
  dler,
  laser,
  aDlp,
  // What the run remembers of the problem.
  hapo,
  // The lengths of the siblings.
  tlmre,
  kimi,
  shorterbetter,
  dast,
  grpoLead,
  twyn,
  lcR1,
  jet,
  shortRl,
  lapoDiscovery,
  smartthinker,
  gr3,
  grlc,
  dot,
  // How often the problem is solved.
  daDler,
  laserD,
  laserDe,
  alp,
  // What a program of the user's says.
  bingo,
  // To think or not to think.
  autothink,
  autothinkBalance,
  autothinkLength,
  thinkless,
} as const;

/** Advantage templates: `advantage: advantages.hbpo()`. */
export const advantages = {
  hbpo: hbpoAdvantage,
  hbpoReleased: hbpoReleasedAdvantage,
  grpo,
  drGrpo,
  rloo,
  reinforcePlusPlus,
  reinforcePlusPlusBaseline,
  dler: dlerAdvantage,
  grpoLead: grpoLeadAdvantage,
  twyn: twynAdvantage,
  gfpo,
  adaptthink,
  ddca,
  qglas,
  drpo,
} as const;

/** Credit templates, for tokens: `credit: [{ tokens: 'thinking', multiply: credits.sas() }]`. */
export const credits = {
  decs,
  attnpo,
  sas,
  anytimeReasoner,
  lcR1: lcR1Credit,
} as const;

const byName = (
  functions: Readonly<Record<string, { readonly template: Template }>>,
): ReadonlyMap<string, Template> =>
  new Map(Object.values(functions).map(({ template }) => [template.name, template]));

/** Every template by its name in YAML. */
export const templates: TemplateLibrary = {
  rewards: byName(rewards),
  advantages: byName(advantages),
  credits: byName(credits),
};
