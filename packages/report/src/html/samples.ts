// Sample responses: the same problem before and after training, every token coloured by where it came from.
import { TokenOrigin } from '@allot/spec';
import { formatCount } from '../format.js';
import type { EvaluatedRollout, RunRecord } from '../run/run-record.js';
import { chooseSamples, type SamplePair } from '../sample/choose-samples.js';
import { nameBefore } from '../summary/name-before.js';
import type { RunSummary } from '../summary/run-summary.js';
import { mainMode } from '../summary/verdict.js';
import { type Html, html } from './html.js';

/** Nothing when the run has no responses or no tokenizer. */
export function samplesSection(run: RunRecord, summary: RunSummary): Html | undefined {
  const mode = mainMode(summary);
  const { vocabulary } = run;
  const pairs = mode ? chooseSamples(run, mode) : [];
  if (!mode || !vocabulary || pairs.length === 0) return undefined;
  const close = run.plan.settings.response.reasoningClose;
  const response = (
    name: string,
    rollout: EvaluatedRollout,
  ): Html => html`<div class="${rollout.correct ? 'response' : 'response wrong'}">
<p class="by"><b>${name}</b> ${formatCount(rollout.tokens)} tokens, ${outcome(rollout)}</p>
${tokensHtml(rollout, vocabulary, close)}
</div>`;
  const pairHtml = ({ reason, base, trained }: SamplePair): Html => html`<article class="card sample">
<h3>${promptText(base, vocabulary)}</h3>
<p class="reason">${capital(reason)}${base.difficulty !== undefined && `, difficulty ${base.difficulty}`}</p>
<div class="pair">${response(nameBefore(summary, mode), base)}
${trained && response('trained', trained)}</div>
</article>
`;
  return html`<p class="intro">The same problems, sampled in ${mode.mode} mode before and after training. “Typical” is the problem whose two lengths are nearest to the medians of its range.</p>
<ul class="legend"><li><span class="t">sampled by the policy</span></li><li><span class="t prefill">prefill</span></li><li><span class="t overridden">replaced by the environment</span></li><li><span class="t answer">answer</span></li></ul>
<div class="samples">${pairs.map(pairHtml)}</div>`;
}

const mostTokens = 1500;

const classes: Readonly<Record<number, string>> = {
  [TokenOrigin.sampled]: 't',
  [TokenOrigin.prefill]: 't prefill',
  [TokenOrigin.overridden]: 't overridden',
  [TokenOrigin.forced]: 't prefill',
};

interface TokenRun {
  readonly className: string;
  text: string;
}

/** The thinking folded, the answer behind it; a response that does not close its thinking is shown whole. */
function tokensHtml(rollout: EvaluatedRollout, vocabulary: readonly string[], close: string): Html {
  const shown = rollout.responseTokens.subarray(0, mostTokens);
  const texts = Array.from(shown, (token) => vocabulary[token] ?? `⟨${token}⟩`);
  const answerAt = tokenAfter(texts, close);
  const runs = (from: number, to: number, extra: string): TokenRun[] =>
    tokenRuns(rollout, texts.slice(from, to), from, extra);
  const rest = rollout.responseTokens.length - shown.length;
  const more = rest > 0 && html`<span class="more"> … ${formatCount(rest)} more tokens</span>`;
  if (answerAt === undefined)
    return html`<p class="tokens" dir="ltr">${runsHtml(runs(0, texts.length, ''))}${more}</p>`;
  return html`<details class="thinking"><summary>thinking, ${formatCount(answerAt)} tokens</summary>
<p class="tokens" dir="ltr">${runsHtml(runs(0, answerAt, ''))}</p></details>
<p class="tokens" dir="ltr">${runsHtml(runs(answerAt, texts.length, ' answer'))}${more}</p>`;
}

/** Index of the first token behind the last closing tag, which may itself be of several tokens. */
function tokenAfter(texts: readonly string[], close: string): number | undefined {
  const at = close === '' ? -1 : texts.join('').lastIndexOf(close);
  if (at === -1) return undefined;
  let start = 0;
  const index = texts.findIndex((text) => {
    const isBehind = start >= at + close.length;
    start += text.length;
    return isBehind;
  });
  return index === -1 ? texts.length : index;
}

/** Neighbours of one origin are one element. */
function tokenRuns(
  { tokenOrigins }: EvaluatedRollout,
  texts: readonly string[],
  from: number,
  extra: string,
): TokenRun[] {
  const runs: TokenRun[] = [];
  texts.forEach((text, index) => {
    const className = `${classes[tokenOrigins[from + index] ?? 0] ?? 't'}${extra}`;
    const last = runs.at(-1);
    if (last?.className === className) last.text += text;
    else runs.push({ className, text });
  });
  return runs;
}

const runsHtml = (runs: readonly TokenRun[]): Html =>
  html`${runs.map(({ className, text }) => html`<span class="${className}">${text}</span>`)}`;

function promptText({ promptTokens }: EvaluatedRollout, vocabulary: readonly string[]): string {
  const text = Array.from(
    promptTokens.subarray(0, mostTokens),
    (token) => vocabulary[token] ?? `⟨${token}⟩`,
  ).join('');
  return promptTokens.length > mostTokens ? `${text} …` : text;
}

function outcome({ correct, answer, finishReason }: EvaluatedRollout): Html {
  const given = answer === '' ? 'no answer' : `answer ${answer}`;
  const end = finishReason === 'length' ? ', cut off at its cap' : '';
  return correct
    ? html`<span class="better">right, ${given}${end}</span>`
    : html`<span class="worse">wrong, ${given}${end}</span>`;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
