// A preset as text: its settings with where each is from, what is left open or left out, and what was published.

import { styles } from '../cli/styles.js';
import { printTable } from '../cli/table.js';
import type { Sink } from '../cli/terminal.js';
import type { PresetDocument, PresetSetting } from '../documents/preset-document.js';
import { aboutOnnx, runningEngines } from './engines-of.js';
import { publishedRows } from './published-rows.js';

export async function printPreset(
  document: PresetDocument,
  { color, interactive, columns }: Sink,
): Promise<string> {
  const { bold: heading } = styles(color);
  const { method, title, paper, settings, missing, unstated, published } = document;
  const rows = settingRows(settings);
  const cited = [paper.title, ...(paper.arxiv === undefined ? [] : [`arXiv ${paper.arxiv}`])].join(', ');
  return [
    heading(`${method}: ${title}`),
    cited,
    ...(paper.code === undefined ? [] : [`Code: ${paper.code}`]),
    '',
    `Begins with  ${document.base}, as the folder models/${document.base.split('/').at(-1)}`,
    `Engines      ${enginesInWords(document)}`,
    ...(document.engines.includes('onnx') ? [`             ${aboutOnnx}`] : []),
    `Runs on      ${runsOn(document)}`,
    ...section(heading('Left out of the method'), missing),
    '',
    heading('Settings'),
    indent(printTable(heads, interactive ? await wrapped(rows, columns) : rows, color)),
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
    runningEngines(engines).join(' '),
    ...Object.entries(refusedBy).map(([engine, code]) => `${engine} cannot express it (${code})`),
  ].join('; ');

const runsOn = ({ engine: { name, device } }: PresetDocument): string =>
  `${name}${device === undefined ? '' : ` with device ${device}`}, unless --engine says otherwise; no setting of the paper's`;

const section = (title: string, points: readonly string[]): readonly string[] =>
  points.length === 0 ? [] : ['', title, ...points.map((point) => `  - ${point}`)];

const heads = ['setting', 'value', 'from', 'where'].map((head) => ({ head }));

/** Where settings that follow one another are from one place, it is said once. */
const settingRows = (settings: readonly PresetSetting[]): readonly string[][] =>
  settings.map(({ path, value, source, where }, index) => [
    path,
    JSON.stringify(value),
    source,
    settings[index - 1]?.where === where ? '' : where,
  ]);

/** Values and places of several lines, so that the table is as wide as the terminal; in a pipe a setting is a line. */
async function wrapped(rows: readonly string[][], columns: number): Promise<string[][]> {
  const { wrapText } = await import('@allot/report');
  const settings = Math.max(...rows.map(([path = '']) => path.length));
  const room = Math.max(40, columns - settings - 'assumed'.length - 8);
  const wrap = (text = ''): string => wrapText(text, Math.floor(room / 2)).join('\n');
  return rows.map(([path = '', value, source = '', where]) => [path, wrap(value), source, wrap(where)]);
}

export function countInWords(settings: readonly PresetSetting[]): string {
  const count = (wanted: PresetSetting['source']): number =>
    settings.filter(({ source }) => source === wanted).length;
  return `Of ${settings.length} settings ${count('paper')} are the paper's, ${count('code')} those of its code, and ${count('assumed')} were assumed.`;
}

const indent = (text: string): string => text.replaceAll(/^/gm, '  ');
