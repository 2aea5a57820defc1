// The real engine: a run killed (SIGKILL) in several places and resumed has the bytes of one that nobody disturbed.
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { differingFiles } from '../../packages/runtime/test-support/compare-runs.js';
import { plannedYaml, tinyYaml, tinyYamlWith } from '../e2e/definitions.js';
import { allotIn } from './kill.js';

const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'allot-resume-')));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const allot = allotIn(folder);

test.each([
  ['plain', tinyYaml],
  ['planned', plannedYaml],
])('%s: killed while sampling, updating, evaluating and committing', async (name, yaml) => {
  const definition = path.join(folder, `${name}.yaml`);
  const text = yaml.replace('steps: 2', 'steps: 6').replace('everySteps: 1', 'everySteps: 2');
  writeFileSync(
    definition,
    text.replace('modes: [natural, efficient]', 'modes: [natural, efficient]\n  everySteps: 3'),
  );
  const [whole, run] = [path.join(folder, `${name}-whole`), path.join(folder, `${name}-killed`)];
  expect(await allot(['run', definition, '--run-dir', whole])).toBe(0);

  const inRun = (...names: readonly string[]): string => path.join(run, ...names);
  expect(await allot(['run', definition, '--run-dir', run], inRun('steps', '000001'))).toBe('SIGKILL');
  // The definition says one; results do not depend on it.
  const workers = ['--workers', '2'];
  expect(await allot(['resume', run, ...workers], inRun('steps', '000003', 'rollouts.parquet'))).toBe(
    'SIGKILL',
  );
  expect(await allot(['resume', run], inRun('evaluations', '000003', 'natural.json'))).toBe('SIGKILL');
  expect(
    await allot(['resume', run], inRun('checkpoints', '000006.tmp'), inRun('checkpoints', '000006')),
  ).toBe('SIGKILL');
  expect(await allot(['resume', run])).toBe(0);
  expect(differingFiles(whole, run)).toEqual([]);
});

test('killed with a reference policy, refilled groups and every term of the loss', async () => {
  const definition = path.join(folder, 'objective.yaml');
  const objective = `objective:
  dualClip: 3
  entropyBonus: 0.01
  oldLogProbabilities: recomputed
  kl: { coefficient: 0.1 }
  klCov: { ratio: 0.1 }
  groups: { drop: [equal-rewards], refill: { mostRounds: 2 } }
`;
  const text = tinyYamlWith('steps: 2', 'steps: 4').replace('everySteps: 1', 'everySteps: 2');
  writeFileSync(definition, `${text}${objective}`);
  const [whole, run] = [path.join(folder, 'whole-objective'), path.join(folder, 'killed-objective')];
  expect(await allot(['run', definition, '--run-dir', whole, '--set', 'engine.workers=1'])).toBe(0);
  const killAt = path.join(run, 'steps', '000003', 'rollouts.parquet');
  const start = ['run', definition, '--run-dir', run, '--set', 'engine.workers=1'];
  expect(await allot(start, killAt)).toBe('SIGKILL');
  expect(await allot(['resume', run])).toBe(0);
  expect(differingFiles(whole, run)).toEqual([]);
});
