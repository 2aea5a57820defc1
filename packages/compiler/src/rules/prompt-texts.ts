// The texts of a prompt: the problem has its place, the tokenizer can express them, and what only a chat template reads stands with one.
import { inexpressible } from './prefill-text.js';
import { defineRule, settings } from './rule.js';

export const promptTexts = defineRule({
  kind: 'reinforcement',
  reads: ['prompt', 'policy'],
  catalog: {
    'prompt/no-place-for-problem': {
      severity: 'error',
      message: 'The turn of the user, {text}, has no place for the problem',
      help: 'Put {placeholder} where the problem is to stand.',
      why: 'The word problem in braces is replaced by the problem of each row. Without it every prompt would be the same text.',
      example: settings('prompt: { user: "3+4" }\n'),
    },
    'prompt/text-not-expressible': {
      severity: 'error',
      message: 'The tokenizer cannot express {text}: it has no token for {character}',
      help: 'Write the text with characters that the tokenizer knows.',
      why: 'The texts of a prompt are put around the problem as tokens; a character without a token would be lost.',
      example: settings('prompt: { system: "Think." }\n'),
    },
    'prompt/only-with-chat': {
      severity: 'error',
      message: 'prompt.{key} is read by chat templates only',
      help: 'Set prompt.template to chat, or leave prompt.{key} out.',
      why: 'With the template plain the texts of the prompt stand one after another, and nothing reads further values.',
      example: settings('prompt: { template: plain, variables: { enable_thinking: true } }\n'),
    },
  },
  accepts: {
    'prompt/no-place-for-problem': 'prompt: { user: "[9]{problem}" }\n',
    'prompt/text-not-expressible': 'prompt: { system: "[9]" }\n',
    'prompt/only-with-chat': 'prompt: { template: chat, variables: { enable_thinking: true } }\n',
  },
  check({ prompt }, { report, facts: { tokenizer }, isWritten }) {
    if (!prompt) return;
    const { template, system, user } = prompt;
    if (!user.includes('{problem}')) {
      const details = { text: JSON.stringify(user), placeholder: '{problem}' };
      report(['prompt', 'user'], 'prompt/no-place-for-problem', details);
    }
    if (template === 'plain')
      for (const key of ['name', 'variables', 'today'] as const)
        if (isWritten(['prompt', key])) report(['prompt', key], 'prompt/only-with-chat', { key });
    for (const [key, text] of Object.entries({ system, user: user.replaceAll('{problem}', '') })) {
      const character = tokenizer && text !== undefined && inexpressible(tokenizer, text);
      if (character === undefined || character === false) continue;
      const details = { text: JSON.stringify(text), character: JSON.stringify(character) };
      report(['prompt', key], 'prompt/text-not-expressible', details);
    }
  },
});
