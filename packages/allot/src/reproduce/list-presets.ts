// Lists the presets: what they reproduce, which engines can, and what was saved.
import type { Preset } from '@allot/templates';
import { percent } from '../cli/numbers.js';
import { printTable } from '../cli/table.js';
import type { Terminal } from '../cli/terminal.js';
import type { ListedPreset, PresetsDocument } from '../documents/presets-document.js';
import { listedPreset } from './describe-preset.js';
import { aboutOnnx, runningEngines } from './engines-of.js';

export function listPresets(terminal: Terminal, presets: readonly Preset[], json: boolean): void {
  const document: PresetsDocument = { format: 1, presets: presets.map(listedPreset) };
  terminal.out(json ? JSON.stringify(document, undefined, 2) : printPresets(document, terminal.stdout.color));
}

function printPresets({ presets }: PresetsDocument, color: boolean): string {
  const columns = ['preset', 'method', 'arXiv', 'base', 'engines', 'method is'].map((head) => ({ head }));
  return [
    printTable([...columns, { head: 'tokens saved', align: 'right' }], presets.map(rowOf), color),
    '',
    ...notes,
  ].join('\n');
}

const notes = [
  'in part: something of the method is left out; `allot reproduce NAME` says what.',
  `engines: ${aboutOnnx}`,
  "tokens saved: published, against the base's own in natural mode, each under its paper's protocol.",
];

const rowOf = ({ name, method, paper, base, engines, faithful, tokensSaved }: ListedPreset): string[] => [
  name,
  method,
  paper.arxiv ?? 'none',
  base.split('/').at(-1) as string,
  runningEngines(engines).join(' '),
  faithful ? 'whole' : 'in part',
  tokensSaved === undefined ? 'not recorded' : percent(tokensSaved),
];
