// Runs the pilot of a plan alone, so that tiers can follow from it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Diagnostic, Phase, Pilot } from '@allot/spec';
import { writePilot } from '@allot/store';
import { requireAllowed } from './allowed-commands.js';
import { report } from './catalog.js';
import { prepareEngineFolder } from './engine-folder.js';
import { loadExperiment } from './experiment.js';
import { guard } from './guard-run.js';
import { openEngine } from './open-engine.js';
import type { PilotOptions } from './outcome.js';
import { pilotedBy } from './pilot-in-run.js';
import { basePolicySource } from './policy-source.js';
import { createProgress } from './progress.js';
import { expectValue, RunFailure } from './run-failure.js';
import { pilotStage } from './stages/pilot.js';

/** Runs the pilot of a plan alone and writes it into a folder. Rejects with the signal's reason when it aborts. */
export function runPilot(options: PilotOptions): Promise<Phase<Pilot>> {
  const { plan, folder, host, signal, onProgress } = options;
  const warnings: Diagnostic[] = [];
  const warn = (diagnostic: Diagnostic): void => void warnings.push(diagnostic);
  return guard<Phase<Pilot>>(
    async (cleanup) => {
      const piloted = pilotedBy(plan);
      if (!piloted) throw new RunFailure([report('pilot/none', { name: plan.settings.name })]);
      const { settings, key } = piloted;
      requireAllowed(plan, host);
      const temporary = await mkdtemp(path.join(tmpdir(), 'allot-engine-'));
      cleanup.add(() => rm(temporary, { recursive: true, force: true }));
      const at = path.join(temporary, 'engine');
      const manifest = expectValue(await prepareEngineFolder(plan, at, host), warn);
      const { tokenizer, datasets } = plan.sources;
      const files = { tokenizer, dataset: (name: string) => ({ files: datasets[name] ?? [] }) };
      const { maxPositions } = manifest.decoder;
      const experiment = expectValue(await loadExperiment(plan, files, maxPositions, { host, signal }), warn);
      cleanup.add(() => experiment.grader.close());
      const policy = expectValue(await basePolicySource(plan, manifest), warn);
      const place = { plan, folder: at, manifest, host, onWarning: warn };
      const engine = expectValue(await openEngine(place, policy), warn);
      cleanup.add(() => engine.close());
      const progress = createProgress(settings.steps, onProgress);
      const rollouts = settings.pilot.problems * settings.pilot.rollouts;
      const { pilot, rows } = await pilotStage(experiment, settings, key, engine, {
        onProgress: progress.begin('pilot', 0, { rollouts }),
        ...(signal ? { signal } : {}),
      });
      await writePilot(folder, pilot, rows);
      return [pilot, warnings];
    },
    (diagnostics) => [undefined, [...warnings, ...diagnostics]],
  );
}
