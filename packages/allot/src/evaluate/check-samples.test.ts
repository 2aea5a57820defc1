// Equal samples are told where the command line asks for them, alone or together with the run's settings.
import { expect, test } from 'vitest';
import { checkSamples } from './check-samples.js';

const run = { samplesPerProblem: 4, temperature: 1 };

test.each([
  [{ samples: 3, temperature: 0 }, undefined, ['3']],
  [{ temperature: 0 }, run, ['4']],
  [{ samples: 2 }, { ...run, temperature: 0 }, ['2']],
  [{}, { ...run, temperature: 0 }, []],
  [{ samples: 1, temperature: 0 }, run, []],
  [{ samples: 3 }, run, []],
])('%j of a run with %j', (flags, stated, counts) => {
  const found = checkSamples(flags, stated).map(({ message }) => /the (\d+) samples/.exec(message)?.[1]);
  expect(found).toEqual(counts);
});
