// Published numbers beside measured ones, as text.
import { count } from '../cli/numbers.js';
import { styles } from '../cli/styles.js';
import { printTable } from '../cli/table.js';
import type {
  MeasuredEvaluation,
  MeasuredNumber,
  ReproducedResult,
  ReproductionDocument,
} from '../documents/reproduction-document.js';
import { accuracyText } from './published-rows.js';

export function printReproduction(document: ReproductionDocument, color: boolean): string {
  const { preset, places, differences, results, unpublished } = document;
  const { bold: heading } = styles(color);
  const titles = [...new Set(results.map(titleOf))];
  return [
    heading(`Published of ${preset} and measured in ${places.join(', ')}`),
    ...(differences.length === 0
      ? []
      : [
          `Not the preset: ${differences.length} of its settings differ.`,
          ...differences.map(
            ({ path, preset: wanted, run, place }) =>
              `  ${path} is ${JSON.stringify(run) ?? 'absent'}${place === undefined ? '' : ` in ${place}`}, in the preset ${JSON.stringify(wanted)}`,
          ),
        ]),
    ...titles.flatMap((title) => [
      '',
      heading(title),
      table(results.filter((one) => titleOf(one) === title).map(rowOf), color),
    ]),
    ...(results.length === 0 ? ['', 'Published numbers: not recorded.'] : []),
    ...(unpublished.length === 0
      ? []
      : ['', heading('Measured, and in no published table'), table(unpublished.map(unpublishedRow), color)]),
    '',
    notesOf(document),
  ].join('\n');
}

const titleOf = ({ source, mode }: ReproducedResult): string => `${mode} mode (${source})`;

const table = (rows: readonly (readonly string[])[], color: boolean): string =>
  printTable(
    [
      { head: 'benchmark' },
      ...['published %', 'measured %'].map((head) => ({ head, align: 'right' as const })),
      { head: '' },
      ...['published tokens', 'measured tokens'].map((head) => ({ head, align: 'right' as const })),
      { head: '' },
    ],
    rows,
    color,
  );

const rowOf = ({ benchmark, published, measured }: ReproducedResult): string[] => [
  benchmark,
  accuracyText(published.accuracy),
  measured ? percentText(measured.accuracy) : 'not measured',
  measured?.accuracyVerdict ?? '',
  published.tokens === undefined ? 'not recorded' : count(published.tokens),
  measured ? tokensText(measured.tokens) : 'not measured',
  measured?.tokensVerdict ?? '',
];

/** Of several places a row says which one it is from. */
const unpublishedRow = (
  { benchmark, mode, place, accuracy, tokens }: MeasuredEvaluation,
  _: number,
  all: readonly MeasuredEvaluation[],
): string[] => [
  [benchmark, mode, ...(all.every((one) => one.place === place) ? [] : [place])].join(', '),
  '',
  percentText(accuracy),
  '',
  '',
  tokensText(tokens),
  '',
];

const percentText = ({ value, interval: [low, high] }: MeasuredNumber): string =>
  `${value.toFixed(1)} [${low.toFixed(1)}, ${high.toFixed(1)}]`;

const tokensText = ({ value, interval: [low, high] }: MeasuredNumber): string =>
  `${count(value)} [${count(low)}, ${count(high)}]`;

const notesOf = ({ results, places }: ReproductionDocument): string =>
  [
    'In brackets: 95% intervals over problems. Published numbers come without, and from a harness of their own: "agrees" says that they lie in the interval.',
    ...(results.every(({ measured, benchmark }) => measured || benchmark === 'average')
      ? []
      : [
          `What was not measured: allot eval ${places[0]} --data NAME, then --against ${places[0]},evaluations/FOLDER for both.`,
        ]),
  ].join('\n');
