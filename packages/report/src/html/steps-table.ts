// Every number of the training curves as one table: what the charts show, for readers who cannot see them.
import { tierText } from '../figure/training-figures.js';
import { formatMetric } from '../format.js';
import type { TrainingCurves } from '../summary/run-summary.js';
import { numberTable } from './figures.js';
import { type Html, html } from './html.js';

const mostRows = 200;

const words = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export function stepsTable({ step, metrics, tiers }: TrainingCurves): Html | undefined {
  if (step.length === 0) return undefined;
  const columns = [
    ...Object.entries(metrics).map(([name, values]) => [words(name), values] as const),
    ...tiers.flatMap(({ accuracy, meanTokens, meanReward, components, ...tier }) => [
      [`tokens, ${tierText(tier)}`, meanTokens] as const,
      [`accuracy, ${tierText(tier)}`, accuracy] as const,
      [`reward, ${tierText(tier)}`, meanReward] as const,
      ...Object.entries(components).map(
        ([name, values]) => [`reward ${name}, ${tierText(tier)}`, values] as const,
      ),
    ]),
  ];
  const stride = Math.ceil(step.length / mostRows);
  const rows = step.flatMap((number, index) =>
    index % stride === stride - 1 || index === step.length - 1
      ? [[String(number), ...columns.map(([, values]) => textOf(values[index]))]]
      : [],
  );
  return html`<details class="card"><summary>All numbers${stride > 1 && `, every ${stride} steps`}</summary>
${numberTable('Training steps', { head: ['step', ...columns.map(([name]) => name)], rows })}</details>`;
}

const textOf = (value: number | null | undefined): string =>
  value === null || value === undefined ? '–' : formatMetric(value);
