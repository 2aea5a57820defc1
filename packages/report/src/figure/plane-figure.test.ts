import { expect, it } from 'vitest';
import { chartTexts } from '../../test-support/chart-texts.js';
import type { PlanePoint } from '../chart/draw-plane.js';
import { planeFigure } from './plane-figure.js';

const policy = (text: string, tokens: number, accuracy: number, hollow = false): PlanePoint => ({
  text,
  color: `var(--${text})`,
  hollow,
  tokens: { value: tokens, interval: [tokens - 2, tokens + 2] },
  accuracy: { value: accuracy, interval: [accuracy - 0.1, accuracy + 0.1] },
});

const figureOf = (points: readonly PlanePoint[]) =>
  planeFigure({ id: 'plane', points, paths: [], caption: 'Up is better.' });

const few = [policy('base', 74, 0.8, true), policy('short', 70, 0.7), policy('long', 78, 0.9)];
const svgOf = (points: readonly PlanePoint[]): string => figureOf(points)?.drawings[0]?.svg ?? '';
const radii = (svg: string): number[] =>
  [...svg.matchAll(/<circle [^>]* r="([^"]*)"/g)].map(([, r]) => Number(r));

it('names a few points beside them', () => {
  const texts = chartTexts(svgOf(few)).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining(['base', 'short', 'long']));
  expect(figureOf(few)?.legend).toEqual([]);
});

it('names more in a legend', () => {
  const many = [...few, policy('deep', 90, 0.8), policy('wide', 60, 0.8)];
  expect(svgOf(many)).not.toContain('>base<');
  expect(figureOf(many)?.legend.map(({ text, look }) => `${text} ${look}`)).toEqual([
    'base ring',
    'short point',
    'long point',
    'deep point',
    'wide point',
  ]);
});

it('names a few with long names in a legend too', () => {
  const long = [...few, policy('quickstart-with-a-longer-name-1', 72, 0.8)];
  expect(svgOf(long)).not.toContain('>base<');
  expect(figureOf(long)?.legend).toHaveLength(4);
});

it('shows every one of equal points, and says how', () => {
  const equal = [policy('base', 74, 0.8, true), policy('one', 74, 0.8), policy('two', 74, 0.8)];
  expect(radii(svgOf(equal))).toEqual([16, 6, 11]);
  expect(figureOf(equal)?.caption).toBe('Up is better. Equal points are drawn as rings around one another.');
  expect(radii(svgOf(few))).toEqual([6, 6, 6]);
  expect(figureOf(few)?.caption).toBe('Up is better.');
});

it('begins at zero unless that is far away', () => {
  const ticks = (svg: string): string[] => chartTexts(svg).map(({ text }) => text);
  expect(ticks(svgOf(few))).not.toContain('0');
  expect(ticks(svgOf([...few, policy('brief', 20, 0.6)]))).toContain('0');
});
