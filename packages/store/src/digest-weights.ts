// Reads all weights of a model once: their digest, and whether they can be trained.
import { createHash } from 'node:crypto';
import { type Phase, showText } from '@allot/spec';
import { report } from './catalog.js';
import { readingFiles } from './file-errors.js';
import { decodeFloats, floatBytes, readTensor, type StoredTensor } from './safetensors.js';

/**
 * sha256 over name, type, shape and bytes of every tensor, by ascending name: equal weights have an equal digest
 * whatever their order and however they are split over files. An error for a number that is not finite, and for an
 * output embedding that differs from the input embedding to which `config` ties it.
 */
export const digestWeights = (
  folder: string,
  tensors: readonly StoredTensor[],
  config: Readonly<Record<string, unknown>>,
): Promise<Phase<string>> =>
  readingFiles(async () => {
    const byName = [...tensors].sort((a, b) => (a.name < b.name ? -1 : 1));
    const all = createHash('sha256');
    const embeddings = new Map<string, string>();
    for (const tensor of byName) {
      const { name, dtype, shape, file } = tensor;
      all.update(JSON.stringify([name, dtype, shape]));
      const own = tied.includes(name) ? createHash('sha256').update(dtype) : undefined;
      for await (const { bytes } of readTensor(tensor)) {
        all.update(bytes);
        own?.update(bytes);
        if (floatBytes(dtype) !== undefined && !decodeFloats(dtype, bytes).every(Number.isFinite))
          return [undefined, [report('model/not-finite', { file, tensor: showText(name) })]];
      }
      if (own) embeddings.set(name, own.digest('hex'));
    }
    if (config.tie_word_embeddings === true && new Set(embeddings.values()).size > 1)
      return [undefined, [report('model/two-embeddings', { folder })]];
    return [all.digest('hex'), []];
  });

const tied: readonly string[] = ['model.embed_tokens.weight', 'lm_head.weight'];
