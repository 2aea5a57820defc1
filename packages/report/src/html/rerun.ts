// How to run it again, and how to ask more of what it left behind.
import type { Origin, Plan } from '@allot/spec';
import type { RunRecord } from '../run/run-record.js';
import type { RunSummary } from '../summary/run-summary.js';
import { type Html, html } from './html.js';
import { baseName } from './settings.js';

export function rerunSection({ plan, identity }: RunRecord, summary: RunSummary): Html {
  const definition = `RUN/definition${/\.[^.]+$/.exec(baseName(String(plan.sources.definition)))?.[0] ?? ''}`;
  const lines: readonly (readonly [command: string, does: string])[] = [
    [
      ['allot run', definition, ...flagsOf(plan)].join(' '),
      `the same experiment: its plan has the key ${plan.key.slice(0, 12)}`,
    ],
    ...(summary.status === 'finished'
      ? []
      : [['allot resume RUN', 'goes on with this run, from its newest checkpoint'] as const]),
    ...(summary.modes.some(({ trainedStep }) => trainedStep !== undefined)
      ? [['allot compare RUN@0 RUN', 'base against trained policy, problem by problem, with tests'] as const]
      : []),
    ['allot eval RUN', 'evaluates its newest policy, on other problems or in other modes too'],
    ['allot export RUN --out DIR', 'its policy as a Hugging Face folder'],
  ];
  return html`<div class="card">
<p>RUN is the folder of the run, whose id is ${identity.id}. It holds the definition as it was written, its inputs and every checkpoint that was kept; files that the definition names lie where it was written. Made with Allot ${identity.version}; on the CPU the onnx engine gives the same bytes on the same kind of processor.</p>
<dl class="commands">${lines.map(
    ([command, does]) => html`<div><dt><code>${command}</code></dt><dd>${does}</dd></div>
`,
  )}</dl>
</div>`;
}

/** The flags that the run was started with, each once, in the order of their settings. */
function flagsOf({ origins }: Plan): string[] {
  const flags = Object.values(origins).flatMap((origin: Origin) =>
    origin.from === 'flag' ? [origin.flag] : [],
  );
  return [...new Set(flags)].map(quoted);
}

/** Fit for a POSIX shell. */
function quoted(flag: string): string {
  const [, name = flag, value] = /^(--\S+)\s(.*)$/s.exec(flag) ?? [];
  if (value === undefined || /^[\w./:=,+-]+$/.test(value)) return flag;
  return `${name} '${value.replaceAll("'", "'\\''")}'`;
}
