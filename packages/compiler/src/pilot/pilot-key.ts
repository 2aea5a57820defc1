// What a pilot depends on: an equal key means equal responses, wherever the definition lies and whatever its tiers are.
import { contentKey, experimentOf, type ResolvedPipeline } from '@allot/spec';

/** Content key of the settings that the pilot reads; undefined where there is none. */
export function pilotKey(settings: ResolvedPipeline): string | undefined {
  if (settings.kind === 'supervised' || !settings.pilot) return undefined;
  const { pilot, training, evaluation } = settings;
  const { policy, seed, environment, prompt, response, grading, datasets } = experimentOf(settings);
  return contentKey({
    pilot,
    dataset: (datasets as Readonly<Record<string, unknown>>)[pilot.dataset],
    policy,
    seed,
    environment,
    prompt,
    response,
    grading,
    temperature: training.temperature,
    topP: training.topP,
    ...(pilot.mode === 'efficient' && { prefill: evaluation?.efficientPrefill ?? '[min]' }),
  });
}
