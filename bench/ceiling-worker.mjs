// One thread of the ceiling: a chain of products of one small matrix, in one graph.
import { parentPort, workerData } from 'node:worker_threads';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { createBuilder, createGraph, encodeOnnx } from '../packages/graph/dist/index.js';

const { size, products } = workerData;
const chain = 20;
const g = createBuilder();
const x = g.input('x', 'float32', [size, size]);
const weight = g.parameter('weight', [size, size], 0);
let y = x;
for (let product = 0; product < chain; product++) y = g.matmul(y, weight);
const graph = createGraph('ceiling', [x], { sum: g.sum(y, [0, 1]) });
const { bytes, manifest } = encodeOnnx(graph);
const identity = new Float32Array(
  bytes.buffer,
  bytes.byteOffset + manifest.weights[0].fileOffset,
  size * size,
);
for (let index = 0; index < size; index++) identity[index * (size + 1)] = 1;
const session = await InferenceSession.create(bytes, { intraOpNumThreads: 1, interOpNumThreads: 1 });
const feeds = { x: new Tensor('float32', new Float32Array(size * size).fill(1), [size, size]) };

parentPort.on('message', () => void multiply());

async function multiply() {
  for (let run = 0; run < products / chain; run++) await session.run(feeds);
  parentPort.postMessage('done');
}
