// All rules, in the order whose diagnostics read best; the diagnostics themselves are sorted by place.

import { adapterEngine } from './adapter-engine.js';
import { allowedFindings } from './allowed-findings.js';
import { architectureDivides } from './architecture-divides.js';
import { budgetWithinCap } from './budget-within-cap.js';
import { clipOrder } from './clip-order.js';
import { combinations } from './combinations.js';
import { creditStages } from './credit-stages.js';
import { cutActs } from './cut-acts.js';
import { datasetFields } from './dataset-fields.js';
import { datasetNames } from './dataset-names.js';
import { datasetOverlap } from './dataset-overlap.js';
import { datasetSettings } from './dataset-settings.js';
import { demonstrationNumbers, demonstrationPrefill } from './demonstrations.js';
import { demonstrationsFit } from './demonstrations-fit.js';
import { difficultyRanges } from './difficulty-ranges.js';
import { divergence } from './divergence.js';
import { dualClip } from './dual-clip.js';
import { engineAvailable } from './engine-available.js';
import { enoughProblems } from './enough-problems.js';
import { environmentActs } from './environment-acts.js';
import { evaluationModes } from './evaluation-modes.js';
import { checkpointsWhen, evaluationWhen } from './evaluation-when.js';
import { exportReinforcement } from './export-reinforcement.js';
import { firstToken } from './first-token.js';
import { fitsPositions } from './fits-positions.js';
import { gates } from './gates.js';
import { grading } from './grading.js';
import { groupFilter } from './group-filter.js';
import { groupOfOne } from './group-of-one.js';
import { guards } from './guards.js';
import { knownDatasets } from './known-datasets.js';
import { knownTemplates } from './known-templates.js';
import { learningRate } from './learning-rate.js';
import { memoryCells } from './memory-cells.js';
import { microbatchFits } from './microbatch-fits.js';
import { minibatchDivides } from './minibatch-divides.js';
import { offPolicyParts } from './off-policy-parts.js';
import { operationsRange } from './operations-range.js';
import { pilot } from './pilot.js';
import { policySize } from './policy-size.js';
import { prefillDiffers } from './prefill-differs.js';
import { prefillLeavesRoom } from './prefill-leaves-room.js';
import { prefillText } from './prefill-text.js';
import { promptTexts } from './prompt-texts.js';
import { reasoningTags } from './reasoning-tags.js';
import { rolloutsDivide } from './rollouts-divide.js';
import type { Rule } from './rule.js';
import { sameBeta } from './same-beta.js';
import { evaluationSampling, trainingSampling } from './sampling.js';
import { scheduleFits } from './schedule-fits.js';
import { schedulePoints } from './schedule-points.js';
import { segmentBreak } from './segment-break.js';
import { separateDatasets } from './separate-datasets.js';
import { sequenceRatio } from './sequence-ratio.js';
import { shapeAnalysis } from './shape-analysis.js';
import { signals } from './signals.js';
import { thinkingCap } from './thinking-cap.js';
import { tierShapes } from './tier-shapes.js';
import { tierTexts } from './tier-texts.js';
import { tiersAscend } from './tiers-ascend.js';
import { trlExpressible } from './trl-expressible.js';
import { verlExpressible } from './verl-expressible.js';
import { vllmAlone, vllmEnvironment, vllmTopP } from './vllm-sampler.js';
import { vocabularyFits } from './vocabulary-fits.js';

export const rules: readonly Rule[] = Object.freeze([
  architectureDivides,
  vocabularyFits,
  policySize,
  adapterEngine,
  operationsRange,
  datasetNames,
  datasetFields,
  datasetSettings,
  knownDatasets,
  separateDatasets,
  datasetOverlap,
  enoughProblems,
  grading,
  environmentActs,
  reasoningTags,
  promptTexts,
  tiersAscend,
  budgetWithinCap,
  tierTexts,
  firstToken,
  thinkingCap,
  prefillDiffers,
  prefillLeavesRoom,
  rolloutsDivide,
  minibatchDivides,
  groupOfOne,
  knownTemplates,
  tierShapes,
  schedulePoints,
  combinations,
  memoryCells,
  cutActs,
  creditStages,
  allowedFindings,
  sameBeta,
  clipOrder,
  dualClip,
  sequenceRatio,
  divergence,
  offPolicyParts,
  groupFilter,
  learningRate,
  scheduleFits,
  trainingSampling,
  fitsPositions,
  microbatchFits,
  demonstrationNumbers,
  demonstrationPrefill,
  demonstrationsFit,
  prefillText,
  evaluationModes,
  evaluationWhen,
  evaluationSampling,
  difficultyRanges,
  checkpointsWhen,
  guards,
  gates,
  pilot,
  engineAvailable,
  vllmAlone,
  vllmEnvironment,
  vllmTopP,
  exportReinforcement,
  verlExpressible,
  trlExpressible,
  segmentBreak,
  shapeAnalysis,
  signals,
]);
