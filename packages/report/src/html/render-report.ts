// One HTML file that stands alone: no network, the same bytes for the same runs.

import type { ComparedRuns } from '../compare/compare-runs.js';
import { depthFigure } from '../figure/depth-figure.js';
import { evaluationFigures } from '../figure/evaluation-figures.js';
import type { Figure } from '../figure/figure.js';
import { trainingFigures } from '../figure/training-figures.js';
import type { RunRecord } from '../run/run-record.js';
import type { RunSummary } from '../summary/run-summary.js';
import { summarizeRun } from '../summary/summarize-run.js';
import { comparisonSection } from './comparison.js';
import { costSection } from './cost.js';
import { diagnosticsBanner, eventsSection } from './events.js';
import { figureGrid } from './figures.js';
import { gatesSection } from './gates.js';
import { guardsSection } from './guards.js';
import { headerSection } from './header.js';
import { type Html, html } from './html.js';
import { type PageContent, page } from './page.js';
import { pilotSection } from './pilot.js';
import { rerunSection } from './rerun.js';
import { resultTables } from './results.js';
import { samplesSection } from './samples.js';
import { contentsOf, sectionHtml } from './section.js';
import { settingsSection } from './settings.js';
import { shapesSection } from './shapes.js';
import { stepsTable } from './steps-table.js';
import { tiersSection } from './tiers.js';

/** The report of one run, or of several beside each other; `compared` sets them against the first. */
export const renderReport = (runs: readonly RunRecord[], compared?: ComparedRuns): string =>
  page(reportContent(runs, compared));

/** What a page shows of the runs. */
export function reportContent(runs: readonly RunRecord[], compared?: ComparedRuns): PageContent {
  const summaries = runs.map(summarizeRun);
  const title = summaries.map(({ name }) => name).join(', ') || 'no run';
  const body = runs.map((run, index) => runSection(run, summaries[index] as RunSummary, `r${index}`));
  return {
    title: `${title} · Allot report`,
    body: html`${runs.length > 1 && comparisonSection(runs, summaries, compared)}${runs.length === 0 && html`<h1>No run was given.</h1>`}${body}`,
    footer,
  };
}

const footer =
  "Intervals are 95%. Changes in accuracy: Newcombe's interval, changes in tokens: on the logarithm, both using the correlation between base and trained where they answered the same problems. Bold curves are local linear fits to the faint ones. AES = saved share of tokens + 3 times the relative gain of accuracy, or 5 times its loss (arXiv 2501.12570).";

function runSection(run: RunRecord, summary: RunSummary, id: string): Html {
  const [plane, ...evaluated] = evaluationFigures(summary, id);
  const depth = depthFigure(run, summary, `${id}-depth`);
  const parts: readonly (readonly [slug: string, title: string, body: Html | undefined])[] = [
    ['results', 'Results', resultsPart(summary, [plane, depth, ...evaluated])],
    ['training', 'Training', trainingPart(summary, id)],
    ['tiers', 'Tiers', tiersSection(run, summary, `${id}-tier`)],
    ['shapes', 'Reward shape', shapesSection(run, `${id}-shape`)],
    ['pilot', 'Pilot', pilotSection(run.pilot, run.plan.settings)],
    ['guards', 'Guards', guardsSection(run.plan, run.events)],
    ['gates', 'Gates', gatesSection(run.plan, run.events)],
    ['events', 'Time line', eventsSection(run, summary, `${id}-event`)],
    ['cost', 'Cost', costSection(run)],
    ['responses', 'Responses', samplesSection(run, summary)],
    ['settings', 'Settings', settingsSection(run.plan, run.events)],
    ['again', 'Run it again', rerunSection(run, summary)],
  ];
  const sections = parts.flatMap(([slug, title, body]) =>
    body ? [{ id: `${id}-${slug}`, title, body }] : [],
  );
  return html`<div class="run" id="${id}">
${headerSection(summary)}
${contentsOf(sections)}
${diagnosticsBanner(run.events)}
${sections.map(sectionHtml)}
</div>
`;
}

const resultsPart = (
  summary: RunSummary,
  figures: readonly (Figure | undefined)[],
): Html => html`${summary.modes.length === 0 && html`<p class="intro">No evaluation has been made yet.</p>`}
${resultTables(summary)}
${figureGrid(figures.flatMap((figure) => figure ?? []))}`;

function trainingPart(summary: RunSummary, id: string): Html {
  const figures = trainingFigures(summary, id);
  return html`${figures.length === 0 && html`<p class="intro">No training step has been completed yet.</p>`}
${figureGrid(figures)}
${stepsTable(summary.training)}`;
}
