// The contract of an engine: rollouts, log-probabilities and updates of one policy.
import type { BatchSizes, Diagnostic, EmittedEngine, Numerics, Phase, TokenOverrideTable } from '@allot/spec';

/** The policy and its optimizer as flat vectors, in the order of the emitted manifest's `parameters`. */
export interface PolicyState {
  readonly parameters: Float32Array;
  readonly firstMoment: Float32Array;
  readonly secondMoment: Float32Array;
  /** Optimizer steps taken. */
  readonly optimizerStep: number;
}

/** The same as files: what an engine that keeps its weights outside of Node reads and writes. */
export interface StoredPolicy {
  /** A Hugging Face folder. */
  readonly policy: string;
  /** Folder of the adapter that belongs on its weights; absent: there is none, or one that was not trained yet. */
  readonly adapter?: string;
  /** `optimizer.safetensors`; absent: no step was taken. */
  readonly optimizer?: string;
  readonly optimizerStep: number;
}

/** The state of an engine at one moment, kept beside the weights that training changes. */
export interface PolicySnapshot {
  /** Optimizer steps taken. */
  readonly optimizerStep: number;
  /**
   * Writes the weights into an existing folder and the moments into a file, as checkpoints have them, and lets the snapshot
   * go; may run beside other calls. Every file has reached the disk when it is done.
   */
  readonly write: (files: { readonly policy: string; readonly optimizer: string }) => Promise<void>;
}

export interface EngineOptions<Manifest extends EmittedEngine = EmittedEngine, Stored = never> {
  /** Folder with the emitted `manifest.json` and what it names. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly device: 'cpu' | 'webgpu' | 'cuda';
  /** Worker threads of the onnx engine on the CPU; a GPU has one. Results do not depend on it, bit for bit. */
  readonly workers: number;
  /** Python of the torch engine; absent: that of `allot setup torch`. */
  readonly python?: string;
  /** Processes of the torch engine, on `cuda` one a GPU; absent: 1. */
  readonly processes?: number;
  /** What samples on the torch engine; absent: its own loop. */
  readonly sampler?: 'own' | 'vllm';
  /** Whether GPUs of the torch engine give the same bits every time; absent: they need not. */
  readonly deterministic?: boolean;
  /** What the run has picked on this device before; absent: it is picked at opening. */
  readonly sizes?: BatchSizes;
  /** Whether micro-batches have the size that was picked, whatever an update says. */
  readonly picksMicrobatch?: boolean;
  /** Gets what a user should know, while the engine goes on. */
  readonly onWarning?: (diagnostic: Diagnostic) => void;
  readonly state: PolicyState | Stored;
  /** Parameters of the reference policy; absent: there is none. */
  readonly reference?: Float32Array | Stored;
}

/** No engine comes with an error when the device or a graph cannot be used; the diagnostic says what to do. */
export type OpenEngine<Manifest extends EmittedEngine = EmittedEngine, Stored = never> = (
  options: EngineOptions<Manifest, Stored>,
) => Promise<Phase<Engine>>;

/**
 * One call at a time; a call made while another runs waits for it. A promise is rejected when the call's signal
 * aborts (with its reason), and with an EngineFailure when a worker dies.
 */
export interface Engine {
  /** Samples every request; results come in the order of the requests and depend on nothing but each request and the weights. */
  rollout(requests: readonly RolloutRequest[], options: RolloutOptions): Promise<RolloutSample[]>;
  /** Log-probability of every token of each sequence but its first, under softmax(logits / temperature) of a policy. */
  logProbabilities(
    sequences: readonly Int32Array[],
    temperature: number,
    of?: ScoredPolicy,
  ): Promise<Float32Array[]>;
  /** One optimizer step on one minibatch; where its loss or gradient norm is no finite number, policy and optimizer stay as they were. */
  update(batch: UpdateBatch): Promise<UpdateResult>;
  /** A copy of the current state; rejected where an adapter is trained, which is saved as files. */
  state(): Promise<PolicyState>;
  load(state: PolicyState): Promise<void>;
  /** The same from files, whose weights never stand in Node's memory. Absent where `load` is the only way. */
  readonly loadFiles?: (stored: StoredPolicy) => Promise<void>;
  /** Takes the state as it is now, to be written while the engine goes on. Absent where `state()` is the only way. */
  readonly snapshot?: (what: SavedWeights) => Promise<PolicySnapshot>;
  /** What this device holds at once; absent where nothing is picked. */
  readonly sizes?: BatchSizes;
  /** Rollouts compute in other numbers than log-probabilities and updates. Absent: they agree up to rounding. */
  readonly samplerDiffers?: boolean;
  /** What decides the last bits of its results. Absent: they differ from run to run, or nobody knows. */
  readonly numerics?: Numerics;
  close(): Promise<void>;
}

/** What of a policy is saved: the model's own weights, or its adapter alone. */
export type SavedWeights = 'weights' | 'adapter';

/** The policy that is trained, or the reference that the engine was opened with. */
export type ScoredPolicy = 'current' | 'reference';

export interface RolloutRequest {
  /** Prompt tokens, at least one. Requests with equal prompts share one prefill of the cache. */
  readonly prompt: Int32Array;
  /** Forced tokens after the prompt (the tier's prefill); may be empty. They are the beginning of the response. */
  readonly prefill: Int32Array;
  /** Most tokens sampled after the prefill, the stop token included; at least 1. */
  readonly maxNewTokens: number;
  readonly random: RandomAddress;
}

/**
 * Names a trajectory's random numbers. Number i of `randomStream(seed, 'sampling', ...address)` decides the token at
 * response position i, prefill positions counted; number i of purpose 'environment' decides its replacement.
 */
export interface RandomAddress {
  readonly seed: number;
  /** For instance step, problem, tier, rollout. */
  readonly address: readonly number[];
}

export interface RolloutOptions {
  /** 0 is greedy. */
  readonly temperature: number;
  readonly topP: number;
  /** A response ends at the first of them; empty: only at its cap. */
  readonly stopTokens: readonly number[];
  /** What the environment does to sampled tokens; prefill tokens are never replaced. */
  readonly environment?: TokenOverrideTable;
  /** Called now and then with the numbers of finished requests and of sampled tokens so far. */
  readonly onProgress?: (finished: number, tokens: number) => void;
  readonly signal?: AbortSignal;
}

export interface RolloutSample {
  /** Response tokens: prefill, then sampled tokens, the stop token included. */
  readonly tokens: Int32Array;
  /** Log-probability of the sampled tokens under softmax(logits / temperature), at 1 when greedy; 0 at prefill and overridden positions. */
  readonly logProbabilities: Float32Array;
  /** TokenOrigin of each token: sampled, prefill, overridden. */
  readonly origins: Uint8Array;
  readonly finishReason: 'stop' | 'length';
}

/** One minibatch: sequences and, per target token (position t predicts token t + 1), what the loss needs. */
export interface UpdateBatch {
  readonly objective: 'policy-gradient' | 'supervised';
  readonly sequences: readonly UpdateSequence[];
  /** Most tokens, padding included, of one micro-batch. */
  readonly tokensPerMicrobatch: number;
  readonly temperature: number;
  readonly clipLow: number;
  readonly clipHigh: number;
  /** Bounds what a negative advantage costs; this and the next two are given where the emitted loss has them, and only there. */
  readonly dualClip?: number;
  readonly entropyBonus?: number;
  /** Times the divergence from the reference policy. */
  readonly klCoefficient?: number;
  readonly optimizer: OptimizerStep;
}

export interface UpdateSequence {
  readonly tokens: Int32Array;
  /** Weight of each target token in the loss, aggregation included; 0 where masked. Length tokens - 1. */
  readonly weights: Float32Array;
  /** Advantage of each target token; empty for supervised. */
  readonly advantages: Float32Array;
  /** Log-probability of each target token under the old policy; empty for supervised. */
  readonly oldLogProbabilities: Float32Array;
  /** The same under the reference policy; given with `klCoefficient`. */
  readonly referenceLogProbabilities?: Float32Array;
  /** Of each target token: times |log p - log p_old|; given where the emitted loss has KL-Cov. */
  readonly klCovCoefficients?: Float32Array;
}

/** AdamW's numbers for this step. */
export interface OptimizerStep {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** 0 turns clipping off. */
  readonly maxGradientNorm: number;
}

/** Sums run over target tokens of weight other than 0. */
export interface UpdateResult {
  readonly loss: number;
  readonly gradientNorm: number;
  readonly trainedTokens: number;
  readonly clippedTokens: number;
  /** Sum of token entropies. */
  readonly entropy: number;
  /** Sum of the k3 estimate of the divergence from the old policy. */
  readonly kl: number;
}
