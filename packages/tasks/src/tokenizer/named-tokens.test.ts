import { expect, test } from 'vitest';
import { writeChatModel } from '../../test-support/chat-model.js';
import { inspectTokenizer } from './inspect.js';
import { loadTokenizer } from './load.js';

const load = (...model: Parameters<typeof writeChatModel>) => loadTokenizer(writeChatModel(...model))[0]!;
const [endOfText, , imEnd, begin] = [265, 266, 267, 268];

test.each([
  ['eos_token alone', { eos_token: '<|im_end|>' }, undefined, [imEnd]],
  ['eos_token as an object', { eos_token: { content: '<|im_end|>' } }, undefined, [imEnd]],
  ['a list', { eos_token: '<|im_end|>' }, { eos_token_id: [imEnd, endOfText] }, [imEnd, endOfText]],
  ['a number', { eos_token: '<|im_end|>' }, { eos_token_id: endOfText }, [imEnd, endOfText]],
  ['numbers that are no tokens', {}, { eos_token_id: [endOfText, -1, 1e9, 'x', null] }, [endOfText]],
  ['none at all', {}, undefined, []],
])('what ends a response: %s', (_, config, generation, stops) => {
  expect(load({ config, ...(generation ? { generation } : {}) }).stopTokens).toEqual(stops);
});

test('ends of a response that are no tokens are told', async () => {
  const file = writeChatModel({ generation: { eos_token_id: [endOfText, 1e9, 'x', null] } });
  const [inspected, diagnostics] = await inspectTokenizer(file);
  expect(inspected?.stopTokens).toEqual([endOfText]);
  expect(diagnostics.map(({ code, severity }) => `${severity} ${code}`)).toEqual(
    Array(2).fill('warning tokenizer/unknown-stop'),
  );
  expect(diagnostics[0]?.message).toContain('1000000000');
});

test.each([
  ['pad_token', { pad_token: '<|endoftext|>' }, { pad_token_id: imEnd }, endOfText],
  ['pad_token_id', {}, { pad_token_id: imEnd }, imEnd],
  ['none', {}, {}, undefined],
])('what fills: %s', (_, config, generation, pad) => {
  expect(load({ config, generation }).padToken).toBe(pad);
});

test.each([
  ['as stated', { add_bos_token: true, bos_token: '<s>' }, [begin]],
  ['not, as stated', { add_bos_token: false, bos_token: '<s>' }, []],
  ['not, as nothing is said', { bos_token: '<s>' }, []],
])('what begins a text: %s', (_, config, prefix) => {
  expect([...load({ config }).prefix]).toEqual(prefix);
});

test('ids without a token say nothing', () => {
  const tokenizer = load();
  expect(tokenizer.decode([64, 5000, 65])).toBe(tokenizer.decode([64, 65]));
});
