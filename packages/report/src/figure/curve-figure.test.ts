import { expect, test } from 'vitest';
import { curveFigure } from './curve-figure.js';

const rounding = 2 ** -23;
const figureOf = (values: readonly number[]) => {
  const figure = curveFigure({
    id: 'kl',
    title: 'Divergence',
    caption: 'KL.',
    steps: values.map((_, index) => index + 1),
    curves: [{ name: 'divergence', color: 'red', values }],
    unit: 'metric',
    fromZero: true,
    size: 'small',
    rounding,
  });
  if (!figure) throw new Error('there are values to draw');
  const { caption, drawings } = figure;
  return { caption, svg: drawings.map(({ svg }) => svg).join('') };
};

test('what is 0 but for rounding is drawn at 0, and said to be', () => {
  const noise = figureOf([3e-9, -4e-9, 1e-9, -rounding]);
  const zero = figureOf([0, 0, 0, 0]);
  expect(noise.svg).toBe(zero.svg);
  expect(noise.caption).toBe('KL. 0 up to rounding throughout.');
  expect(noise.svg).toContain('aria-label="Divergence. divergence: 0 up to rounding throughout."');
});

test('what is more than rounding is drawn as it is, below 0 too', () => {
  expect(figureOf([0, 1e-4, 2e-4]).caption).toBe('KL. 0 at the start, 2e−4 at the end.');
  expect(figureOf([1e-4, -0.01]).svg).toContain('>−0.010<');
});
