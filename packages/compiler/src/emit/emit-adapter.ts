// The adapter that the torch engine trains, as peft describes it.
import { adapterParameters, type DecoderConfig } from '@allot/graph';
import type { EmittedAdapter, ResolvedLora } from '@allot/spec';

/** `base` is the folder of the weights that the adapter belongs to: peft loads them from there. */
export const emitAdapter = (
  { rank, alpha, targets }: ResolvedLora,
  decoder: DecoderConfig,
  seed: number,
  base: string | undefined,
): EmittedAdapter => ({
  config: {
    peft_type: 'LORA',
    task_type: 'CAUSAL_LM',
    base_model_name_or_path: base ?? null,
    r: rank,
    lora_alpha: alpha,
    lora_dropout: 0,
    target_modules: targets,
    bias: 'none',
  },
  seed,
  parameters: adapterParameters(decoder, { rank, targets }),
});
