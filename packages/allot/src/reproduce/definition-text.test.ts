import { runInNewContext } from 'node:vm';
import { type Preset, presets } from '@allot/templates';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { definitionText } from './definition-text.js';

const all: readonly Preset[] = Object.values(presets);

test.each(all)('$name says in both languages what the preset says', (preset) => {
  const { kind: _, ...definition } = preset.definition;
  expect(parse(definitionText(preset, 'yaml'))).toEqual(definition);
  const typescript = definitionText(preset, 'ts');
  const body = /definePipeline\(([\s\S]*)\);\n$/.exec(typescript)?.[1] ?? '';
  expect(JSON.parse(JSON.stringify(runInNewContext(`(${body})`)))).toEqual(definition);
});

test.each(all)('$name has each of its origins beside a setting', (preset) => {
  for (const syntax of ['ts', 'yaml'] as const) {
    const comments = definitionText(preset, syntax).match(/(?:\/\/|#) (?:paper|code|assumed): .+$/gm) ?? [];
    expect(comments).toHaveLength(Object.keys(preset.origins).length);
  }
});
