// What is read of a dataset: formats, fields, conditions, with whatever a named dataset brings along.
import type { DatasetDefinition, DatasetFilter } from '@allot/spec';
import type { FieldSource } from './field-source.js';
import { namedDatasets } from './named/index.js';
import { formatOfName, type RowFormat } from './rows/open-rows.js';

/** Which field holds what; of several, the first that a row has. */
export interface RowMapping {
  readonly id: readonly FieldSource[];
  readonly problem: readonly FieldSource[];
  readonly answer: readonly FieldSource[];
  readonly answers: readonly FieldSource[];
  readonly difficulty: readonly FieldSource[];
  readonly source: readonly FieldSource[];
}

export type Row = Readonly<Record<string, unknown>>;

export interface RowSource {
  /** The format of a file. */
  readonly format: (file: string) => RowFormat | undefined;
  readonly map: RowMapping;
  /** What problems are from, where their rows do not say. */
  readonly source: string;
  readonly filter: DatasetFilter;
  readonly skipBadRows: boolean;
  /** Whether a row belongs to what is asked for; absent: all do. */
  readonly accepts?: (row: Row) => boolean;
  /** What becomes of a row before it is mapped; absent: nothing. */
  readonly prepare?: (row: Row) => Row;
  /** Further columns that `accepts` and `prepare` read. */
  readonly columns: readonly string[];
}

/** Undefined for generated datasets. */
export function rowSourceOf(definition: DatasetDefinition): RowSource | undefined {
  if (definition.kind === 'arithmetic') return undefined;
  const { filter = {}, onBadRow } = definition;
  const common = { filter, skipBadRows: onBadRow === 'skip', columns: [] };
  if (definition.kind === 'named') {
    const named = namedDatasets[definition.name];
    return {
      ...common,
      ...named.rows(definition),
      format: formatOfName,
      source: named.name,
      filter: { requireAnswer: true, ...filter },
    };
  }
  const map = mappingOf(definition.map ?? {});
  if (definition.kind === 'hub') return { ...common, map, format: formatOfName, source: definition.repo };
  return { ...common, map, format: () => definition, source: definition.path };
}

const mappingOf = ({
  id = 'id',
  problem = 'problem',
  answer = 'answer',
  answers,
  difficulty = 'difficulty',
  source,
}: Partial<Record<keyof RowMapping, FieldSource>>): RowMapping => ({
  id: [id],
  problem: [problem],
  answer: [answer],
  answers: answers === undefined ? [] : [answers],
  difficulty: [difficulty],
  source: source === undefined ? [] : [source],
});
