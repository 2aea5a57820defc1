// Problems as a Parquet file with the columns that verl's dataset asks for, and that TRL hands on.
import type { SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import type { PromptedProblem } from './bundle-inputs.js';

export interface TableRow extends PromptedProblem {
  /** What metrics are grouped by. */
  readonly source: string;
  /** Evaluation mode, or -1 in training. */
  readonly mode: number;
}

const required = { repetition_type: 'REQUIRED' } as const;
const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  ...required,
});
const whole = (name: string): SchemaElement => ({ name, type: 'INT32', ...required });
const group = (name: string, ...members: readonly SchemaElement[][]): SchemaElement[] => [
  { name, num_children: members.length, ...required },
  ...members.flat(),
];
const list = (name: string, element: SchemaElement[]): SchemaElement[] => [
  { name, num_children: 1, converted_type: 'LIST', ...required },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  ...element,
];

const columns = [
  list('prompt', group('element', [text('role')], [text('content')])),
  [text('data_source')],
  group('reward_model', [text('style')], [text('ground_truth')]),
  group(
    'extra_info',
    [whole('index')],
    [whole('mode')],
    [text('problem')],
    list('answers', [text('element')]),
    list('prompts', list('element', [whole('element')])),
  ),
];
const schema: SchemaElement[] = [{ name: 'root', num_children: columns.length }, ...columns.flat()];

/** `prompt` shows the problem; what is sampled from are the tokens in `extra_info.prompts`. Equal rows give equal bytes. */
export function problemTable(rows: readonly TableRow[]): Uint8Array {
  const columnData = [
    {
      name: 'prompt',
      data: rows.map(({ problem }) => [{ role: 'user', content: problem.problem }]),
    },
    { name: 'data_source', data: rows.map(({ source }) => source) },
    {
      name: 'reward_model',
      data: rows.map(({ problem }) => ({ style: 'rule', ground_truth: problem.answer })),
    },
    {
      name: 'extra_info',
      data: rows.map(({ problem, prompts, mode }, index) => ({
        index,
        mode,
        problem: problem.id,
        answers: problem.answers ?? [problem.answer],
        prompts: prompts.map((tokens) => Array.from(tokens)),
      })),
    },
  ];
  return new Uint8Array(parquetWriteBuffer({ columnData, schema, createdBy: 'allot' }));
}
