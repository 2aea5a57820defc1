// docs/reliability.md: the text around, and the tables of what was tried.

/** Rows of a Markdown table, its head first. */
const table = (rows) =>
  [rows[0], rows[0].map(() => '---'), ...rows.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const sum = (rows, member) => rows.reduce((total, row) => total + row[member], 0);

/** By kind over all runs; `kinds` says what each is. */
function killTable(tally, kinds) {
  const rows = Object.entries(kinds).map(([kind, what]) => {
    const ofKind = tally.filter((row) => row.kind === kind);
    return [what, sum(ofKind, 'cases'), sum(ofKind, 'kills'), sum(ofKind, 'failed')];
  });
  const total = ['**together**', sum(tally, 'cases'), sum(tally, 'kills'), sum(tally, 'failed')];
  return table([['what', 'runs', 'processes ended', 'runs that differ'], ...rows, total]);
}

const faultTable = (faults) =>
  table([
    ['what goes wrong', 'what happens', 'tests', 'passed', 'where'],
    ...faults.map(({ fault, outcome, file, tried, passed }) => [
      fault,
      outcome,
      tried,
      passed,
      `[${file.split('/').at(-1)}](../${file})`,
    ]),
  ]);

export function reliabilityPage({ tally, kinds, faults, command }) {
  const changes = [...new Map(tally.map((row) => [row.run, row.changes]))];
  const runs = changes.map(([run, count]) => `\`${run}\` makes ${count}`).join(', ');
  return `# Reliability

<!-- Generated: ${command} -->

A run that was killed and resumed, anywhere and any number of times, ends with the bytes of one that nobody disturbed: policy, optimizer,
event log, trajectories, metrics, evaluations. That holds for the onnx engine on the CPU; excepted are the fields named \`time\` and \`*Seconds\`, the id and the
date in \`run.json\`, and what the report shows of them. This page says how that is tried, and what else was.

## Kills

Two small runs are tortured ([test/torture/runs](../test/torture/runs)). Together they use nearly all that there is: several tiers, prefills, a first token that is put
there, a capped reasoning, a cut, credit of tokens, an environment, memory, a signal and a verifier that are programs, a pilot, a gate, guards and a
rollback, a divergence from the base policy, dropped and refilled groups, evaluations, checkpoints that are pruned.

The real command is ended: \`allot run\`, \`allot approve\`, \`allot resume\`. A preloaded module counts what the process changes under its run
folder (each write, rename, new folder, removal and fsync; up to its gate \`${changes[0]?.[0] ?? ''}\` and the other: ${runs}), and ends it before, inside or after one of them. *Inside* is
with half of the bytes written, or half of the files removed. Then the run is resumed until it is done, and every file is compared.

A **power cut** takes what had not reached the disk: of each file the bytes since its last fsync, from some byte on, and the newest changes of names, in
order, back to the last fsync. This is what a journaling file system may lose, and it is simulated: no machine was switched off.

${killTable(tally, kinds)}

After SIGTERM and Ctrl-C a run has committed its last completed step and ends with exit status 130; that is looked at too.

Again: \`${command}\`. It takes a while; \`--size 10\` tries a tenth, \`--all\` every change, \`--seed 2\` other cases. Where a run
differs, its folder is kept, and the command that repeats the case is printed. \`npm test\` does all of it in small.

## Faults

Each row is a test, or some; the command runs them and counts.

${faultTable(faults)}

What a definition, a dataset or a model may do to whoever runs it has a page of its own: [hostile-input.md](hostile-input.md).
`;
}
