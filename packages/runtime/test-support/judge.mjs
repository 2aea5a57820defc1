// A program that judges responses, for tests: `node judge.mjs HOW`.
import { existsSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const [how = 'length', mark = ''] = process.argv.slice(2);
const again = mark !== '' && existsSync(mark);
if (mark !== '') writeFileSync(mark, '');

const values = {
  /** Characters of the response. */
  length: ({ response }) => response.length,
  /** 1 for tokens that are digits, 0 for others. */
  digits: ({ tokens }) => tokens.map((token) => (/^\d$/.test(token) ? 1 : 0)),
  problem: ({ problem, answer, correct }) => problem.length + answer.length + Number(correct),
};
const answers = {
  error: ({ id }) => ({ id, error: 'too hard' }),
  text: ({ id }) => ({ id, value: 'five' }),
  stranger: () => ({ id: -5, value: 1 }),
  huge: ({ id }) => ({ id, value: 7 }),
};

/** What else a program may do when it is asked; without an end where it says so. */
const trouble = {
  garbage: () => process.stdout.write('thinking ...\n'),
  endless: () => setInterval(() => process.stdout.write('x'.repeat(8_000_000)), 1),
  flood: () => setInterval(() => process.stdout.write('word\n'.repeat(100_000)), 1),
  leaves: () => process.exit(0),
  deaf: () => process.stdin.destroy(),
};

const held = [];
createInterface({ input: process.stdin }).on('line', (line) => {
  const request = JSON.parse(line);
  const say = (answer) => process.stdout.write(`${JSON.stringify(answer)}\n`);
  if (trouble[how]) trouble[how]();
  else if (how === 'silent' && !again) return;
  else if (how === 'dies' && !again && request.id === 1) {
    process.stderr.write('out of luck\n', () => process.exit(3));
  } else if (how === 'backwards') {
    held.push(request.id);
    if (held.length === 3) for (const id of held.splice(0).reverse()) say({ id, value: id });
  } else if (how === 'talks') {
    process.stderr.write('thinking ... '.repeat(2_000_000), () => say({ id: request.id, value: 1 }));
  } else if (answers[how]) say(answers[how](request));
  else say({ id: request.id, value: (values[how] ?? values.length)(request) });
});
