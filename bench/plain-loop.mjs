// The rollout loop that one writes first: one session, weights as inputs, caches concatenated and passed back and forth.
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { buildStepGraph, createGraph, encodeOnnx } from '../packages/graph/dist/index.js';
import { initialState } from './policies.mjs';

export async function openPlainLoop(config, threads) {
  const { bytes, manifest } = encodeOnnx(
    appendCaches(buildStepGraph(config, { sampling: 'categorical' }), config),
    {
      weights: 'inputs',
    },
  );
  const session = await InferenceSession.create(bytes, { intraOpNumThreads: threads, logSeverityLevel: 3 });
  const { parameters } = initialState(config);
  const weights = {};
  let offset = 0;
  for (const { name, shape } of manifest.inputs.filter((input) => input.name.endsWith('weight'))) {
    const size = shape.reduce((product, dim) => product * dim, 1);
    weights[name] = new Tensor('float32', parameters.slice(offset, offset + size), shape);
    offset += size;
  }
  const names = Array.from({ length: config.layers }, (_, layer) => [
    `key_${layer}`,
    `value_${layer}`,
  ]).flat();
  const outputs = ['next_tokens', 'log_probabilities', ...names.map((name) => `present_${name}`)];

  /** The prompt's cache is given (as zeros): only the sampling of the response is counted. */
  async function run(rows, prompt, length) {
    let tokens = new Tensor('int32', new Int32Array(rows), [rows]);
    let caches = names.map(() => {
      const shape = [rows, config.keyValueHeads, prompt, config.headDim];
      return new Tensor('float32', new Float32Array(shape.reduce((a, b) => a * b, 1)), shape);
    });
    for (let at = prompt; at < prompt + length; at++) {
      const feeds = {
        ...weights,
        tokens,
        positions: new Tensor('int32', new Int32Array(rows).fill(at), [rows]),
        mask: new Tensor('float32', new Float32Array(rows * at), [rows, 1, 1, at]),
        uniforms: new Tensor('float32', Float32Array.from({ length: rows }, Math.random), [rows, 1]),
        temperature: new Tensor('float32', Float32Array.of(1), [1]),
      };
      names.forEach((name, index) => {
        feeds[`past_${name}`] = caches[index];
      });
      const made = await session.run(feeds, outputs);
      tokens = made.next_tokens;
      caches = names.map((name) => made[`present_${name}`]);
    }
  }

  return { run };
}

/** The step graph with outputs present_key_i and present_value_i: the caches with the new position at their end. */
function appendCaches(graph, config) {
  const outputs = Object.fromEntries(graph.outputs.map(({ name, node }) => [name, node]));
  let id = Math.max(...graph.nodes.map((node) => node.id));
  for (const [name, node] of Object.entries(outputs)) {
    if (!name.startsWith('new_')) continue;
    const past = graph.inputs.find((input) => input.op.name === name.replace('new', 'past'));
    const shape = ['batch', config.keyValueHeads, 'capacity+1', config.headDim];
    outputs[name.replace('new', 'present')] = {
      id: ++id,
      op: { kind: 'concat', axis: 2 },
      inputs: [past, node],
      type: 'float32',
      shape,
    };
  }
  return createGraph('plain-step', graph.inputs, outputs);
}
