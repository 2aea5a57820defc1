// All presets: published runs that `allot reproduce` lists.
import { aDlp } from './a-dlp.js';
import { adaptthink } from './adaptthink.js';
import { autothink1, autothink2, autothink3 } from './autothink.js';
import { dapo } from './dapo.js';
import { deepscaler } from './deepscaler.js';
import { daDler, dler } from './dler.js';
import { dot4k, dot8k } from './dot.js';
import { drpo } from './drpo.js';
import { elastic } from './elastic.js';
import { grpoLead } from './grpo-lead.js';
import { hapo, hapoDeepscaler } from './hapo.js';
import { hbpo, hbpoDeepscaler, hbpoReleased } from './hbpo.js';
import {
  hbpoClassicReward,
  hbpoCosineReward,
  hbpoEightBudgets,
  hbpoOneBudget,
  hbpoSixBudgets,
  hbpoTwoBudgets,
} from './hbpo-ablations.js';
import { jet } from './jet.js';
import { l1Exact, l1Max } from './l1.js';
import { lapoDiscovery, lapoInternalize } from './lapo.js';
import { laser, laserD, laserDe } from './laser.js';
import { lcR1 } from './lc-r1.js';
import type { Preset } from './preset.js';
import { shorterbetter } from './shorterbetter.js';
import { smartthinker } from './smartthinker.js';
import { thinkless } from './thinkless.js';
import { thinkprune, thinkprune2k, thinkprune3k } from './thinkprune.js';
import { tlmre, tlmreStrong } from './tlmre.js';
import { twyn } from './twyn.js';

/** Published runs: `definePipeline({ ...presets.hbpo.definition, seed: 2 })`. */
export const presets = {
  hbpo,
  hbpoDeepscaler,
  hbpoReleased,
  hbpoOneBudget,
  hbpoTwoBudgets,
  hbpoSixBudgets,
  hbpoEightBudgets,
  hbpoClassicReward,
  hbpoCosineReward,
  deepscaler,
  dapo,
  l1Exact,
  l1Max,
  tlmre,
  tlmreStrong,
  thinkprune,
  thinkprune3k,
  thinkprune2k,
  shorterbetter,
  adaptthink,
  autothink1,
  autothink2,
  autothink3,
  thinkless,
  elastic,
  hapo,
  hapoDeepscaler,
  laser,
  laserD,
  laserDe,
  aDlp,
  grpoLead,
  twyn,
  lapoDiscovery,
  lapoInternalize,
  lcR1,
  jet,
  drpo,
  dler,
  daDler,
  dot4k,
  dot8k,
  smartthinker,
} as const satisfies Readonly<Record<string, Preset>>;
