// Writes models/arithmetic/: node models/make-arithmetic-tokenizer.mjs (after `npm run build`).
import { writeFileSync } from 'node:fs';
import { arithmeticTokenizer, arithmeticTokenizerConfig } from '../packages/tasks/dist/index.js';

const write = (name, value) =>
  writeFileSync(new URL(`./arithmetic/${name}`, import.meta.url), `${JSON.stringify(value, null, 2)}\n`);

write('tokenizer.json', arithmeticTokenizer());
write('tokenizer_config.json', arithmeticTokenizerConfig());
