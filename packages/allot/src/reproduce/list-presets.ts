// Lists the presets: what they reproduce, which engines can, and what was saved.
import { baseModels, type Preset } from '@allot/templates';
import { percent } from '../cli/numbers.js';
import { printTable } from '../cli/table.js';
import type { Terminal } from '../cli/terminal.js';
import type { ListedPreset, PresetsDocument } from '../documents/presets-document.js';
import { enginesOf } from './engines-of.js';
import { tokensSaved } from './tokens-saved.js';

export function listPresets(terminal: Terminal, presets: readonly Preset[], json: boolean): void {
  const listed = presets.map(listPreset);
  const document: PresetsDocument = { format: 1, presets: listed };
  if (json) {
    terminal.out(JSON.stringify(document, undefined, 2));
    return;
  }
  terminal.out(
    printTable(
      [
        { head: 'name' },
        { head: 'method' },
        { head: 'arXiv' },
        { head: 'base' },
        { head: 'engines' },
        { head: 'whole' },
        { head: 'tokens saved', align: 'right' },
      ],
      listed.map(rowOf),
      terminal.stdout.color,
    ),
  );
  if (listed.some(({ faithful }) => !faithful))
    terminal.out('\n"part": something of the method is left out; allot reproduce NAME says what.');
}

function listPreset(preset: Preset): ListedPreset {
  const { name, method, title, paper, base, missing } = preset;
  const saved = tokensSaved(preset);
  return {
    name,
    method,
    title,
    paper,
    base: baseModels[base],
    engines: enginesOf(preset),
    faithful: missing.length === 0,
    ...(saved !== undefined && { tokensSaved: saved }),
  };
}

const rowOf = ({ name, method, paper, base, engines, faithful, tokensSaved }: ListedPreset): string[] => [
  name,
  method,
  paper.arxiv ?? 'none',
  base.split('/').at(-1) as string,
  engines.join(' '),
  faithful ? 'whole' : 'part',
  tokensSaved === undefined ? 'not recorded' : percent(tokensSaved),
];
