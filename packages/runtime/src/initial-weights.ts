// Weights of a new policy, drawn from the seed.
import { type EmittedEngine, randomStream } from '@allot/spec';
import { parameterCount } from '@allot/store';

const deviation = 0.02;

/**
 * Matrices normal with deviation 0.02, those that write into the residual stream scaled by 1 / sqrt(2 layers)
 * (GPT-2, Radford et al. 2019, section 2.3); norm weights 1; biases 0. Number i of a parameter depends on
 * (seed, its place in the manifest, i) alone.
 */
export function drawWeights(manifest: EmittedEngine, seed: number): Float32Array {
  const values = new Float32Array(parameterCount(manifest.parameters));
  const residualScale = 1 / Math.sqrt(2 * manifest.decoder.layers);
  for (const [index, { name, shape, offset }] of manifest.parameters.entries()) {
    const size = shape.reduce((product, length) => product * length, 1);
    const part = values.subarray(offset, offset + size);
    if (name.endsWith('norm.weight')) part.fill(1);
    else if (!name.endsWith('.bias')) {
      const writesResidual = /\.(o_proj|down_proj)\.weight$/.test(name);
      fillNormal(part, deviation * (writesResidual ? residualScale : 1), seed, index);
    }
  }
  return values;
}

/** Box-Muller; the uniform under the logarithm is kept away from 0. */
function fillNormal(into: Float32Array, scale: number, seed: number, parameter: number): void {
  const stream = randomStream(seed, 'weights', parameter);
  for (let i = 0; i < into.length; i++) {
    const radius = Math.sqrt(-2 * Math.log(1 - stream.at(2 * i)));
    into[i] = scale * radius * Math.cos(2 * Math.PI * stream.at(2 * i + 1));
  }
}
