// The head of a run's report: the verdict, what ran, and the four numbers that matter most.
import {
  formatCount,
  formatDuration,
  formatFixed,
  formatShare,
  formatSigned,
  formatTime,
  formatTokens,
} from '../format.js';
import type { RunSummary } from '../summary/run-summary.js';
import { mainMode, verdictOf } from '../summary/verdict.js';
import { type Html, html } from './html.js';

export function headerSection(summary: RunSummary): Html {
  const { headline, details } = verdictOf(summary);
  return html`<header>
<p class="eyebrow"><span>${summary.name}</span><span class="status ${summary.status}">${statusText(summary)}</span></p>
<h1>${headline}</h1>
${summary.description && html`<p class="lead">${summary.description}</p>`}
${details.map(
  (detail) => html`<p class="${detail.startsWith('Mind:') ? 'warning' : 'detail'}">${detail}</p>
`,
)}
${summary.notes.map(
  (note) => html`<p class="note">${note}</p>
`,
)}
</header>
${tiles(summary)}
${facts(summary)}`;
}

const statusText = ({ status, steps }: RunSummary): string =>
  status === 'finished'
    ? 'finished'
    : `${status}: ${formatCount(steps.completed)} of ${formatCount(steps.planned)} steps`;

interface Tile {
  readonly name: string;
  readonly value: string;
  readonly before?: string | undefined;
  readonly tone: 'better' | 'worse' | 'plain';
  readonly note: string;
}

function tiles(summary: RunSummary): Html {
  const list = tilesOf(summary);
  if (list.length === 0) return html``;
  return html`<ul class="tiles">${list.map(
    ({ name, value, before, tone, note }) => html`<li class="card">
<h2>${name}</h2>
<p class="value">${before !== undefined && html`<span class="before">${before}</span> <span class="arrow" aria-label="to">→</span> `}${value}</p>
<p class="${tone}">${note}</p>
</li>
`,
  )}</ul>`;
}

function tilesOf(summary: RunSummary): Tile[] {
  const mode = mainMode(summary);
  const { trained, change, base } = mode?.all ?? {};
  if (!mode || !trained || !change || !base) return [];
  const tokensTone = toneOf(change.tokensCutPercentInterval);
  const list: Tile[] = [
    {
      name: `Tokens per response, ${mode.mode}`,
      before: formatTokens(base.meanTokens),
      value: formatTokens(trained.meanTokens),
      tone: summary.kind === 'supervised' ? 'plain' : tokensTone,
      note: change.tokensCutPercent === undefined ? '' : `${formatSigned(-change.tokensCutPercent, 1)}%`,
    },
    {
      name: `Accuracy, ${mode.mode}`,
      before: formatShare(base.accuracy),
      value: formatShare(trained.accuracy),
      tone: toneOf(change.accuracyPointsInterval),
      note: `${formatSigned(change.accuracyPoints, 1)} points`,
    },
  ];
  const { depth, efficiencyScore } = mode;
  if (depth?.trained !== undefined)
    list.push({
      name: `Tokens of ${depth.hardest} over ${depth.easiest}`,
      before: depth.base === undefined ? undefined : `${formatFixed(depth.base, 1)}×`,
      value: `${formatFixed(depth.trained, 1)}×`,
      tone: 'plain',
      note: '1 would be the same effort on every problem',
    });
  if (efficiencyScore !== undefined && summary.kind === 'reinforcement')
    list.push({
      name: 'Efficiency score',
      value: formatFixed(efficiencyScore, 2),
      tone: 'plain',
      note: 'AES; the base is 0, half the tokens at equal accuracy 0.5',
    });
  return list;
}

function toneOf(interval: readonly [number, number] | undefined): Tile['tone'] {
  if (!interval) return 'plain';
  if (interval[0] > 0) return 'better';
  return interval[1] < 0 ? 'worse' : 'plain';
}

function facts(summary: RunSummary): Html {
  const { policy, steps, seed, engine, device, workers, seconds, planKey, version, created } = summary;
  const rows: readonly (readonly [string, string])[] = [
    [
      'Policy',
      `${formatCount(policy.parameters)} parameters${policy.weightsDigest ? `, weights ${policy.weightsDigest.slice(0, 12)}` : ', new weights'}`,
    ],
    ['Training', summary.kind === 'reinforcement' ? 'reinforcement over budget tiers' : 'supervised'],
    ['Steps', `${formatCount(steps.completed)} of ${formatCount(steps.planned)}`],
    ['Seed', String(seed)],
    ['Time', `${formatDuration(seconds)} of steps and evaluations`],
    [
      'Engine',
      `${engine} on ${device}${workers === undefined ? '' : `, ${workers} worker${workers === 1 ? '' : 's'}`}`,
    ],
    ['Started', formatTime(created)],
    ['Plan', planKey.slice(0, 16)],
    ['Allot', version],
  ];
  return html`<dl class="facts">${rows.map(
    ([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>
`,
  )}</dl>`;
}
