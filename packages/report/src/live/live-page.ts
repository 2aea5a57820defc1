// The report of a run that goes on: the page of any run, with a bar that says how far it is, and a script that keeps both new.
import { type Html, html } from '../html/html.js';
import { page } from '../html/page.js';
import { reportContent } from '../html/render-report.js';
import type { RunRecord } from '../run/run-record.js';
import { liveScript } from './live-script.js';

/** How the run is, as the bar says it and as the page asks for it. */
export interface LiveStatus {
  /** `awaited`: there is no run yet; `still`: nobody works on it; `over`: it has finished, or was stopped. */
  readonly state: 'awaited' | 'running' | 'still' | 'over';
  /** One line: what it does, how fast, how long still. */
  readonly text: string;
  readonly step: number;
  /** 0 where nobody knows yet. */
  readonly steps: number;
  /** Another one where the report has something new. */
  readonly version: string;
}

/** The page; `run` is absent before there is one. */
export function renderLivePage(run: RunRecord | undefined, status: LiveStatus): string {
  const content = run
    ? reportContent([run])
    : {
        title: 'Allot',
        body: html`<h1>The run has not begun.</h1>`,
        footer: 'It is shown here when it has.',
      };
  return page(content, { bar: barOf(status), script: liveScript });
}

const barOf = ({
  state,
  text,
  step,
  steps,
  version,
}: LiveStatus): Html => html`<aside id="live" class="live ${state}" data-version="${version}" aria-label="How far the run is">
<progress max="${Math.max(1, steps)}" value="${step}" aria-label="steps"${steps === 0 && html` hidden`}></progress>
<p>${text}</p>
</aside>
`;
