// The weights of a LoRA adapter beside a decoder's: for a target with W [out, in], A [rank, in] and B [out, rank].
import type { DecoderConfig } from './decoder-config.js';
import { type DecoderParameter, decoderParameters } from './decoder-parameters.js';

export interface AdapterShape {
  readonly rank: number;
  /** Names of linear layers, for instance q_proj. */
  readonly targets: readonly string[];
}

/** All parameters in the order of the decoder's layers, A before B, by the names of peft's files. */
export function adapterParameters(
  config: DecoderConfig,
  { rank, targets }: AdapterShape,
): readonly DecoderParameter[] {
  let offset = 0;
  return decoderParameters(config)
    .filter(({ name }) => targets.some((target) => name.endsWith(`.${target}.weight`)))
    .flatMap(({ name, shape: [out = 0, width = 0] }) => {
      const module = `base_model.model.${name.replace(/\.weight$/, '')}`;
      const [a, b] = [offset, offset + rank * width];
      offset = b + out * rank;
      return [
        { name: `${module}.lora_A.weight`, shape: [rank, width], offset: a },
        { name: `${module}.lora_B.weight`, shape: [out, rank], offset: b },
      ];
    });
}

/** Length of the adapter's flat vector. */
export const countAdapterParameters = (config: DecoderConfig, adapter: AdapterShape): number =>
  adapterParameters(config, adapter).reduce(
    (total, { shape: [rows = 0, width = 0] }) => total + rows * width,
    0,
  );
