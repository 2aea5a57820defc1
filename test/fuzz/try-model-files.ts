// Hostile model folders: config, weights, tokenizer, chat template, each spoilt, and then planned or loaded.
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Diagnostic, hasErrors } from '@allot/spec';
import { inspectModelFolder } from '@allot/store';
import { inspectPrompt, loadTokenizer } from '@allot/tasks';
import fc from 'fast-check';
import { byteMutation, mutated } from './mutations.js';
import { type Counts, tryAll } from './outcome.js';
import { casesOf, type Share } from './share.js';
import { spoiltJson } from './spoilt-json.js';

const model = fileURLToPath(new URL('../../models/tiny-base', import.meta.url));

const chatTemplate =
  "{% for message in messages %}<|{{ message['role'] }}|>{{ message['content'] }}{{ eos_token }}{% endfor %}{% if add_generation_prompt %}<think>{% endif %}";
const tokenizerConfig = JSON.stringify({
  ...(JSON.parse(readFileSync(join(model, 'tokenizer_config.json'), 'utf8')) as object),
  chat_template: chatTemplate,
});
const original = (name: string): Buffer =>
  name === 'tokenizer_config.json' ? Buffer.from(tokenizerConfig) : readFileSync(join(model, name));

const weights = original('model.safetensors');
const headerEnd = 8 + Number(weights.readBigUInt64LE());

/** Safetensors whose header is spoilt as JSON, and whose length says so or lies. */
const spoiltWeights: fc.Arbitrary<Buffer> = fc
  .tuple(spoiltJson(weights.toString('utf8', 8, headerEnd)), fc.boolean())
  .map(([header, honest]) => {
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(honest ? header.length : headerEnd - 8));
    return Buffer.concat([length, header, weights.subarray(headerEnd)]);
  });

const spoilt = (name: string): fc.Arbitrary<readonly [string, Buffer]> => {
  const content = original(name);
  const ways = [
    ...(name === 'model.safetensors'
      ? [spoiltWeights]
      : [
          spoiltJson(content.toString('utf8')),
          mutated([content.toString('utf8')]).map((text) => Buffer.from(text)),
        ]),
    byteMutation.map((change) => change(content)),
  ];
  return fc.oneof(...ways).map((bytes) => [name, bytes]);
};

const template: fc.Arbitrary<readonly [string, Buffer]> = mutated([
  chatTemplate,
  '{%- set ns = namespace(found=false) -%}{%- for i in range(9) -%}{{ messages[-1].content | trim | upper }}{%- endfor -%}',
  "{{ raise_exception('no') }}",
]).map((text) => [
  'tokenizer_config.json',
  Buffer.from(JSON.stringify({ eos_token: '<eos>', chat_template: text })),
]);

const hostile = fc.oneof(
  ...[
    'config.json',
    'generation_config.json',
    'tokenizer.json',
    'tokenizer_config.json',
    'model.safetensors',
  ].map(spoilt),
  template,
);

/** The arithmetic tokenizer can express no prompt of a chat template. */
const isSpoilt = ({ code }: Diagnostic): boolean => code !== 'prompt/not-expressible';

export async function tryModelFiles(share: Share): Promise<Counts> {
  const { folder } = share;
  const copy = join(folder, 'model');
  rmSync(copy, { recursive: true, force: true });
  cpSync(model, copy, { recursive: true });
  const tokenizer = join(copy, 'tokenizer.json');
  return tryAll(
    'model folders: config, weights, tokenizer, chat template',
    casesOf(hostile, share),
    async ([name, bytes]) => {
      writeFileSync(join(copy, name), bytes);
      try {
        const [inspected, problems] = await inspectModelFolder(copy);
        const [found, unfit] = (await inspected?.weights()) ?? [undefined, []];
        const [digest, broken] = (await found?.digest()) ?? [undefined, []];
        const [loaded, malformed] = loadTokenizer(tokenizer);
        loaded?.decode(loaded.encode('3+4=7'));
        const [prompt, mistakes] = await inspectPrompt({
          tokenizer,
          prompt: { template: 'chat', name: 'default', user: '{problem}', variables: {} },
          response: { reasoningOpen: '<think>', reasoningClose: '</think>' },
          frames: [{}],
        });
        const diagnostics = [...problems, ...unfit, ...broken, ...malformed, ...mistakes.filter(isSpoilt)];
        const taken =
          digest !== undefined && loaded !== undefined && (prompt !== undefined || !hasErrors(diagnostics));
        return { taken, diagnostics };
      } finally {
        writeFileSync(join(copy, name), original(name));
      }
    },
    ([name, bytes]) => `${name}: ${bytes.toString('latin1')}`,
  );
}
