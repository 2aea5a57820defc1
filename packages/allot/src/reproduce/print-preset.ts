// A preset as text: its settings with where each is from, what is left open or left out, and what was published.

import { styles } from '../cli/styles.js';
import { printTable } from '../cli/table.js';
import type { PresetDocument, PresetSetting } from '../documents/preset-document.js';
import { publishedRows } from './published-rows.js';

export function printPreset(document: PresetDocument, color: boolean): string {
  const { bold: heading } = styles(color);
  const { method, title, paper, settings, missing, unstated, published } = document;
  const cited = [paper.title, ...(paper.arxiv === undefined ? [] : [`arXiv ${paper.arxiv}`])].join(', ');
  return [
    heading(`${method}: ${title}`),
    cited,
    ...(paper.code === undefined ? [] : [`Code: ${paper.code}`]),
    '',
    `Begins with  ${document.base}, as the folder models/${document.base.split('/').at(-1)}`,
    `Engines      ${enginesInWords(document)}`,
    ...section(heading('Left out of the method'), missing),
    '',
    heading('Settings'),
    indent(settingTable(settings, color)),
    '',
    countInWords(settings),
    ...section(heading('Not stated'), unstated),
    ...published.flatMap(({ source, mode, results }) => [
      '',
      heading(`Published, ${mode} mode (${source})`),
      indent(publishedRows(results, color)),
    ]),
    ...(published.length === 0 ? ['', 'Published numbers: not recorded.'] : []),
  ].join('\n');
}

const enginesInWords = ({ engines, refusedBy }: PresetDocument): string =>
  [
    engines.join(' '),
    ...Object.entries(refusedBy).map(([engine, code]) => `${engine} cannot express it (${code})`),
  ].join('; ');

const section = (title: string, points: readonly string[]): readonly string[] =>
  points.length === 0 ? [] : ['', title, ...points.map((point) => `  - ${point}`)];

/** Where settings that follow one another are from one place, it is said once. */
const settingTable = (settings: readonly PresetSetting[], color: boolean): string =>
  printTable(
    ['setting', 'value', 'from', 'where'].map((head) => ({ head })),
    settings.map(({ path, value, source, where }, index) => [
      path,
      JSON.stringify(value),
      source,
      settings[index - 1]?.where === where ? '' : where,
    ]),
    color,
  );

export function countInWords(settings: readonly PresetSetting[]): string {
  const count = (wanted: PresetSetting['source']): number =>
    settings.filter(({ source }) => source === wanted).length;
  return `Of ${settings.length} settings ${count('paper')} are the paper's, ${count('code')} those of its code, and ${count('assumed')} were assumed.`;
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
