// What this package reports about datasets, the hub, tokenizers and environments.
import { defineCatalog, type Report, reporter } from '@allot/spec';

export const tasksCatalog = defineCatalog({
  'dataset/unreadable': {
    severity: 'error',
    message: 'The dataset {file} cannot be read: {reason}.',
    help: 'Check the path. In a definition it is relative to the definition, on the command line to the current folder.',
    why: 'A dataset is read from the path that the definition gives. Nothing readable lies there.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train:\n    kind: jsonl\n    path: no-such-file.jsonl\n',
    },
  },
  'dataset/empty': {
    severity: 'error',
    message: 'The dataset {file} has no rows.',
    help: 'Put one problem in each row, with the fields problem and answer.',
    why: 'Prompts are drawn from the dataset, so it needs at least one problem.',
    example: { language: 'jsonl', text: '\n' },
  },
  'dataset/unknown-format': {
    severity: 'error',
    message: 'The name of {file} does not say what format it has.',
    help: 'Use a file that ends in .jsonl, .json, .csv, .tsv or .parquet; all but the last may be followed by .gz.',
    why: 'Files of the hub, local copies of named datasets and files on the command line are read by the ending of their name.',
    example: { language: 'shell', text: 'allot data show problems.txt' },
  },
  'dataset/damaged-file': {
    severity: 'error',
    message: 'The dataset {file} is damaged or of another format: {reason}.',
    help: 'Copy or download the file again, and check that its kind is the one the definition says.',
    why: 'What is read up to the damage may be wrong too, so that none of it is used.',
    example: {
      language: 'shell',
      text: 'head -c 100 whole.jsonl.gz > cut.jsonl.gz && allot data show cut.jsonl.gz',
    },
  },
  'dataset/no-list': {
    severity: 'error',
    message: 'The JSON file {file} is not {wanted}.',
    help: 'Say in `member` which member of the object holds the list of rows, or use kind `jsonl` for a file with one object a line.',
    why: 'A JSON dataset is one list of objects; an object around it may have other members too, so that the list has to be named.',
    example: {
      language: 'shell',
      text: 'echo \'{"data": []}\' > nested.json && allot data show nested.json',
    },
  },
  'dataset/not-utf8': {
    severity: 'error',
    message: 'Line {line} of {file} is not UTF-8.',
    help: 'Save the file as UTF-8 and make sure that it is text, not a compressed or binary file.',
    why: 'Datasets are read as UTF-8; bytes in another encoding would silently become other characters.',
    example: { language: 'shell', text: 'printf \'{"problem": "\\xff"}\' > bad.jsonl' },
  },
  'dataset/bad-json': {
    severity: 'error',
    message: 'Line {line} of {file} is not a JSON object: {reason}.',
    help: 'Write one JSON object on each line, with no comma between the lines and no brackets around them; for a list use kind `json`.',
    why: 'Every line of a JSON Lines file stands alone. An array over many lines is another format.',
    example: { language: 'jsonl', text: '{"problem": "3+4", "answer": "7"},\n' },
  },
  'dataset/bad-csv': {
    severity: 'error',
    message: 'Line {line} of {file} has {found} fields, and the header has {expected}.',
    help: 'Put fields that hold the delimiter into double quotes, and double the quotes inside them.',
    why: 'A row is read by the names in the first line, so that a field too many or too few would shift all that follow.',
    example: {
      language: 'shell',
      text: "printf 'problem,answer\\n3+4\\n' > short.csv && allot data show short.csv",
    },
  },
  'dataset/missing-field': {
    severity: 'error',
    message: '{row} of {file} has no field "{field}".',
    help: 'Add the field, or say in `map` which field holds the {role}.',
    why: 'Every row needs a problem and an answer. `map` names the fields of files that call them otherwise.',
    example: { language: 'jsonl', text: '{"question": "3+4", "answer": "7"}\n' },
  },
  'dataset/no-answer': {
    severity: 'error',
    message: 'The field "{field}" on {row} of {file} has no {wanted} with an answer in it.',
    help: 'Mend the row, leave such rows out with requireAnswer in `filter`, or map another field to the answer.',
    why: 'The map says that the answer stands inside of a longer text. Without it nothing could be graded.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train:\n    kind: jsonl\n    path: solutions.jsonl\n    map: {answer: {field: solution, extract: last-boxed}}\n',
    },
  },
  'dataset/wrong-type': {
    severity: 'error',
    message: 'The field "{field}" on {row} of {file} is {actual}, not {expected}.',
    help: 'Write {expected} there.',
    why: 'A problem is text, an answer text, a number or a list of these, an id text or a number, a difficulty a number.',
    example: { language: 'jsonl', text: '{"problem": ["3+4"], "answer": "7"}\n' },
  },
  'dataset/duplicate-id': {
    severity: 'error',
    message: '{row} of {file} has the id "{id}", which {first} has too.',
    help: 'Give every row an id of its own, or leave ids out: they are then made from the content.',
    why: 'Trajectories refer to their problem by its id, so two problems with one id could not be told apart.',
    example: {
      language: 'jsonl',
      text: '{"id": "a", "problem": "3+4", "answer": "7"}\n{"id": "a", "problem": "3+5", "answer": "8"}\n',
    },
  },
  'dataset/duplicate-row': {
    severity: 'warning',
    message: '{row} of {file} repeats {first}; it is kept once.',
    help: 'Remove one of them, or give each an id if the problem is meant to come twice.',
    why: 'Rows without an id are named after their content, so equal rows are one problem.',
    example: {
      language: 'jsonl',
      text: '{"problem": "3+4", "answer": "7"}\n{"problem": "3+4", "answer": "7"}\n',
    },
  },
  'dataset/not-encodable': {
    severity: 'error',
    message: 'The problem on {row} of {file} has characters that the tokenizer cannot express: {characters}.',
    help: "Write the problem in the tokenizer's characters, or use a policy with another tokenizer.",
    why: 'A policy reads tokens. A character without a token would be lost, and the problem become another one.',
    example: { language: 'jsonl', text: '{"problem": "three plus four", "answer": "7"}\n' },
  },
  'dataset/wrong-answer': {
    severity: 'warning',
    message: '{row} of {file} says that {problem} is {answer}; left to right, modulo 10, it is {right}.',
    help: 'Arithmetic problems are worked from left to right and modulo 10, without precedence.',
    why: 'The embedded task knows no precedence: 3+4*7 is (3 + 4) * 7 = 49, of which the last digit counts.',
    example: { language: 'jsonl', text: '{"problem": "3+4*7", "answer": "31"}\n' },
  },
  'dataset/misspelt-field': {
    severity: 'warning',
    message: '{row} of {file} has the field "{found}", which is not used; "{meant}" would be.',
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
  'dataset/skipped-rows': {
    severity: 'warning',
    message: '{count} of {rows} rows of {file} are bad and left out: {reasons}.',
    help: 'Mend them, or leave it at that: `onBadRow: skip` asks for it. `allot explain` tells what each reason means.',
    why: 'A definition may ask to go on without the rows that are no problems. What is left out is counted, in the plan too.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train: {kind: jsonl, path: rows-with-mistakes.jsonl, onBadRow: skip}\n',
    },
  },
  'dataset/filtered': {
    severity: 'info',
    message: '{count} of {rows} rows of {file} are left out: {reasons}.',
    help: 'Change `filter` of the dataset if that is more than was meant.',
    why: 'A filter leaves problems out that are too long, too easy or too hard, that have no answer, or that a sample does not draw. What it leaves out is counted, in the plan too.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train: {kind: jsonl, path: train.jsonl, filter: {maxPromptTokens: 256}}\n',
    },
  },
  'dataset/nothing-left': {
    severity: 'error',
    message: 'No problem of {file} is left.',
    help: 'Loosen the filter, or mend the rows that are left out.',
    why: 'The file has rows, but every one of them is bad or fails a condition of the filter.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train: {kind: jsonl, path: train.jsonl, filter: {minDifficulty: 100}}\n',
    },
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
  'dataset/no-such-split': {
    severity: 'error',
    message: 'The dataset {name} has no split {split}.',
    help: 'Its splits are: {splits}.',
    why: 'Named datasets have the splits that their publishers made; most benchmarks have a test split alone.',
    example: { language: 'yaml', text: 'datasets:\n  train: {kind: named, name: math-500, split: train}\n' },
  },
  'dataset/not-downloaded': {
    severity: 'error',
    message: 'The dataset {what} is not downloaded: {file} is not in the cache.',
    help: 'Download it with `allot data fetch`, which takes a definition or the name of a dataset; `allot run` does so by itself. It was looked for at {place}.',
    why: 'Checking and planning never use the network, so that they give the same answer everywhere; a download is something to ask for.',
    example: { language: 'shell', text: 'ALLOT_CACHE=/tmp/empty allot data show gsm8k' },
  },
  'dataset/offline': {
    severity: 'error',
    message: 'The dataset {what} cannot be downloaded in offline mode: {file} is not in the cache.',
    help: 'Unset HF_HUB_OFFLINE and ALLOT_OFFLINE, or fill the cache on another machine with `allot data fetch` and copy it. The file was looked for at {place}.',
    why: 'HF_HUB_OFFLINE or ALLOT_OFFLINE says that the network must not be used.',
    example: { language: 'shell', text: 'ALLOT_OFFLINE=1 ALLOT_CACHE=/tmp/empty allot data fetch gsm8k' },
  },
  'hub/no-access': {
    severity: 'error',
    message: 'The hub does not hand out the repository {repo} (status {status}).',
    help: '{remedy}, and accept the terms of the dataset on {page} with the same account.',
    why: 'Private and gated repositories are handed out to accounts that may read them. The account is that of the token in the environment variable HF_TOKEN. A repository that does not exist looks the same to a request without a token.',
    example: { language: 'shell', text: 'HF_TOKEN= allot data fetch gpqa-diamond' },
  },
  'hub/not-found': {
    severity: 'error',
    message: 'The hub has no repository {repo}, or not this revision or file of it: {url}.',
    help: 'Check the names of the repository, the revision and the file; a repository that was renamed or removed is not found either.',
    why: 'The hub answered that there is nothing at this address.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train: {kind: hub, repo: openai/gsm9k, file: main/train-*.parquet}\n',
    },
  },
  'hub/no-such-file': {
    severity: 'error',
    message: 'The repository {repo} has no file {pattern} at {revision}.',
    help: 'Name one of its files in `file`: {listed}.',
    why: 'A dataset is read from the files whose paths match; `*` stands for a part of a name, but not for a slash.',
    example: {
      language: 'yaml',
      text: 'datasets:\n  train: {kind: hub, repo: openai/gsm8k, file: train.csv}\n',
    },
  },
  'hub/refused': {
    severity: 'error',
    message: 'The hub refuses {url} with status {status}.',
    help: 'Check HF_ENDPOINT, and try again later.',
    why: 'The address was reached, and its answer was neither a file nor one of the refusals with a remedy of their own.',
    example: { language: 'shell', text: 'HF_ENDPOINT=https://example.com allot data fetch gsm8k' },
  },
  'hub/unreachable': {
    severity: 'error',
    message: 'The hub cannot be reached at {url}: {reason}.',
    help: 'Check the network and HF_ENDPOINT, and run the command again: a download goes on where it was cut.',
    why: 'The request was tried several times with pauses in between, and none came through.',
    example: { language: 'shell', text: 'HF_ENDPOINT=http://localhost:9 allot data fetch gsm8k' },
  },
  'hub/malformed': {
    severity: 'error',
    message: 'The answer from {url} is not what a hub gives: {reason}.',
    help: 'Check HF_ENDPOINT: it must be the address of a Hugging Face hub or of a mirror of its interface.',
    why: 'Proxies and login pages answer for the hub, with pages of their own.',
    example: { language: 'shell', text: 'HF_ENDPOINT=https://example.com allot data fetch gsm8k' },
  },
  'hub/damaged-download': {
    severity: 'error',
    message: 'What {url} sends is not the file that the hub lists: its hash is not {expected}.',
    help: 'Try again; if it stays so, the mirror or a proxy in between changes files.',
    why: 'Every file is compared with the hash in the listing of its repository before it is used, and the download was repeated from its beginning once.',
    example: { language: 'shell', text: 'HF_ENDPOINT=http://a-broken-mirror allot data fetch gsm8k' },
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
