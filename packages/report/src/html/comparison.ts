// Several runs at a glance: one row a run, and where each stands in accuracy and tokens.

import type { PlanePoint } from '../chart/draw-plane.js';
import { runColor } from '../chart/palette.js';
import type { ComparedRuns } from '../compare/compare-runs.js';
import { readingNotes } from '../compare/comparison-cells.js';
import { curveFigure } from '../figure/curve-figure.js';
import type { Figure } from '../figure/figure.js';
import { planeFigure } from '../figure/plane-figure.js';
import {
  formatCount,
  formatFixed,
  formatShare,
  formatSigned,
  formatTokens,
  joinWords,
  type Unit,
} from '../format.js';
import type { RunRecord } from '../run/run-record.js';
import type { RunSummary } from '../summary/run-summary.js';
import { mainMode } from '../summary/verdict.js';
import { differencesSection, type LabelledRun, speedSection } from './beside.js';
import { figureGrid } from './figures.js';
import { type Html, html } from './html.js';
import { cellSection } from './render-comparison.js';
import { runLabels } from './run-labels.js';
import { scrollingCard } from './scroller.js';

/** `summaries` are those of the records. */
export function comparisonSection(
  records: readonly RunRecord[],
  summaries: readonly RunSummary[],
  compared: ComparedRuns | undefined,
): Html {
  const labels = runLabels(summaries, compared);
  const runs = summaries.map(
    (summary, index): LabelledRun => ({
      label: labels[index] ?? '',
      summary,
      record: records[index] as RunRecord,
    }),
  );
  return html`<header>
<p class="eyebrow">Comparison</p>
<h1>${runs.length} runs beside each other</h1>
${compared?.document?.verdicts.map((verdict) => html`<p class="lead">${verdict}</p>`)}
<nav aria-label="Runs">${labels.map((label, index) => html`<a href="#r${index}">${label}</a>`)}</nav>
</header>
<section>
<h2>Overview</h2>
${scrollingCard(
  'Overview',
  html`<table class="results overview sortable">
<thead><tr>${['run', 'name', 'engine', 'seed', 'steps', 'mode', 'accuracy', 'change, points', 'tokens', 'change', 'depth', 'AES'].map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${runs.map(overviewRow)}</tbody>
</table>`,
)}
<p class="intro below">${overviewLegend(compared?.document?.policies[0]?.name)}</p>
</section>
${speedSection(runs)}
${differencesSection(runs)}
<section>
<h2>Curves</h2>
${figureGrid([planeOf(runs), curvesOf(runs, 'meanTokens', 'Tokens while training', 'tokens'), curvesOf(runs, 'accuracy', 'Accuracy while training', 'share'), curvesOf(runs, 'lengthSpread', 'Length spread inside groups', 'tokens')].flatMap((figure) => figure ?? []))}
</section>
${compared && pairedSections(compared)}`;
}

/** Each once, as sentences: several modes may be refused for one reason. */
const reasonsOf = (refusals: ComparedRuns['refusals']): readonly string[] => [
  ...new Set(refusals.map(({ message }) => `${message.replace(/\.$/, '')}.`)),
];

/** The same problems answered by every run; or why that cannot be shown. */
const pairedSections = ({ document, refusals }: ComparedRuns): Html => html`<section id="paired">
<h2>Problem by problem</h2>
${document?.notes.map((note) => html`<p class="note">${note}</p>`)}
${reasonsOf(refusals).map((reason) => html`<p class="note">The runs are not compared problem by problem. ${reason} allot compare says what can be done.</p>`)}
${document && html`<p class="intro">${readingNotes(document.tests).join(' ')}</p>`}
</section>
${document?.results.map((cell, index) => cellSection(cell, document.policies[0]?.name ?? '', `paired-${index}`))}`;

/** What the changes of the overview are against, which the paired ones are not. */
const overviewLegend = (first: string | undefined): string =>
  `Changes and AES: each run against its own first evaluation.${first === undefined ? '' : ` What is said above of two runs, and the tables problem by problem, are against ${first}.`} Depth: tokens on the hardest problems over those on the easiest.`;

function overviewRow({ label, summary }: LabelledRun): Html {
  const mode = mainMode(summary);
  const cell = mode?.all.trained ?? mode?.all.base;
  const change = mode?.all.change;
  const texts = [
    summary.name,
    `${summary.engine}, ${summary.device}`,
    String(summary.seed),
    formatCount(summary.steps.completed),
    mode ? `${mode.mode}${mode.trainedStep === undefined ? `, step ${mode.baseStep}` : ''}` : '–',
    cell ? formatShare(cell.accuracy) : '–',
    change ? formatSigned(change.accuracyPoints, 1) : '–',
    cell ? formatTokens(cell.meanTokens) : '–',
    change?.tokensCutPercent === undefined ? '–' : `${formatSigned(-change.tokensCutPercent, 1)}%`,
    mode?.depth?.trained === undefined ? '–' : `${formatFixed(mode.depth.trained, 1)}×`,
    mode?.efficiencyScore === undefined ? '–' : formatFixed(mode.efficiencyScore, 2),
  ];
  return html`<tr><th scope="row">${label}</th>${texts.map((text) => html`<td>${text}</td>`)}</tr>`;
}

function planeOf(runs: readonly LabelledRun[]): Figure | undefined {
  const points = runs.flatMap(({ label, summary }, index): PlanePoint[] => {
    const cell = mainMode(summary)?.all.trained;
    if (!cell) return [];
    return [
      {
        text: label,
        color: runColor(index),
        hollow: false,
        tokens: { value: cell.meanTokens, interval: cell.meanTokensInterval },
        accuracy: { value: cell.accuracy, interval: cell.accuracyInterval },
      },
    ];
  });
  const untrained = runs.filter(({ summary }) => !mainMode(summary)?.all.trained).map(({ label }) => label);
  const left =
    untrained.length > 0 ? ` Not here, without an evaluation after training: ${joinWords(untrained)}.` : '';
  const caption = `The trained policies. Up is more often right, left is shorter. Crosses: 95% intervals.${left}`;
  return planeFigure({ id: 'all-plane', points, paths: [], caption });
}

/** Curves of all runs over the steps of the longest. */
function curvesOf(
  runs: readonly LabelledRun[],
  metric: string,
  title: string,
  unit: Unit,
): Figure | undefined {
  const steps = [...new Set(runs.flatMap(({ summary: { training } }) => training.step))].sort(
    (a, b) => a - b,
  );
  const curves = runs.map(({ label, summary: { training } }, index) => {
    const values = new Map(
      training.step.map((step, place) => [step, training.metrics[metric]?.[place] ?? null]),
    );
    return {
      name: label,
      color: runColor(index),
      values: steps.map((step) => values.get(step) ?? null),
    };
  });
  return curveFigure({
    id: `all-${metric}`,
    title,
    caption: '',
    steps,
    curves,
    unit,
    fromZero: metric !== 'accuracy',
    size: 'normal',
  });
}
