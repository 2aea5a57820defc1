import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clusterPaths } from './cluster-paths.js';
import { examineCommand, trainCommand, word } from './job-command.js';

test('a word is one word of the shell, whatever it holds', () => {
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 20 }), { numRuns: 50, seed: 1 });
  const plain = texts.map((text) => text.replaceAll('\0', ''));
  const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${plain.map(word).join(' ')}`], {
    encoding: 'utf8',
  });
  expect(printed.split('\0').slice(0, -1)).toEqual(plain.map((text) => Buffer.from(text).toString()));
});

test('commands of a run name its folders and what it was given', () => {
  const setup = { paths: clusterPaths('/runs/a b'), allot: 'allot' };
  expect(trainCommand(setup, 2)).toBe(
    "env 'ALLOT_RUN=/runs/a b/verl' 'ALLOT_COMMAND=allot' 'ALLOT_LAUNCH=002' bash '/runs/a b/bundle/launch.sh'",
  );
  expect(trainCommand({ ...setup, model: '/m' }, 1)).toContain("'ALLOT_MODEL=/m'");
  expect(examineCommand(setup, '/m', 'x')).toMatch(/'ALLOT_MODEL=\/m' .*python3 -m allot_verl\.examine 'x'$/);
});
