import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { synthesizeRun, writeRunFolder } from '../../test-support/synthetic-run.js';
import { loadPolicies } from './load-policies.js';
import { parsePolicyPlace, placeText } from './policy-place.js';
import { settlePlaces } from './settle-place.js';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'allot-settle-'));
  await writeRunFolder(synthesizeRun({ steps: 4, problems: 12 }), join(home, 'whole-1'));
  const begun = synthesizeRun({ steps: 3, plannedSteps: 8, problems: 12, finished: false });
  const rollouts = begun.rollouts.filter(({ step }) => step === 0);
  await writeRunFolder({ ...begun, rollouts }, join(home, 'begun-1'));
});
afterEach(() => rm(home, { recursive: true, force: true }));

const at = (name: string): string => join(home, name);

it('a run that is not evaluated at its end is called by the step that is compared', async () => {
  const [policies, diagnostics] = await loadPolicies([at('whole-1'), at('begun-1')], undefined);
  expect(diagnostics).toEqual([]);
  expect(policies?.map(({ name }) => name)).toEqual(['whole-1', 'begun-1@0']);
});

it('a name that was given stays, and so does a step', async () => {
  const [policies] = await loadPolicies([`mine=${at('begun-1')}`, at('whole-1@4')], undefined);
  expect(policies?.map(({ name }) => name)).toEqual(['mine', 'whole-1@4']);
});

it('the same evaluation by its step and without is still one', async () => {
  const [policies, diagnostics] = await loadPolicies([at('begun-1'), at('begun-1@0')], undefined);
  expect(policies).toBeUndefined();
  expect(diagnostics.map(({ code }) => code)).toEqual(['compare/same-policy']);
});

it('is written as a command line has it', async () => {
  const texts = ['whole-1', 'whole-1@0', 'begun-1', 'begun-1:natural', 'nothing'].map(async (name) =>
    (await settlePlaces(parsePolicyPlace(at(name)))).places.map(placeText),
  );
  expect((await Promise.all(texts)).flat()).toEqual(
    ['whole-1', 'whole-1@0', 'begun-1@0', 'begun-1@0:natural', 'nothing'].map(at),
  );
});
