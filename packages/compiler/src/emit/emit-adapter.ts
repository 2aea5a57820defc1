// The adapter that the torch engine trains, as peft describes it.
import { adapterParameters, type DecoderConfig } from '@allot/graph';
import type { EmittedAdapter, Plan } from '@allot/spec';

/** Absent where all weights are trained. */
export function emitAdapter({ settings, sources }: Plan, decoder: DecoderConfig): EmittedAdapter | undefined {
  const { lora } = settings.policy;
  if (!lora) return undefined;
  const { rank, alpha, targets } = lora;
  return {
    config: {
      peft_type: 'LORA',
      task_type: 'CAUSAL_LM',
      base_model_name_or_path: sources.model ?? null,
      r: rank,
      lora_alpha: alpha,
      lora_dropout: 0,
      target_modules: targets,
      bias: 'none',
    },
    seed: settings.seed,
    parameters: adapterParameters(decoder, { rank, targets }),
  };
}
