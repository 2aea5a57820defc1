// What `allot track --wandb` writes is what wandb uploads: the numbers, the settings and the name of the run, without a network.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trackRuns } from '../../../packages/allot/src/track/track-runs.js';
import { trackerOpeners } from '../../../packages/allot/src/track/tracking-places.js';
import { synthesizeRun, writeRunFolder } from '../../../packages/report/test-support/synthetic-run.js';
import { findMissingTool, pythonJson, trackingPython } from './environment.js';

const missing = findMissingTool('wandb');
if (missing !== undefined) console.warn(missing);

/** The records of a .wandb file: a LevelDB log behind a header of seven bytes. */
const read = `
import glob, json, struct, sys
from wandb.proto.wandb_internal_pb2 import Record
data = open(glob.glob(sys.argv[1] + "/*.wandb")[0], "rb").read()
place, parts, seen = 7, b"", {"rows": [], "config": {}}
while place + 7 <= len(data):
    if 32768 - place % 32768 < 7:
        place += 32768 - place % 32768
        continue
    _, length, kind = struct.unpack("<IHB", data[place : place + 7])
    parts += data[place + 7 : place + 7 + length]
    place += 7 + length
    if kind not in (1, 4):
        continue
    record = Record()
    record.ParseFromString(parts)
    parts = b""
    if record.HasField("run"):
        seen["run"] = [record.run.project, record.run.run_id, record.run.display_name]
        seen["config"].update({item.key: json.loads(item.value_json) for item in record.run.config.update})
    if record.HasField("history"):
        seen["rows"].append({item.key or "/".join(item.nested_key): json.loads(item.value_json) for item in record.history.item})
print(json.dumps(seen))
`;

interface Seen {
  readonly run: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly rows: readonly Readonly<Record<string, number>>[];
}

const recorded = synthesizeRun({ steps: 3, problems: 12 });
let folder: string;
let run: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'allot-wandb-'));
  run = join(folder, 'quickstart-1');
  await writeRunFolder(recorded, run);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe.skipIf(missing !== undefined)('Weights & Biases', () => {
  test('has one run with a row a step, and still one after it is tracked again', async () => {
    const [openers = []] = trackerOpeners({ wandb: join(folder, 'tracked'), python: trackingPython });
    await trackRuns([run], openers);
    const { places, diagnostics } = await trackRuns([run], openers);
    expect(diagnostics).toEqual([]);
    const written = await readdir(join(folder, 'tracked/wandb'));
    expect(written.filter((name) => name.startsWith('offline-run-'))).toHaveLength(1);
    const seen = pythonJson(read, places[0] as string) as Seen;
    expect(seen.run).toEqual([recorded.identity.name, recorded.identity.id, 'quickstart-1']);
    expect(seen.config).toMatchObject({ 'training.promptsPerStep': '16' });
    expect(seen.rows.map(({ _step }) => _step)).toEqual([0, 1, 2, 3]);
    const losses = recorded.events.flatMap((event) =>
      event.type === 'step-completed' ? [event.metrics.loss] : [],
    );
    expect(seen.rows.slice(1).map((row) => row['train/loss'])).toEqual(losses);
    expect(seen.rows[3]).toHaveProperty('evaluation/test/natural/accuracy');
  });
});

test('without its Python nothing is tracked', async () => {
  const [openers = []] = trackerOpeners({ wandb: join(folder, 'untracked'), python: '/no/such/python' });
  const { places, diagnostics } = await trackRuns([run], openers);
  expect(places).toEqual([]);
  expect(diagnostics.map(({ code }) => code)).toEqual(['track/no-python']);
});
