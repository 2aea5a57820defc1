// The reward and the advantage as compiled: formula, parameters, curves, and what the analysis found in them.
import { type Diagnostic, printShape, type ResolvedReinforcement, type ResolvedShape } from '@allot/spec';
import { shapeFigure } from '../figure/shape-figure.js';
import type { AnalysedShape, RunRecord } from '../run/run-record.js';
import { figureGrid } from './figures.js';
import { type Html, html } from './html.js';

/** Nothing without rewards, and for a plan that was edited so that its shapes are none. */
export function shapesSection({ plan: { settings }, shapes }: RunRecord, id: string): Html | undefined {
  if (settings.kind === 'supervised') return undefined;
  try {
    return shapesHtml(settings, shapes, id);
  } catch {
    return undefined;
  }
}

function shapesHtml(settings: ResolvedReinforcement, shapes: RunRecord['shapes'], id: string): Html {
  const { reward, advantage, allow } = settings;
  return html`${shapes && figureGrid(figuresOf(settings, shapes, id))}
${partCard('Reward', reward, shapes?.reward, allow)}
${partCard('Advantage', advantage, shapes?.advantage, allow)}`;
}

function figuresOf(
  { tiers, response, reward }: ResolvedReinforcement,
  shapes: NonNullable<RunRecord['shapes']>,
  id: string,
) {
  const setting = { budgets: tiers.map(({ budget }) => budget), lMax: response.maxTokens };
  const paid = { name: reward.name, expression: shapes.reward.expression };
  return [
    shapeFigure({ kind: 'reward', expression: paid.expression }, setting, `${id}-reward`),
    shapeFigure(
      { kind: 'advantage', expression: shapes.advantage.expression, reward: paid },
      setting,
      `${id}-advantage`,
    ),
  ];
}

const partCard = (
  title: string,
  { name, parameters, expression }: ResolvedShape,
  analysed: AnalysedShape | undefined,
  allow: ResolvedReinforcement['allow'],
): Html => html`<div class="card">
<h3>${title}: ${name}</h3>
${
  Object.keys(parameters).length > 0 &&
  html`<p class="intro">${Object.entries(parameters)
    .map(([key, value]) => `${key} = ${String(value)}`)
    .join(', ')}</p>`
}
<pre class="formula" tabindex="0">${printShape(expression)}</pre>
${analysed && findingsList(analysed.findings, allow)}
</div>
`;

const findingsList = (findings: readonly Diagnostic[], allow: ResolvedReinforcement['allow']): Html =>
  html`<ul class="findings">${findings.map(({ severity, code, message }) => {
    const reason = allow[code];
    const tone = reason === undefined ? severity : 'info';
    return html`<li class="${tone}">${message}. <code>${code}</code>${reason !== undefined && html`<br><span>Allowed: ${reason}</span>`}</li>
`;
  })}</ul>`;
