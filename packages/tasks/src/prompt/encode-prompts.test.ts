import type { ResolvedPrompt } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { chatMl, writeChatModel } from '../../test-support/chat-model.js';
import { arithmeticTokens, tags } from '../testing.js';
import { loadTokenizer } from '../tokenizer/load.js';
import { encodePrompts } from './encode-prompts.js';

const [tokens] = loadTokenizer(writeChatModel({ added: ['<think>', '</think>'] }));
const tokenizer = tokens!;
const request = { problem: { problem: 'What is 3+4?' }, frame: {} };

const chatPrompt = (template: string, rest: Partial<ResolvedPrompt> = {}): ResolvedPrompt => ({
  template: 'chat',
  name: 'default',
  user: '{problem}',
  variables: {},
  chat: { text: template, tokens: { bos_token: '<s>' } },
  ...rest,
});

const textOf = async (prompt: ResolvedPrompt, one: typeof request = request): Promise<unknown> => {
  const [encoded] = await encodePrompts([one], { prompt, response: tags }, tokenizer);
  return 'text' in encoded! ? encoded.text : encoded?.failed;
};

describe('the reasoning tag', () => {
  const before = '<|im_start|>user\nWhat is 3+4?<|im_end|>\n<|im_start|>assistant\n';

  test('is added where the template does not end with it', async () => {
    expect(await textOf(chatPrompt(chatMl))).toBe(`${before}<think>`);
  });

  test.each(['<think>', '<think>\n', '<think>\n\n'])(
    'is not added to a template that ends with %j',
    async (end) => {
      const template = `${chatMl}{{ ${JSON.stringify(end)} }}`;
      expect(await textOf(chatPrompt(template))).toBe(before + end);
    },
  );
});

test('frames and texts: system prompts one after the other, the suffix at the end of the turn', async () => {
  const prompt = chatPrompt(chatMl, { system: 'Be brief.', user: 'Q: {problem} $& {problem}' });
  const frame = { system: ' At most 9.', promptSuffix: ' Go.' };
  const text = await textOf(prompt, { problem: { problem: '$1+$2' }, frame });
  expect(text).toBe(
    '<|im_start|>system\nBe brief. At most 9.<|im_end|>\n<|im_start|>user\nQ: $1+$2 $& $1+$2 Go.<|im_end|>\n<|im_start|>assistant\n<think>',
  );
});

test('the beginning of a sequence is the one that the template writes', async () => {
  const begun = { ...tokenizer, prefix: tokenizer.encode('<s>') };
  const settings = { prompt: chatPrompt(`{{ bos_token }}${chatMl}`), response: tags };
  const [prompt] = await encodePrompts([request], settings, begun);
  const { tokens: ids } = prompt as { readonly tokens: Int32Array };
  expect(ids.filter((id) => id === begun.prefix[0])).toHaveLength(1);
  expect(ids[0]).toBe(begun.prefix[0]);
});

test('a template that refuses or changes a single problem is told for that one', async () => {
  const template = `{% if 'x' in messages[0].content %}{{ raise_exception('no x') }}{% endif %}${chatMl.replace('message.content', "message.content | replace('y', 'z')")}`;
  const requests = ['a', 'x', 'y'].map((problem) => ({ problem: { problem }, frame: {} }));
  const prompts = await encodePrompts(requests, { prompt: chatPrompt(template), response: tags }, tokenizer);
  expect(prompts).toMatchObject([
    { text: expect.any(String) as string },
    { failed: 'no x' },
    { failed: 'it leaves out the text of the user' },
  ]);
});

test('without a prompt of the definition, texts stand one after another as they always have', async () => {
  const arithmetic = arithmeticTokens();
  const requests = [{ problem: { problem: '3+4' }, frame: { system: '[9]', promptSuffix: '[min]' } }];
  const [prompt] = await encodePrompts(requests, { response: tags }, arithmetic);
  expect(prompt).toEqual({
    text: '[9]3+4[min]<think>',
    tokens: arithmetic.encode('[9]3+4[min]<think>'),
  });
});
