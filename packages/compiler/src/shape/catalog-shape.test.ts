// The examples of the catalog that are text of a definition fail as they say.
import { describe, expect, test } from 'vitest';
import { loadYaml } from '../load/load-yaml.js';
import { valueAt } from '../path.js';
import { shapeCatalog } from './catalog-shape.js';
import { lowerText } from './lower-text.js';

const texts = Object.entries(shapeCatalog).filter(([, { example }]) => example.language === 'yaml');

describe('examples in YAML', () => {
  test.each(texts)('%s', (code, { example }) => {
    const [loaded] = loadYaml('x.yaml', example.text);
    const text = valueAt(loaded?.value, ['reward', 'expression']);
    const span = loaded?.spans.get('reward.expression')?.value;
    const [, diagnostics] = lowerText(text as string, span ? { span, source: example.text } : {}, 'reward');
    expect(diagnostics.map((found) => found.code)).toEqual([code]);
  });
});
