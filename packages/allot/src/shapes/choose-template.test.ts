import { templates } from '@allot/templates';
import { expect, test } from 'vitest';
import { chooseTemplate } from './choose-template.js';

const set = (...assignments: string[]) =>
  assignments.map((text) => ({ path: text.split('=')[0] as string, value: text.split('=')[1] as string }));

test('a template with the parameters that were given, the last one of two', async () => {
  const [chosen] = await chooseTemplate(
    templates,
    'advantage',
    'hbpo',
    set('intra=false', 'beta=3', 'beta=2'),
  );
  expect(chosen).toMatchObject({
    template: { name: 'hbpo', kind: 'advantage' },
    given: { intra: false, beta: 2 },
  });
});

test.each([
  ['hbop', [], 'template/unknown', 'Did you mean `hbpo`?'],
  ['grpo', [], 'template/unknown', 'There is an advantage of that name: `allot advantages grpo`.'],
  ['hbpo', ['betta=1'], 'template/unknown-parameter', 'Did you mean `beta`?'],
  ['classic', ['betta=1'], 'template/unknown-parameter', 'It has none.'],
  ['hbpo', ['toString=1'], 'template/unknown-parameter', 'Known: `beta`, `alpha`.'],
  ['hbpo', ['beta=true'], 'template/wrong-parameter-type', 'Write a number.'],
  ['hbpo', ['beta='], 'template/wrong-parameter-type', 'Write a number.'],
  ['hbpo', ['beta=1e999'], 'template/wrong-parameter-type', 'Write a number.'],
  ['hbpo', ['beta=-1'], 'template/parameter-out-of-range', expect.stringContaining('from 0 to 1000')],
])('%s %j', async (name, assignments, code, help) => {
  const [chosen, diagnostics] = await chooseTemplate(templates, 'reward', name, set(...assignments));
  expect(chosen).toBeUndefined();
  expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.help])).toEqual([[code, help]]);
});
