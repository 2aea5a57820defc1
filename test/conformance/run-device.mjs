// Child process of webgpu.test.ts: rolls out and updates on a device, prints what came out as JSON.
import { readFileSync } from 'node:fs';
import { openOnnxEngine } from '@allot/runtime';

const [file, device] = process.argv.slice(2);
const { folder, manifest, parameters, requests, options, update } = JSON.parse(readFileSync(file, 'utf8'));
const zeros = () => new Float32Array(parameters.length);
const compares = 'klCoefficient' in update;
const [engine, diagnostics] = await openOnnxEngine({
  folder,
  manifest,
  device,
  workers: 2,
  ...(compares && { reference: Float32Array.from(parameters, (value) => value * 1.1) }),
  state: {
    parameters: Float32Array.from(parameters),
    firstMoment: zeros(),
    secondMoment: zeros(),
    optimizerStep: 0,
  },
});
if (engine === undefined) {
  console.log(JSON.stringify({ diagnostics }));
} else {
  const tokens = (values) => Int32Array.from(values);
  const samples = await engine.rollout(
    requests.map((request) => ({
      ...request,
      prompt: tokens(request.prompt),
      prefill: tokens(request.prefill),
    })),
    options,
  );
  const sequences = samples.map((sample, index) =>
    Int32Array.of(...requests[index].prompt, ...sample.tokens),
  );
  const scored = await engine.logProbabilities(sequences, options.temperature);
  const reference = compares && (await engine.logProbabilities(sequences, options.temperature, 'reference'));
  const result = await engine.update({
    ...update,
    sequences: sequences.map((sequence, index) => ({
      tokens: sequence,
      weights: scored[index].map(() => 0.001),
      advantages: scored[index].map(() => (index % 5) - 2),
      oldLogProbabilities: scored[index].map((value, at) => value + (compares ? Math.sin(index + at) : 0)),
      ...(compares && {
        referenceLogProbabilities: reference[index],
        klCovCoefficients: scored[index].map((_, at) => (at % 3 === 0 ? 1 : 0)),
      }),
    })),
  });
  const { parameters: updated, firstMoment } = await engine.state();
  await engine.close();
  const list = (values) => Array.from(values);
  console.log(
    JSON.stringify({
      tokens: samples.map((sample) => list(sample.tokens)),
      logProbabilities: samples.map((sample) => list(sample.logProbabilities)),
      result,
      parameters: list(updated),
      firstMoment: list(firstMoment),
    }),
  );
}
