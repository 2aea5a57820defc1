// What no trainer outside of Allot has a place for, whichever a definition is compiled to.
import type { Expression } from '@allot/spec';
import { isTokenField, isTokenScope, somePart } from '@allot/spec';
import type { FilledReinforcement } from '../schema/filled-definition.js';

/** What a definition is looked at for. */
export type Exported = Pick<
  FilledReinforcement,
  | 'policy'
  | 'environment'
  | 'credit'
  | 'cut'
  | 'signals'
  | 'guards'
  | 'gates'
  | 'pilot'
  | 'state'
  | 'tiers'
  | 'grading'
  | 'objective'
  | 'optimizer'
  | 'training'
  | 'evaluation'
>;

/** A setting, what it is, and what to do instead. */
export type Refusal = readonly [path: readonly (string | number)[], feature: string, alternative: string];

export const ELSEWHERE = 'train on the engine `onnx` or `torch`, or leave it out';

export function partRefusals({ policy, tiers, grading, ...parts }: Exported): readonly Refusal[] {
  const refusals: Refusal[] = [];
  if ('architecture' in policy)
    refusals.push([
      ['policy', 'architecture'],
      'a policy with new weights',
      'train it on the engine `onnx` first, and name the model folder of a checkpoint',
    ]);
  if (parts.environment) refusals.push([['environment'], 'an environment that overrides tokens', ELSEWHERE]);
  if (parts.credit) refusals.push([['credit'], 'the credit of single tokens', ELSEWHERE]);
  if (parts.cut) refusals.push([['cut'], 'a cut after sampling', `use \`cap\` of a tier, ${ELSEWHERE}`]);
  if (parts.signals) refusals.push([['signals'], 'signals', ELSEWHERE]);
  if (parts.guards)
    refusals.push([['guards'], 'guards: its trainer has no place where they could be asked', ELSEWHERE]);
  if (parts.gates)
    refusals.push([['gates'], 'gates: its trainer has no place where it could wait', ELSEWHERE]);
  if (parts.pilot)
    refusals.push([
      ['pilot'],
      'a pilot',
      'run it here with `allot pilot`, and write the tiers that follow from it out',
    ]);
  const [cell] = Object.keys(parts.state);
  if (cell !== undefined)
    refusals.push([['state', cell], 'what a run remembers: its checkpoints have no place for it', ELSEWHERE]);
  for (const [tier, { firstToken, thinkingCap }] of tiers.entries()) {
    if (firstToken)
      refusals.push([
        ['tiers', tier, 'firstToken'],
        'a declared first token',
        `put its text into \`prefill\`, ${ELSEWHERE}`,
      ]);
    if (thinkingCap !== undefined)
      refusals.push([
        ['tiers', tier, 'thinkingCap'],
        'a cap of the reasoning alone',
        `use \`cap\`, ${ELSEWHERE}`,
      ]);
  }
  if (grading?.kind === 'module' || grading?.kind === 'command')
    refusals.push([
      ['grading', 'kind'],
      'a verifier of your own',
      'grade as `exact` or `math`, or train on the engine `onnx` or `torch`',
    ]);
  return refusals;
}

/** What a shape reads that its trainer has not: tokens, and cells that its templates remember; `declared` ones are refused where they stand. */
export function shapeRefusals(
  path: 'reward' | 'advantage',
  shape: Expression | undefined,
  declared: Exported['state'],
): readonly Refusal[] {
  if (!shape) return [];
  const refusals: Refusal[] = [];
  if (somePart(shape, ofTokens))
    refusals.push([
      [path],
      'a shape that looks at single tokens',
      'read fields of the response, or train on the engine `onnx` or `torch`',
    ]);
  if (somePart(shape, (part) => part.kind === 'state' && !Object.hasOwn(declared, part.name)))
    refusals.push([
      [path],
      'a template that remembers: its trainer has no place for what a run remembers',
      ELSEWHERE,
    ]);
  return refusals;
}

/** Token fields are there in the trainer only as what the loss needs. */
const ofTokens = (part: Expression): boolean =>
  (part.kind === 'field' && isTokenField(part.name)) || (part.kind === 'reduce' && isTokenScope(part.scope));
