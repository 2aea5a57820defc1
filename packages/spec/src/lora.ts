// LoRA (Hu et al., arXiv 2106.09685): matrices of low rank that are trained beside frozen weights.

/** A linear layer of every decoder layer, by its name in Hugging Face models. */
export type LoraTarget = 'q_proj' | 'k_proj' | 'v_proj' | 'o_proj' | 'gate_proj' | 'up_proj' | 'down_proj';

/** A target with the weight W computes (W + alpha / rank B A) x; A and B are trained. */
export interface LoraDefinition {
  /** Rows of A and columns of B; usual are 8 to 64. @asType integer @minimum 1 @maximum 1024 */
  readonly rank: number;
  /** The adapter's product is multiplied by alpha / rank; usual is once or twice the rank. @asType integer @minimum 1 @maximum 65536 */
  readonly alpha: number;
  /** Which layers have an adapter. Absent: all seven of every decoder layer, which peft calls `all-linear`. @minItems 1 */
  readonly targets?: readonly LoraTarget[];
}

/** All targets, in the order in which a decoder layer computes them. */
export const loraTargets = [
  'q_proj',
  'k_proj',
  'v_proj',
  'o_proj',
  'gate_proj',
  'up_proj',
  'down_proj',
] as const satisfies readonly LoraTarget[];
