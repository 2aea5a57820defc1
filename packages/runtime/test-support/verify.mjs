// A verifier for tests, spoken to by JSON Lines: the argument says what it does.
import { createInterface } from 'node:readline';

const [how] = process.argv.slice(2);
const lines = [];
for await (const line of createInterface({ input: process.stdin })) {
  const { id, response, answer } = JSON.parse(line);
  if (how === 'die') process.exit(3);
  if (how === 'hang') continue;
  if (how === 'junk') lines.push('this is no JSON');
  else if (how === 'error') lines.push(JSON.stringify({ id, error: 'too hard' }));
  else if (how === 'number') lines.push(JSON.stringify({ id, correct: 1 }));
  else lines.push(JSON.stringify({ id, correct: response.length % 2 === 0, answer: `${answer}?` }));
  process.stdout.write(`${lines.splice(0).join('\n')}\n`);
}
