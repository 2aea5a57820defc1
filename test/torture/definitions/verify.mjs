// The verifier of the torture's run: a response is right where it ends on the answer, or has an even length: some always are.
import { createInterface } from 'node:readline';

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, response, answer } = JSON.parse(line);
  const correct = response.endsWith(answer) || response.length % 2 === 0;
  process.stdout.write(`${JSON.stringify({ id, correct, answer: response.slice(-1) })}\n`);
});
