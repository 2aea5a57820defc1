// Rendered chat templates are those of transformers' apply_chat_template, as text and as token ids.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePrompts, loadTokenizer } from '@allot/tasks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findMissing, python } from '../python.js';
import { trainingTexts } from './texts.js';

const missing = findMissing('transformers') ?? findMissing('jinja2');
if (missing !== undefined) console.warn(`skipped: chat templates against transformers: ${missing}`);

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const templates = readdirSync(here('templates')).map((name) => name.replace('.jinja', ''));

/** Which tokenizer a template is rendered for, and the tokens that it reads. */
const tokenizerOf: Readonly<Record<string, readonly [string, Readonly<Record<string, string>>]>> = {
  'deepseek-r1': ['deepseek', { bos_token: '<｜begin▁of▁sentence｜>', eos_token: '<｜end▁of▁sentence｜>' }],
  'llama-3': ['llama-3', { bos_token: '<|begin_of_text|>', eos_token: '<|eot_id|>' }],
  alternating: ['llama-2', { bos_token: '<s>', eos_token: '</s>', unk_token: '<unk>' }],
};
const qwen = ['qwen', { eos_token: '<|im_end|>', pad_token: '<|endoftext|>' }] as const;

const problems = [
  'What is 3+4*7?',
  '  spaces\tand\n\nlines 数学 🙂 {{ no }} $& ',
  'a </think> b <|im_end|> c',
];
const systems = [undefined, 'Think step by step.', ' é "quoted" \n'];
const today = '2026-11-30';

const cases = templates.flatMap((name) =>
  problems.flatMap((problem) =>
    systems.flatMap((system) =>
      [{}, { enable_thinking: false }].map((variables) => {
        const [tokenizer, tokens] = tokenizerOf[name] ?? qwen;
        const template = readFileSync(here(`templates/${name}.jinja`), 'utf8');
        return { name, template, tokenizer, tokens, problem, system, variables, today, generate: true };
      }),
    ),
  ),
);

describe.skipIf(missing !== undefined)('chat templates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'allot-chat-'));
  let expected: readonly { readonly text?: string; readonly ids?: readonly number[] }[];

  beforeAll(() => {
    writeFileSync(join(folder, 'texts.json'), JSON.stringify({ training: trainingTexts, encoded: [] }));
    writeFileSync(join(folder, 'ids.json'), '[]');
    const asked = cases.map(({ problem, system, ...rest }) => ({
      ...rest,
      messages: [
        ...(system === undefined ? [] : [{ role: 'system', content: system }]),
        { role: 'user', content: problem },
      ],
    }));
    writeFileSync(join(folder, 'cases.json'), JSON.stringify(asked));
    for (const script of ['train-tokenizers.py', 'apply-templates.py'])
      execFileSync(python, ['-B', here(script), folder], { stdio: ['ignore', 'ignore', 'pipe'] });
    expected = JSON.parse(readFileSync(join(folder, 'out-chat.json'), 'utf8')) as typeof expected;
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test.each(templates)('%s', async (name) => {
    let compared = 0;
    for (const [index, one] of cases.entries()) {
      if (one.name !== name) continue;
      const [tokenizer] = loadTokenizer(join(folder, `${one.tokenizer}.json`));
      const { system, template, tokens, variables } = one;
      // With an empty tag nothing is added to what the template gives.
      const [prompt] = await encodePrompts(
        [{ problem: { problem: one.problem }, frame: {} }],
        {
          prompt: {
            template: 'chat',
            name: 'default',
            user: '{problem}',
            ...(system === undefined ? {} : { system }),
            variables,
            today,
            chat: { text: template, tokens },
          },
          response: { reasoningOpen: '', reasoningClose: '</think>' },
        },
        tokenizer!,
      );
      const { text, ids } = expected[index]!;
      if (text !== undefined) compared++;
      const wanted = text === undefined ? {} : { text, tokens: Int32Array.from(ids!) };
      expect('failed' in prompt! ? {} : prompt).toEqual(wanted);
    }
    expect(compared).toBeGreaterThan(5);
  });
});
