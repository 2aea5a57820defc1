// What this package reports about datasets, tokenizers and environments.
import { defineCatalog, type Report, reporter } from '@allot/spec';

export const tasksCatalog = defineCatalog({
  'dataset/unreadable': {
    severity: 'error',
    message: 'The dataset {file} cannot be read: {reason}.',
    help: 'Check the path. In a definition it is relative to the definition, on the command line to the current folder.',
    why: 'A JSON Lines dataset is read from the path that the definition gives. Nothing readable lies there.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train:\n    kind: jsonl\n    path: no-such-file.jsonl\n',
    },
  },
  'dataset/empty': {
    severity: 'error',
    message: 'The dataset {file} has no rows.',
    help: 'Put one problem on each line, as a JSON object with the fields problem and answer.',
    why: 'Prompts are drawn from the dataset, so it needs at least one problem.',
    example: { language: 'jsonl', text: '\n' },
  },
  'dataset/not-utf8': {
    severity: 'error',
    message: 'Line {line} of {file} is not UTF-8.',
    help: 'Save the file as UTF-8 and make sure that it is text, not a compressed or binary file.',
    why: 'JSON Lines is UTF-8 by definition; bytes in another encoding would silently become other characters.',
    example: { language: 'shell', text: 'printf \'{"problem": "\\xff"}\' > bad.jsonl' },
  },
  'dataset/bad-json': {
    severity: 'error',
    message: 'Line {line} of {file} is not a JSON object: {reason}.',
    help: 'Write one JSON object on each line, with no comma between the lines and no brackets around them.',
    why: 'Every line of a JSON Lines file stands alone. An array over many lines is another format.',
    example: { language: 'jsonl', text: '{"problem": "3+4", "answer": "7"},\n' },
  },
  'dataset/missing-field': {
    severity: 'error',
    message: 'Line {line} of {file} has no field "{field}".',
    help: 'Add the field, or say in `map` which field holds the {role}.',
    why: 'Every row needs a problem and an answer. `map` names the fields of files that call them otherwise.',
    example: { language: 'jsonl', text: '{"question": "3+4", "answer": "7"}\n' },
  },
  'dataset/wrong-type': {
    severity: 'error',
    message: 'The field "{field}" on line {line} of {file} is {actual}, not {expected}.',
    help: 'Write {expected} there.',
    why: 'A problem is text, an answer text or a number, an id text or a number, a difficulty a number.',
    example: { language: 'jsonl', text: '{"problem": ["3+4"], "answer": "7"}\n' },
  },
  'dataset/duplicate-id': {
    severity: 'error',
    message: 'The id "{id}" stands on line {line} of {file} and on line {first}.',
    help: 'Give every row an id of its own, or leave ids out: they are then made from the content.',
    why: 'Trajectories refer to their problem by its id, so two problems with one id could not be told apart.',
    example: {
      language: 'jsonl',
      text: '{"id": "a", "problem": "3+4", "answer": "7"}\n{"id": "a", "problem": "3+5", "answer": "8"}\n',
    },
  },
  'dataset/duplicate-row': {
    severity: 'warning',
    message: 'Line {line} of {file} repeats line {first}; it is kept once.',
    help: 'Remove one of them, or give each an id if the problem is meant to come twice.',
    why: 'Rows without an id are named after their content, so equal rows are one problem.',
    example: {
      language: 'jsonl',
      text: '{"problem": "3+4", "answer": "7"}\n{"problem": "3+4", "answer": "7"}\n',
    },
  },
  'dataset/not-encodable': {
    severity: 'error',
    message:
      'The problem on line {line} of {file} has characters that the tokenizer cannot express: {characters}.',
    help: "Write the problem in the tokenizer's characters, or use a policy with another tokenizer.",
    why: 'A policy reads tokens. A character without a token would be lost, and the problem become another one.',
    example: { language: 'jsonl', text: '{"problem": "three plus four", "answer": "7"}\n' },
  },
  'dataset/wrong-answer': {
    severity: 'warning',
    message:
      'Line {line} of {file} says that {problem} is {answer}; left to right, modulo 10, it is {right}.',
    help: 'Arithmetic problems are worked from left to right and modulo 10, without precedence.',
    why: 'The embedded task knows no precedence: 3+4*7 is (3 + 4) * 7 = 49, of which the last digit counts.',
    example: { language: 'jsonl', text: '{"problem": "3+4*7", "answer": "31"}\n' },
  },
  'dataset/misspelt-field': {
    severity: 'warning',
    message: 'Line {line} of {file} has the field "{found}", which is not used; "{meant}" would be.',
    help: 'Spell the field "{meant}", or say in `map` which field is meant.',
    why: 'Fields that Allot does not know are left alone, because data sets carry fields of their own. This one looks like a slip, and the row would be used without it.',
    example: { language: 'jsonl', text: '{"problem": "3+4*7", "answer": 9, "dificulty": 2}\n' },
  },
  'dataset/more': {
    severity: 'info',
    message: '{count} more problems in {file} are not shown.',
    help: 'Mend those above first.',
    why: 'A file with a systematic mistake has it on every line; the first twenty are enough to see it.',
    example: { language: 'jsonl', text: '{}\n'.repeat(30) },
  },
  'dataset/fewer-problems': {
    severity: 'warning',
    message:
      'The dataset has {rows} problems, not {problems}: there are no more distinct ones of this difficulty.',
    help: 'Allow more operations, or ask for fewer problems.',
    why: 'There are 280 problems with one operation and 7,840 with two; a fifth of them is held out for testing.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train: {kind: arithmetic, split: train, operations: [1, 1], problems: 1000}\n',
    },
  },
  'tokenizer/not-found': {
    severity: 'error',
    message: 'The tokenizer {file} cannot be read: {reason}.',
    help: 'Check the path; it is relative to the definition and ends in tokenizer.json.',
    why: 'A policy with new weights names its tokenizer; a model folder brings one along.',
    example: { language: 'yaml', text: 'policy:\n  tokenizer: no-such-folder/tokenizer.json\n' },
  },
  'tokenizer/malformed': {
    severity: 'error',
    message: 'The file {file} is not a tokenizer.json: {reason}.',
    help: 'Use the tokenizer.json that Hugging Face tokenizers writes; vocab.txt or tokenizer.model will not do.',
    why: 'Tokenizers are read in the Hugging Face tokenizers format, with all that belongs to them in one file.',
    example: { language: 'json', text: '{"model": {}}' },
  },
  'tokenizer/unsupported': {
    severity: 'error',
    message: 'The tokenizer {file} has {part}, which is not supported.',
    help: 'Use a model whose tokenizer is a byte-pair encoding, byte-level or with byte fallback, as those of Llama, Qwen and DeepSeek are.',
    why: 'A tokenizer is used only where its token ids and its texts are exactly those of the native tokenizers. Parts for which that was not shown are refused rather than computed nearly right.',
    example: {
      language: 'json',
      text: '{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"}}',
    },
  },
  'prompt/no-template': {
    severity: 'error',
    message: 'The model brings no chat template.',
    help: 'Leave `prompt.template` at plain, with the texts around the problem as the model expects them, or use a model whose folder has a chat_template.jinja or a chat_template in its tokenizer_config.json.',
    why: 'A chat template says how a conversation is written for the model that was trained on it. Base models have none.',
    example: { language: 'yaml', text: 'policy: { model: allot:tiny-base }\nprompt: { template: chat }\n' },
  },
  'prompt/unknown-template': {
    severity: 'error',
    message: 'The model brings no chat template called {name}; it has {names}.',
    help: 'Name one of those in `prompt.name`.',
    why: 'Some models bring several chat templates, for instance one for tools. The one called default is used unless another is named.',
    example: { language: 'yaml', text: 'prompt: { template: chat, name: rag }\n' },
  },
  'prompt/template-malformed': {
    severity: 'error',
    message: 'The chat template of the model cannot be read: {reason}.',
    help: "Mend the template, chat_template.jinja or chat_template in tokenizer_config.json, or take the model's files again.",
    why: 'A chat template is a Jinja text. One that does not parse gives no prompt.',
    example: { language: 'jinja', text: '{% for message in messages %}{{ message.content }}' },
  },
  'prompt/template-fails': {
    severity: 'error',
    message: 'The chat template of the model fails: {reason}{missing}.',
    help: 'Give it what it asks for in `prompt.variables`, leave out `prompt.system` where it takes none, or leave `prompt.template` at plain.',
    why: 'A template may refuse a conversation, ask for values such as tools that Allot does not have, or take too long: it runs in a thread with a limit on time, memory and text.',
    example: { language: 'jinja', text: "{{ raise_exception('System role not supported') }}" },
  },
  'prompt/text-dropped': {
    severity: 'error',
    message: 'The chat template of the model leaves out {what}.',
    help: 'Put the text into `prompt.user`, or leave `prompt.template` at plain.',
    why: 'Some templates know no system prompt and drop it without a word. The policy would not read what the definition says.',
    example: { language: 'jinja', text: "{{ messages[-1]['content'] }}" },
  },
  'prompt/asks-for-today': {
    severity: 'error',
    message: 'The chat template of the model asks for the date.',
    help: 'State the day that it is to take for today in `prompt.today`, for instance 2026-11-30.',
    why: 'A prompt that changes from day to day would make a run differ from its repetition, and a resumed run from an uninterrupted one.',
    example: { language: 'jinja', text: "Today is {{ strftime_now('%d %b %Y') }}." },
  },
  'prompt/unknown-variable': {
    severity: 'error',
    message: 'The chat template of the model does not read the variable {name}.',
    help: 'Check the spelling in the template, or leave the variable out.',
    why: 'A variable that no part of the template reads changes nothing; it is most likely misspelt.',
    example: { language: 'yaml', text: 'prompt: { template: chat, variables: { enable_thinkng: true } }\n' },
  },
  'prompt/reasoning-closed': {
    severity: 'error',
    message: 'The chat template of the model closes the reasoning, with {tag}, before the response begins.',
    help: 'Let the model think: set enable_thinking, or what its template calls it, to true in `prompt.variables`.',
    why: 'Templates of models that can answer without thinking write an empty reasoning into the prompt then. There would be nothing left whose length could be trained.',
    example: {
      language: 'yaml',
      text: 'prompt: { template: chat, variables: { enable_thinking: false } }\n',
    },
  },
  'prompt/not-expressible': {
    severity: 'error',
    message: 'The tokenizer cannot express what the chat template of the model gives.',
    help: 'Use the tokenizer that belongs to the template, or leave `prompt.template` at plain.',
    why: 'A template belongs to a tokenizer that knows its characters. A character without a token would be lost.',
    example: { language: 'yaml', text: 'prompt: { template: chat }\n' },
  },
  'environment/not-single-tokens': {
    severity: 'error',
    message:
      'The shaky scratchpad replaces single tokens, but the tokenizer does not give one token to: {texts}.',
    help: 'Use the tokenizer allot:arithmetic, or leave the environment out.',
    why: 'The environment watches for `=`, `?` and the closing tag and replaces the digit after them, token by token.',
    example: {
      language: 'yaml',
      text: 'policy:\n  model: some-model-with-merged-tokens\nenvironment: {kind: shaky-scratchpad, slipRate: 0.04}\n',
    },
  },
});

export const report: Report<typeof tasksCatalog> = reporter(tasksCatalog);
