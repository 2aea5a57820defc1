import { expect, test } from 'vitest';
import { miniatureWorld, paperWorld } from '../../test-support/miniature-world.js';
import { renderMiniature } from './miniature-page.js';

test('the page says what the results say', async () => {
  const field = { group: 'field', natural: paperWorld.hbpo?.natural ?? {}, seeds: [1] } as const;
  const { markdown, figures } = renderMiniature(miniatureWorld({ ...paperWorld, dler: field }), 'figures');
  await expect(markdown).toMatchFileSnapshot('golden/page.md');
  expect(Object.keys(figures)).toEqual([
    'ablations.svg',
    'field.svg',
    'tokens-by-difficulty.svg',
    'accuracy-by-difficulty.svg',
    'lengths.svg',
    'spread.svg',
    'rechecks.svg',
  ]);
});

test('figures are whole files that follow the reader in light and dark, and the same every time', () => {
  const { figures } = renderMiniature(miniatureWorld(paperWorld), 'figures');
  for (const svg of Object.values(figures)) {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).not.toContain('NaN');
  }
  expect(renderMiniature(miniatureWorld(paperWorld), 'figures').figures).toEqual(figures);
});

test('a page before any run says that all claims wait', () => {
  const { markdown, figures } = renderMiniature(miniatureWorld({}), 'figures');
  expect(markdown).toContain('16 wait for runs');
  expect(figures).toEqual({});
});

test('a condition is judged by its own arms, beside what they are without it', () => {
  const { hbpo = {}, 'single-budget': one = {}, base = {} } = paperWorld;
  const alike = { ...hbpo, tiers: { 12: 30, 60: 20 } };
  const { markdown } = renderMiniature(
    miniatureWorld(paperWorld, { conditions: { obeys: { base, hbpo: alike, 'single-budget': one } } }),
    'figures',
  );
  const [, section = ''] = markdown.split('## When tiers matter');
  expect(section).toContain('- **obeys**. What obeys changes.');
  const [row = ''] = section.split('\n').filter((line) => line.includes('widest tier'));
  const [, , asAbove, obeys] = row.split('|');
  expect(asAbove).toContain('Holds here');
  expect(obeys).toContain('Does not hold here');
  expect(renderMiniature(miniatureWorld(paperWorld), 'figures').markdown).not.toContain('When tiers matter');
});
