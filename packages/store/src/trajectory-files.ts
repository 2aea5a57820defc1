// steps/NNNNNN/*.parquet and evaluations/NNNNNN/*.parquet: written whole, read back as typed rows.
import type { Phase } from '@allot/spec';
import { writeWhole } from './files.js';
import { encodeTable, readTable } from './parquet-table.js';
import {
  type AdvantageRow,
  advantageColumns,
  componentColumns,
  componentNames,
  type EvaluationRow,
  evaluationColumns,
  type RolloutRow,
  referenceColumn,
  rolloutColumns,
  type ScoreRow,
  scoreColumns,
  signalColumns,
  signalColumnsOf,
  toAdvantage,
  toGrade,
  tokenAdvantagesColumn,
  toRollout,
  toScore,
} from './trajectory-columns.js';

export const writeRollouts = (file: string, rows: readonly RolloutRow[]): Promise<void> => {
  const compared = rows.some(({ referenceLogProbabilities }) => referenceLogProbabilities !== undefined);
  const columns = compared ? [...rolloutColumns, referenceColumn] : rolloutColumns;
  return writeWhole(file, encodeTable(columns, rows));
};

export const writeScores = (file: string, rows: readonly ScoreRow[]): Promise<void> =>
  writeWhole(
    file,
    encodeTable(
      [
        ...scoreColumns,
        ...componentColumns(Object.keys(rows[0]?.components ?? {})),
        ...signalColumns(rows[0]?.signals ?? {}),
      ],
      rows,
    ),
  );

export const writeAdvantages = (file: string, rows: readonly AdvantageRow[]): Promise<void> =>
  writeWhole(
    file,
    encodeTable(
      rows[0]?.tokenAdvantages ? [...advantageColumns, tokenAdvantagesColumn] : advantageColumns,
      rows,
    ),
  );

export const writeEvaluationRows = (file: string, rows: readonly EvaluationRow[]): Promise<void> =>
  writeWhole(file, encodeTable(evaluationColumns, rows));

export async function readRollouts(file: string): Promise<Phase<RolloutRow[]>> {
  const [rows, diagnostics] = await readTable(file, [...rolloutColumns, referenceColumn]);
  return [rows?.map(toRollout), diagnostics];
}

export async function readScores(file: string): Promise<Phase<ScoreRow[]>> {
  const [rows, diagnostics] = await readTable(file, scoreColumns, (present) => [
    ...componentColumns(componentNames(present)),
    ...signalColumnsOf(present),
  ]);
  return [rows?.map(toScore), diagnostics];
}

export async function readAdvantages(file: string): Promise<Phase<AdvantageRow[]>> {
  const [rows, diagnostics] = await readTable(file, advantageColumns, () => [tokenAdvantagesColumn]);
  return [rows?.map(toAdvantage), diagnostics];
}

export async function readEvaluationRows(file: string): Promise<Phase<EvaluationRow[]>> {
  const [rows, diagnostics] = await readTable(file, evaluationColumns);
  return [rows?.map((row) => ({ ...toRollout(row), ...toGrade(row) })), diagnostics];
}
