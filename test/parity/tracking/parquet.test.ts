// pandas and DuckDB open the trajectories of a run, and find in them what Allot's own reader finds.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadDuckDb } from '../../../packages/allot/src/query/load-duckdb.js';
import { readRollouts, readScores } from '../../../packages/store/src/index.js';
import { allot, removeFolder, temporaryFolder } from '../../e2e/command.js';
import { tinyYamlWith } from '../../e2e/definitions.js';
import { findMissingTool, pythonJson } from './environment.js';

const missing = findMissingTool('pyarrow');
if (missing !== undefined) console.warn(missing);

// With a reference policy and components, so that every column is there.
const definition = tinyYamlWith(
  'reward:\n  template: hbpo\n',
  'objective: { kl: { coefficient: 0.01 } }\nreward: { sum: { right: { expression: "correct ? 1 : 0" }, short: { expression: "1 - tokens / 24" } } }\n',
);

let cwd: string;
let step: string;
beforeAll(async () => {
  cwd = await temporaryFolder({ 'tiny.yaml': definition });
  await allot(['run', 'tiny.yaml', '--quiet'], { cwd });
  step = join(cwd, 'runs/tiny-1/steps/000002');
});
afterAll(() => removeFolder(cwd));

interface Row {
  readonly group_id: string;
  readonly rollout: number;
  readonly tokens: number;
  readonly text: string;
  readonly correct: boolean;
  readonly reward: number;
  readonly response_tokens: readonly number[];
  readonly log_probabilities: readonly number[];
}

async function expected(): Promise<readonly Row[]> {
  const [rollouts = []] = await readRollouts(join(step, 'rollouts.parquet'));
  const [scores = []] = await readScores(join(step, 'scores.parquet'));
  return rollouts.map((row, index) => ({
    group_id: row.groupId,
    rollout: row.rollout,
    tokens: row.tokens,
    text: row.text,
    correct: scores[index]?.correct as boolean,
    reward: scores[index]?.reward as number,
    response_tokens: Array.from(row.responseTokens),
    log_probabilities: Array.from(row.logProbabilities),
  }));
}
const columns = 'group_id, rollout, tokens, text, correct, reward, response_tokens, log_probabilities';

test('DuckDB', async () => {
  const [duckdb] = await loadDuckDb();
  const instance = await duckdb?.DuckDBInstance.create(':memory:');
  const connection = await instance?.connect();
  const result = await connection?.runAndReadAll(
    `select ${columns} from '${step}/rollouts.parquet' join '${step}/scores.parquet' using (group_id, rollout) order by group_id, rollout`,
  );
  const rows = (await expected()).toSorted((a, b) =>
    a.group_id < b.group_id ? -1 : a.group_id > b.group_id ? 1 : a.rollout - b.rollout,
  );
  expect(result?.getRowObjectsJS()).toEqual(rows);
});

describe.skipIf(missing !== undefined)('pandas', () => {
  test('has the same rows', async () => {
    const read = `
import json, sys, pandas
rollouts = pandas.read_parquet(sys.argv[1] + "/rollouts.parquet")
scores = pandas.read_parquet(sys.argv[1] + "/scores.parquet")
joined = rollouts.merge(scores, on=["group_id", "rollout"], validate="one_to_one")
print(json.dumps(joined[sys.argv[2].split(", ")].to_dict("records"), default=lambda array: array.tolist()))
`;
    const rows = pythonJson(read, step, columns);
    expect(rows).toEqual(await expected());
  });

  test('gives every column of every file a type of its own', () => {
    const read = `
import json, sys
import pyarrow.parquet as parquet
files = ["rollouts", "scores", "advantages"]
print(json.dumps({name: {field.name: str(field.type) for field in parquet.read_schema(f"{sys.argv[1]}/{name}.parquet")} for name in files}))
`;
    expect(pythonJson(read, step)).toMatchObject({
      rollouts: {
        group_id: 'string',
        tokens: 'int32',
        difficulty: 'double',
        response_tokens: 'list<element: int32 not null>',
        reference_log_probabilities: 'list<element: float not null>',
      },
      scores: { correct: 'bool', reward: 'double', reward_right: 'double', reward_short: 'double' },
      advantages: { advantage: 'double' },
    });
  });
});
