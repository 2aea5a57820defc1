// The signal `brief` of the torture's run: 1 for an empty response, less for each of its characters.
import { createInterface } from 'node:readline';

createInterface({ input: process.stdin }).on('line', (line) => {
  const { id, response } = JSON.parse(line);
  process.stdout.write(`${JSON.stringify({ id, value: 1 / (1 + response.length) })}\n`);
});
