// The reasoning tags are two different texts that the tokenizer can express.
import { defineRule, settings } from './rule.js';

export const reasoningTags = defineRule({
  kind: 'both',
  reads: ['response', 'policy'],
  catalog: {
    'response/unknown-tag': {
      severity: 'error',
      message: 'The tokenizer cannot express the tag {tag}',
      help: 'Use a tag that the tokenizer knows{known}.',
      why: 'The length of the reasoning is counted up to the closing tag, and the answer is read after it; a tag that cannot be written as tokens is never met.',
      example: settings('response: { reasoningClose: </thinking> }\n'),
    },
    'response/same-tags': {
      severity: 'error',
      message: 'The reasoning is opened and closed by the same tag, {tag}',
      help: 'Use two different tags, as the defaults do: <think> and </think>.',
      why: 'With one tag for both, the end of the reasoning cannot be told from its beginning.',
      example: settings('response: { reasoningOpen: "<think>", reasoningClose: "<think>" }\n'),
    },
  },
  accepts: {
    'response/unknown-tag': 'response: { reasoningClose: </think> }\n',
    'response/same-tags': 'response: { reasoningOpen: "<think>", reasoningClose: "</think>" }\n',
  },
  check({ response }, { report, facts: { tokenizer } }) {
    const { reasoningOpen, reasoningClose } = response;
    // Without tags, reasoning is not marked.
    if (reasoningOpen === '' && reasoningClose === '') return;
    if (reasoningOpen === reasoningClose)
      report(['response', 'reasoningClose'], 'response/same-tags', { tag: reasoningOpen });
    if (!tokenizer) return;
    const special = Object.keys(tokenizer.specialTokens);
    const known = special.length > 0 ? `: ${special.slice(0, 8).join(', ')}` : '';
    for (const key of ['reasoningOpen', 'reasoningClose'] as const)
      if (!tokenizer.encode(response[key])?.length)
        report(['response', key], 'response/unknown-tag', { tag: response[key], known });
  },
});
