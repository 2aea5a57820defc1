// Lists the templates of one kind.
import type { Template } from '@allot/spec';
import { printTable } from '../cli/table.js';
import type { Terminal } from '../cli/terminal.js';
import type { ListedTemplate, TemplatesDocument } from '../documents/templates-document.js';

export async function listTemplates(
  terminal: Terminal,
  templates: Iterable<Template>,
  json: boolean,
): Promise<void> {
  const listed = [...templates].map(({ name, kind, title, source }) => ({ name, kind, title, source }));
  const document: TemplatesDocument = { format: 1, templates: listed };
  if (json) return terminal.out(JSON.stringify(document, undefined, 2));
  const { interactive, columns, color } = terminal.stdout;
  const rows = interactive ? await wrapRows(listed, columns) : listed.map(rowOf);
  terminal.out(printTable([{ head: 'name' }, { head: 'title' }, { head: 'source' }], rows, color));
}

const rowOf = ({ name, title, source }: ListedTemplate): string[] => [name, title, source];

/** Titles and sources of several lines, so that the table is as wide as the terminal; in a pipe a template is a line. */
async function wrapRows(listed: readonly ListedTemplate[], columns: number): Promise<string[][]> {
  const { wrapText } = await import('@allot/report');
  const names = Math.max(...listed.map(({ name }) => name.length));
  const room = Math.max(40, columns - names - 4);
  const wrap = (text: string, share: number): string => wrapText(text, Math.floor(share * room)).join('\n');
  return listed.map(({ name, title, source }) => [name, wrap(title, 0.55), wrap(source, 0.45)]);
}
