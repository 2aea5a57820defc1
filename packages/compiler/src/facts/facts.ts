// What a definition points at outside itself (the model, the tokenizer, the datasets), and its shapes, built.

import type { DecoderConfig } from '@allot/graph';
import type {
  DatasetInspection,
  DatasetOverlap,
  ModelWeights,
  PlanSources,
  PromptInspection,
  ResolvedCells,
  ResolvedCredit,
  ResolvedCut,
  ResolvedShape,
  TokenizerInspection,
} from '@allot/spec';

export interface BuiltShapes {
  readonly reward?: ResolvedShape;
  readonly advantage?: ResolvedShape;
  readonly credit?: readonly ResolvedCredit[];
  readonly cut?: ResolvedCut;
  readonly cells: ResolvedCells;
}

export interface Facts {
  /** Hugging Face config.json of the policy, as read or as made from the architecture. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** The same, parsed; absent when it is malformed or not supported. */
  readonly decoder?: DecoderConfig;
  /** Number of the decoder's parameters. */
  readonly parameters?: number;
  /** Of a pretrained policy; not yet read. */
  readonly weights?: ModelWeights;
  readonly tokenizer?: TokenizerInspection;
  /** How problems become prompts; absent where the definition says nothing about it, or where it does not work. */
  readonly prompt?: PromptInspection;
  /** By dataset name; a dataset whose file is missing or malformed is not there. */
  readonly datasets: Readonly<Record<string, DatasetInspection>>;
  /** Problems that training and evaluation share; absent where it was not looked for. */
  readonly overlap?: DatasetOverlap;
  /** What shapes and expressions were built to; one that is wrong is not there. */
  readonly shapes: BuiltShapes;
  /** sha256 of the module that judges answers; absent where there is none, or it cannot be read. */
  readonly verifierDigest?: string;
  /** Absolute paths of what was found. */
  readonly sources: Partial<Pick<PlanSources, 'model' | 'tokenizer'>> & Pick<PlanSources, 'datasets'>;
}
