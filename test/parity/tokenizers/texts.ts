// Texts on which tokenizers are compared: written out, and drawn from a fixed seed.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { randomStream } from '@allot/spec';

/** Enough of it to learn merges from, in several scripts. */
export const trainingTexts: readonly string[] = Array.from({ length: 30 }, (_, round) =>
  [
    `Natalia sold ${48 + round} clips to her friends in April, and then half as many in May.`,
    `How many clips did Natalia sell altogether? ${48 + round} / 2 = ${(48 + round) / 2} clips.`,
    'Let $x$ be the number such that \\frac{1}{2} x + \\sqrt{3} = 7. Then <think>\n\n</think>\n\nThe answer is \\boxed{42}.',
    "def solve(x):\n    return x + 1  # it's, we'll, DON'T\n\n\tprint(\"done\")\r\n",
    'Größe café naïve 数学问题：设 x 大于零。你好世界 こんにちは世界 Привет, мир 🙂🙃 हिन्दी में',
  ].join('\n'),
);

const written: readonly string[] = [
  '',
  'a',
  ' ',
  '   x',
  "It's I'LL we'Ve don'T 'S ſ's",
  '3+4*7=49 1234567890 12 123 1234',
  'x²+½ ١٢٣ Ⅷ ﬁ ǅ İstanbul ıI K',
  'café cafe\u0301 Å A\u030a',
  '数学问题：设x>0。 こんにちは Привет हिन्दी',
  '🙂🙃👩‍👩‍👧‍👦🏳️‍🌈',
  'a\n\nb\r\n\r\nc\t\td',
  '\n\n\n',
  '\u00a0x\u00a0 \u2003em\u3000x \u2028z\u2029w\u1680v',
  '\ufeffbom \x85nel \x00nul\x01 \x0b\x0c',
  'x</think>\n\nThe answer',
  '<think>\n<thi nk>< think >a<think>b</think>c',
  '<|im_start|>user\nhi<|im_end|>\n<|im_end|><|im_end|>',
  'text<|begin_of_text|>text<|eot_id|> <|endoftext|> x',
  '<｜User｜>hi<｜Assistant｜> <｜end▁of▁sentence｜>',
  '<s>x</s> y <s> z <unk> <0x41><0x0A>',
  '▁under▁score x ▁ y Ġbyte Ċ level',
  '  lead and trail  ',
  'def f(x):\n    return x+1\n\n\n    # c',
  'foobar foo barfoo ﬁfoo',
  '\ud7ff\ue000\uffff\u{10ffff}',
  'x'.repeat(5000),
  'ab '.repeat(3000),
  '    '.repeat(800),
  '1'.repeat(3000),
  'é'.repeat(3000),
  '🙂'.repeat(1500),
  '\n'.repeat(2000),
  '<|im_end|>'.repeat(300),
];

const pieces: readonly string[] = [
  ...Array.from("abcXYZ019 .,'\n\t\r"),
  ...Array.from('é数🙂\u00a0\u3000²▁Ġ\u0301\u200dİ\x85\ufeffſ'),
  'e\u0301',
  '<think>',
  '</think>',
  '<|im_end|>',
  '<s>',
  '<unk>',
  "'ll",
  "'S",
  '  ',
  '\n\n',
];

/** A whole number from 0 on, below the one given. */
type Below = (most: number) => number;

function numbersOf(seed: number): Below {
  const stream = randomStream(seed, 'order', 1);
  let at = 0;
  return (most) => Math.floor(stream.at(at++) * most);
}

/** A text of characters of every plane; combining marks are left to the texts above, since their order is settled by the version of Unicode. */
function anyCharacters(below: Below): string {
  let text = '';
  for (let length = 1 + below(30); length > 0; length--) {
    const code = below(below(3) === 0 ? 0x110000 : 0x3000);
    const character = String.fromCodePoint(code);
    if (!/[\p{Surrogate}\p{M}]/u.test(character)) text += character;
  }
  return text;
}

function drawn(): readonly string[] {
  const below = numbersOf(5);
  const mixed = Array.from({ length: 2000 }, () =>
    Array.from({ length: 1 + below(40) }, () => pieces[below(pieces.length)]).join(''),
  );
  return [...mixed, ...Array.from({ length: 1500 }, () => anyCharacters(below))];
}

/** Problems and answers of benchmark files, where they lie beside the repository. */
function benchmarkTexts(): readonly string[] {
  return ['gsm8k/test', 'math500/test', 'olympiadbench/test'].flatMap((name) => {
    const file = fileURLToPath(new URL(`../../../../shared/data/${name}.jsonl`, import.meta.url));
    if (!existsSync(file)) {
      console.warn(`skipped: texts of ${name}: ${file} is not there`);
      return [];
    }
    const rows = readFileSync(file, 'utf8').trim().split('\n').slice(0, 300);
    return rows.flatMap((row) =>
      Object.values(JSON.parse(row) as object).filter((value): value is string => typeof value === 'string'),
    );
  });
}

export const encodedTexts: readonly string[] = [
  ...written,
  ...trainingTexts.slice(0, 2),
  ...drawn(),
  ...benchmarkTexts(),
];

/** Rows of numbers that stand for token ids, whatever the size of the vocabulary: bytes that are no UTF-8 among them. */
export function randomIds(): readonly (readonly number[])[] {
  const below = numbersOf(6);
  return Array.from({ length: 2000 }, (_, row) =>
    Array.from({ length: 1 + below(20) }, () => below(row % 2 === 0 ? 100_000 : 300)),
  );
}
