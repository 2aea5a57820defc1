// A template as text for a terminal: formula, source, parameters, findings.
import { wrapText } from '@allot/report';
import { styles } from '../cli/styles.js';
import { printTable } from '../cli/table.js';
import type { TemplateDocument, TemplateParameterDocument } from '../documents/template-document.js';

export interface TextOptions {
  readonly color: boolean;
  /** Width in characters. */
  readonly columns: number;
}

export function printTemplate(document: TemplateDocument, { color, columns }: TextOptions): string {
  const { bold, dim } = styles(color);
  const width = Math.max(40, Math.min(columns, 110));
  const indented = (text: string): string[] =>
    text.split('\n').flatMap((line) => wrapText(line, width - 2).map((part) => `  ${part}`));
  const blocks = [
    [
      `${bold(document.name)} ${dim(document.kind)}`,
      ...wrapText(document.title, width),
      ...wrapText(document.source, width).map((line) => dim(line)),
    ],
    document.stage === undefined ? [] : [`${bold('Use')} ${stageText(document)}`],
    [bold('Formula'), ...document.formula.split('\n').map((line) => `  ${line}`)],
    document.notes === undefined ? [] : [bold('Notes'), ...indented(document.notes)],
    document.verified === undefined
      ? []
      : [
          bold(`Verified${document.secondary ? ', from a secondary source' : ''}`),
          ...indented(document.verified),
        ],
    document.parameters.length > 0
      ? [printTable(columnsOf, document.parameters.map(parameterRow), color)]
      : [dim('No parameters.')],
    [
      `${bold('Reads')} ${document.fields.join(', ')}`,
      ...(document.scopes.length > 0 ? [`${bold('Siblings by')} ${document.scopes.join(', ')}`] : []),
      ...(document.tokenFields.length > 0 ? [`${bold('Of tokens')} ${document.tokenFields.join(', ')}`] : []),
      ...(document.tokenScopes.length > 0 ? [`${bold('Tokens by')} ${document.tokenScopes.join(', ')}`] : []),
    ],
    document.signals.length > 0
      ? [
          bold('Numbers from outside'),
          ...document.signals.flatMap(({ name, per, description }) =>
            indented(`${per === 'token' ? 'tokenSignals' : 'signals'}.${name}: ${description}`),
          ),
        ]
      : [],
    document.findings.length > 0
      ? [
          `${bold('Findings')} ${dim(settingInWords(document))}`,
          ...document.findings.flatMap(({ severity, message }) =>
            indented(`${severity === 'info' ? '' : `${severity}: `}${message}`),
          ),
        ]
      : [],
  ];
  return blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** The stage of a credit as a definition in YAML has it. */
export function stageText({ name, stage }: Pick<TemplateDocument, 'name' | 'stage'>): string {
  const { tokens, as } = stage ?? { tokens: 'all', as: 'multiply' };
  const value = `{ template: ${name} }`;
  const members = as === 'replace' ? `multiply: 0, add: ${value}` : `${as}: ${value}`;
  return `credit: [{ tokens: ${tokens}, ${members} }]`;
}

const columnsOf = [{ head: 'Parameter' }, { head: 'value' }, { head: 'unit' }, { head: 'meaning' }] as const;

function parameterRow({
  name,
  value,
  default: usual,
  unit,
  description,
}: TemplateParameterDocument): string[] {
  const shown = value === usual ? `${value}` : `${value} (default ${usual})`;
  return [name, shown, unit ?? '', description];
}

export const settingInWords = ({
  setting: { budgets, lMax },
  reward,
}: Pick<TemplateDocument, 'setting' | 'reward'>): string =>
  `budgets ${budgets.join(', ')}; at most ${lMax} tokens${reward === undefined ? '' : `; reward ${reward}`}`;
