// The plan: data that the compiler writes and the runtime reads; they meet nowhere else.
import type { TorchDevice, TorchMemoryModel } from './batch-sizes.js';
import type { PlanSources, ResolvedEngine, ResolvedPipeline } from './resolved.js';

export const PLAN_FORMAT = 1;

export interface Plan {
  readonly format: typeof PLAN_FORMAT;
  /**
   * sha256 of the canonical JSON of the settings without the description, the allowances, dataset paths and the names
   * of shapes: equal for equal experiments, in whichever language they were written and wherever their files lie.
   */
  readonly key: string;
  readonly settings: ResolvedPipeline;
  readonly engine: ResolvedEngine;
  /** Origin of every value, by dotted path (`tiers[1].budget`). */
  readonly origins: Readonly<Record<string, Origin>>;
  readonly stages: readonly PlannedStage[];
  readonly cost: Cost;
  /** Absent: there is no pilot. */
  readonly pilot?: PlannedPilot;
  readonly sources: PlanSources;
}

export interface PlannedPilot {
  /** Content key of all that the pilot depends on. */
  readonly key: string;
  /** Whether tiers come from it that is not there yet: until then, others stand in for them, and the plan cannot be run. */
  readonly awaited: boolean;
}

/** Where a resolved value came from. */
export type Origin =
  | { readonly from: 'definition'; readonly file: string; readonly line: number; readonly column: number }
  | { readonly from: 'flag'; readonly flag: string }
  | { readonly from: 'template'; readonly template: string }
  | { readonly from: 'model'; readonly file: string }
  | { readonly from: 'derived'; readonly rule: string }
  | { readonly from: 'default' };

export type StageKind =
  | 'pilot'
  | 'demonstrate'
  | 'rollout'
  | 'score'
  | 'advantage'
  | 'update'
  | 'evaluate'
  | 'checkpoint';

/**
 * One kind of stage of every step. Inputs and outputs are paths inside the run folder; `{step}` and
 * `{previous}` stand for the step's number. The key of a stage at a step is
 * `contentKey([stage.key, step])`.
 */
export interface PlannedStage {
  readonly kind: StageKind;
  /** 1-based steps at which it runs: every `every` steps, and at the last if `last`; also before training if `first` (step 0). */
  readonly every: number;
  readonly first: boolean;
  readonly last: boolean;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** sha256 of the settings that this kind of stage, and those before it, depend on. */
  readonly key: string;
}

/** What the whole run will cost: counts are exact or upper bounds, `seconds` is an estimate. */
export interface Cost {
  readonly rollouts: number;
  /** Upper bound: every response at its cap. */
  readonly maxResponseTokens: number;
  readonly trainedSequences: number;
  /** Upper bound of floating-point operations, forward and backward. */
  readonly flops: number;
  readonly memoryBytes: number;
  /** Of it, on each device of the torch engine, at the peak of each. */
  readonly deviceBytes?: { readonly rollout: number; readonly update: number };
  /** Tokens of the longest sequence, prompt and response; on the torch engine. */
  readonly longestSequence?: number;
  readonly diskBytes: number;
  /** Absent on a GPU: what it sustains is not known. */
  readonly seconds?: number;
}

/** An emitted ONNX graph beside its file: how to feed it and where its weights lie in the file. */
export interface EmittedGraph {
  readonly name: string;
  readonly inputs: readonly EmittedTensor[];
  readonly outputs: readonly EmittedTensor[];
  readonly weights: readonly EmittedWeight[];
  /** sha256 of the graph's file. */
  readonly sha256: string;
}

export interface EmittedTensor {
  readonly name: string;
  readonly type: 'float32' | 'int32' | 'int64' | 'bool';
  readonly shape: readonly (number | string)[];
}

export interface EmittedWeight {
  /** Hugging Face name, for instance `model.layers.0.mlp.up_proj.weight`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in the policy's flat parameter vector. */
  readonly flatOffset: number;
  readonly elements: number;
  /** First byte of the raw float32 data in the graph's file. */
  readonly fileOffset: number;
}

/** `engine/manifest.json` of an emitted folder: the executable stages of an engine. */
export type EmittedEngine = EmittedOnnx | EmittedTorch;

interface EmittedPolicy {
  readonly planKey: string;
  /** The policy's parameters in the order of the flat vector. */
  readonly parameters: readonly {
    readonly name: string;
    readonly shape: readonly number[];
    readonly offset: number;
  }[];
  readonly decoder: EmittedDecoder;
  /** Tokens that end a response; absent where the tokenizer's `eos_token` alone does. */
  readonly stopTokens?: readonly number[];
}

/** Stages as ONNX graphs. */
export interface EmittedOnnx extends EmittedPolicy {
  readonly engine: 'onnx';
  /** Graph files, relative to the manifest: `graphs/step-categorical.onnx` with `graphs/step-categorical.json`. */
  readonly graphs: {
    readonly prefill: string;
    readonly stepCategorical: string;
    readonly stepNucleus: string;
    readonly stepGreedy: string;
    readonly train: string;
    readonly logProbabilities: string;
    readonly adamw: string;
  };
}

/** Stages as what a Python worker is told: which model, and which loss. */
export interface EmittedTorch extends EmittedPolicy {
  readonly engine: 'torch';
  /** Hugging Face config. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly objective: EmittedObjective;
  /** What is trained in place of the policy's parameters, which are then frozen. */
  readonly adapter?: EmittedAdapter;
  /** What sizes are picked by; absent: the plan's and the worker's own hold. */
  readonly memory?: Readonly<Record<TorchDevice, TorchMemoryModel>>;
}

/** An adapter of low rank. */
export interface EmittedAdapter {
  /** adapter_config.json of peft. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Its first weights follow from it. */
  readonly seed: number;
  /** By the names of peft's adapter_model.safetensors. */
  readonly parameters: EmittedPolicy['parameters'];
}

/** What the loss is made of. */
export type EmittedObjective =
  | { readonly kind: 'supervised' }
  | {
      readonly kind: 'policy-gradient';
      /** Absent: 'ppo-clip'. */
      readonly surrogate?: 'ppo-clip' | 'cispo';
      /** Absent: 'token'. */
      readonly ratioLevel?: 'token' | 'sequence';
      readonly dualClip?: boolean;
      readonly entropyBonus?: boolean;
      /** Estimator of the divergence from a reference policy. */
      readonly referenceKl?: 'k1' | 'k2' | 'k3' | 'abs';
      /** Divergence from the old policy, with a coefficient for each token. */
      readonly klCov?: boolean;
    };

export interface EmittedDecoder {
  readonly vocabularySize: number;
  readonly layers: number;
  readonly heads: number;
  readonly keyValueHeads: number;
  readonly headDimension: number;
  readonly maxPositions: number;
}
