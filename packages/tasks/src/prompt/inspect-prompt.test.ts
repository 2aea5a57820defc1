import type { PromptRequest } from '@allot/spec';
import { describe, expect, test } from 'vitest';
import { chatMl, writeChatModel } from '../../test-support/chat-model.js';
import { tags } from '../testing.js';
import { inspectPrompt } from './inspect-prompt.js';

const chat: PromptRequest['prompt'] = { template: 'chat', name: 'default', user: '{problem}', variables: {} };
const thinking = `${chatMl}{% if add_generation_prompt and not enable_thinking %}{{ '<think>\\n\\n</think>\\n\\n' }}{% endif %}`;

const inspect = (
  files: Parameters<typeof writeChatModel>[0],
  prompt: Partial<PromptRequest['prompt']> = {},
  frames: PromptRequest['frames'] = [],
) =>
  inspectPrompt({
    tokenizer: writeChatModel(files),
    prompt: { ...chat, ...prompt },
    response: tags,
    frames,
  });

describe('what is wrong with a chat prompt', () => {
  test.each([
    ['prompt/no-template', 'prompt.template', {}, {}],
    ['prompt/unknown-template', 'prompt.name', { template: chatMl }, { name: 'rag' }],
    ['prompt/template-malformed', 'prompt.template', { template: '{% for %}' }, {}],
    ['prompt/template-fails', 'prompt.template', { template: "{{ raise_exception('no') }}" }, {}],
    ['prompt/template-fails', 'prompt.template', { template: '{{ tools | length }}' }, {}],
    ['prompt/text-dropped', 'prompt.template', { template: 'Hello' }, {}],
    [
      'prompt/text-dropped',
      'prompt.system',
      { template: '{{ messages[-1].content }}' },
      { system: 'Think.' },
    ],
    ['prompt/asks-for-today', 'prompt.template', { template: `{{ strftime_now('%Y') }}${chatMl}` }, {}],
    [
      'prompt/unknown-variable',
      'prompt.variables.enable_thinkng',
      { template: thinking },
      { variables: { enable_thinking: true, enable_thinkng: true } },
    ],
    ['prompt/reasoning-closed', 'prompt.template', { template: thinking }, {}],
  ])('%s at %s', async (code, path, files, prompt) => {
    const [value, diagnostics] = await inspect(files, prompt);
    expect(value).toBeUndefined();
    expect(diagnostics).toMatchObject([{ code, path }]);
    expect(diagnostics[0]!.message).not.toMatch(/undefined|\{/);
  });

  test('a template that fails names what it had no value for', async () => {
    const [, diagnostics] = await inspect({ template: '{{ style.first() }}' });
    expect(diagnostics[0]!.message).toContain('it found no value for style');
  });
});

test('a template in the tokenizer_config.json, by name, with the tokens that it reads', async () => {
  const config = {
    eos_token: { content: '<|endoftext|>' },
    bos_token: '<s>',
    chat_template: [
      { name: 'default', template: 'no' },
      { name: 'math', template: `{{ bos_token }}${chatMl}` },
    ],
  };
  const [value] = await inspect({ config }, { name: 'math' });
  expect(value?.chat).toEqual({
    text: `{{ bos_token }}${chatMl}`,
    tokens: { eos_token: '<|endoftext|>', bos_token: '<s>' },
  });
});

test('the end of a turn is a stop, and the longest frame is measured', async () => {
  const [plain] = await inspect({ template: chatMl });
  const [framed] = await inspect({ template: chatMl }, { system: 'ab' }, [
    { system: 'cd', promptSuffix: 'ef' },
  ]);
  const around = '<|im_start|>user\n<|im_end|>\n<|im_start|>assistant\n<think>';
  const system = '<|im_start|>system\nabcd<|im_end|>\n';
  const specials = (text: string): number => text.replaceAll(/<\|\w+\|>/g, '.').length;
  expect(plain?.endOfTurn).toBe(267);
  expect(framed!.frameTokens - plain!.frameTokens).toBe(specials(system) + 2);
  expect(plain!.frameTokens).toBeLessThanOrEqual(specials(around));
});

test('a plain prompt needs no template', async () => {
  const [value, diagnostics] = await inspect({}, { template: 'plain', system: 'ab' }, [
    { promptSuffix: 'c' },
  ]);
  expect(diagnostics).toEqual([]);
  expect(value?.frameTokens).toBe('abc<think>'.length - 2);
});
