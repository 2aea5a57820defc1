// Takes off what an answer is dressed in: math delimiters, spacing, sizes, other spellings of the same signs.

import { isPlainName } from './math-tokens.js';

const spellings: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/[−–—]/g, '-'],
  [/[×·⋅]/g, '\\cdot '],
  [/÷/g, '/'],
  [/[≤⩽]/g, '\\le '],
  [/[≥⩾]/g, '\\ge '],
  [/≠/g, '\\ne '],
  [/≈/g, '\\approx '],
  [/±/g, '\\pm '],
  [/∓/g, '\\mp '],
  [/π/g, '\\pi '],
  [/∞/g, '\\infty '],
  [/∪/g, '\\cup '],
  [/∩/g, '\\cap '],
  [/∈/g, '\\in '],
  [/ℝ/g, '\\mathbb{R}'],
  [/√\s*(\d+|[a-zA-Z])/g, '\\sqrt{$1}'],
  [/√/g, '\\sqrt'],
  [/°/g, '^\\circ '],
  [/²/g, '^2'],
  [/³/g, '^3'],
  [/½/g, '\\frac{1}{2}'],
  [/¼/g, '\\frac{1}{4}'],
  [/¾/g, '\\frac{3}{4}'],
  [/[“”„]/g, '"'],
  [/[‘’]/g, "'"],
  [/θ/g, '\\theta '],
  [/α/g, '\\alpha '],
  [/β/g, '\\beta '],
];

/** One answer's text, ready for `tokenize`. */
export function cleanAnswer(text: string): string {
  let clean = text.replace(/<\|[^|<>]{0,64}\|>/g, ' ');
  for (const [pattern, replacement] of spellings) clean = clean.replace(pattern, replacement);
  clean = clean
    .replace(/(\d*)\.(\d*)\\overline\s*\{(\d{1,40})\}/g, repeatingDecimal)
    .replace(/\^\s*\{((?:\s*\\prime)+)\s*\}/g, (_, primes: string) =>
      "'".repeat(primes.split('\\').length - 1),
    )
    .replace(/\\[()[\]]/g, ' ')
    .replace(/\\\$/g, ' \\usd ')
    .replace(/€|\\euro\b/g, ' \\eur ')
    .replace(/£|\\pounds\b/g, ' \\gbp ')
    .replace(/\$/g, ' ')
    // Doubled backslashes from a text that was escaped twice; in a matrix they end a row.
    .replace(/\\\\(?=[a-zA-Z])/g, (double) => (text.includes('\\begin') ? double : '\\'))
    .replace(/\\(?:left|right)\s*\.?/g, ' ')
    .replace(/\\(?:[bB]igg?[lrm]?|displaystyle|textstyle|limits|nolimits|mathstrut)(?![a-zA-Z])/g, ' ')
    .replace(/(?<=\d)\s*\{\s*,\s*\}\s*(?=\d{3})/g, '')
    .replace(/(?<=\d),\\!\s*(?=\d{3})/g, '')
    .replace(/\\!/g, '')
    .replace(/\\q?quad(?=[a-zA-Z\s\\]|$)/g, ' ')
    .replace(/\\(?:hspace|vspace|label|tag)\*?\{[^{}]*\}/g, ' ')
    .replace(/(?<!\\)\\(?:[,;:> ~]|hfill)|~/g, ' ')
    .replace(/\\(?:overline|bar|vec|hat|mathbf|boldsymbol|bm|mathit)(?=\s*\{)/g, ' ')
    .replace(/\^\s*(?:\{\s*\\circ\s*\}|\\circ)|\\degree\b|\bdegrees?\b/g, ' \\deg ')
    .replace(/\\?%|\b(?:percent|percentage|pct)\b/g, ' % ')
    .replace(/\.{3,}|…/g, ' \\dots ')
    .replace(/\*\*|"/g, ' ')
    // Answers that are joined by a word without spaces around it.
    .replace(/(?<=[\d)\]}])(and|or)(?=[A-Za-z(\d\\-])/g, ' $1 ');
  return trimMarks(clean);
}

/** `0.1\overline{6}` as a fraction. */
function repeatingDecimal(_: string, whole: string, fixed: string, repeated: string): string {
  const all = BigInt(whole + fixed + repeated) - BigInt(whole + fixed || '0');
  return `\\frac{${all}}{${'9'.repeat(repeated.length)}${'0'.repeat(fixed.length)}}`;
}

/** Thousands separators taken out, where groups of three digits leave no doubt. */
export const joinThousands = (text: string): string =>
  text
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)/g, (number) => number.replaceAll(',', ''))
    .replace(/(?<![\d.,]|\d )\d{1,3}(?: \d{3})+(?![\d,]| \d+(?![\d/]))/g, (number) =>
      number.replaceAll(' ', ''),
    );

/** The same where a group begins with a zero, as in `1,000`: no answer of several is written so. */
export const joinCertainThousands = (text: string): string =>
  text.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?!\d|,\d)/g, (number) =>
    /,0/.test(number) ? number.replaceAll(',', '') : number,
  );

/**
 * Whether two answers of plain words are the same, whatever their case; undefined where one is none. Letters in a row
 * are a word from four on, since `abc` may be a product; a word of three is only known by its case.
 */
export function sameWords(a: string, b: string): boolean | undefined {
  const same = a.toLowerCase() === b.toLowerCase();
  if (isWords(a) && isWords(b)) return same;
  if ([a, b].some((one) => /^(?:yes|no)$/i.test(one)) && /^\p{L}+$/u.test(a + b)) return same;
  return same && /^[A-Z]?[a-z]{2,}$/.test(a) && /^[A-Z]?[a-z]{2,}$/.test(b) ? true : undefined;
}

function isWords(text: string): boolean {
  if (!/^\p{L}[\p{L}\s'-]*$/u.test(text)) return false;
  const words = text.split(/[^\p{L}]+/u);
  return (
    words.join('').length > 3 &&
    words.some(({ length }) => length > 2) &&
    !words.some((word) => word === 'and' || word === 'or' || isPlainName(word))
  );
}

/** White space and the punctuation of a sentence at either end. */
function trimMarks(text: string): string {
  const trimmed = text.trim();
  let end = trimmed.length;
  while (end > 0 && /[\s.,;:]/.test(trimmed[end - 1] ?? '')) end--;
  let start = 0;
  while (start < end && /[\s,;:]/.test(trimmed[start] ?? '')) start++;
  return trimmed.slice(start, end).replace(/\s*\\+$/, '');
}

/** What is left when nothing but the letters, digits and signs counts. */
export const bareText = (clean: string): string =>
  clean
    .replace(/\\(?:text|textbf|textit|textrm|textnormal|mbox|mathrm|operatorname)\s*\{([^{}]*)\}/g, '$1')
    .replace(/\\[dtc]frac/g, '\\frac')
    .replace(/\\frac\s*(\d)\s*(\d)/g, '\\frac{$1}{$2}')
    .replace(/([_^])\{(\w)\}(?!\w)/g, '$1$2')
    .replace(/\s+/g, '');
