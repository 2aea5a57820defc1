// Finds the final answer in a response.

/** What a final answer is taken from, first to last. */
export type AnswerSource =
  | 'final-answer'
  | 'boxed'
  | 'hashes'
  | 'answer-is'
  | 'whole'
  | 'formula'
  | 'number'
  | 'none';

export interface ExtractedAnswer {
  readonly text: string;
  readonly source: AnswerSource;
}

/** Longest tail of a response that is looked at for anything but boxes and marks, in characters. */
const TAIL = 20_000;
/** Most boxes that are joined. */
const MOST_BOXES = 64;
/** Longest content of a box, in characters: more than is compared. */
const LONGEST_BOX = 5000;

/**
 * The answer of a response: behind the last `</think>`, the last "final answer is", the last `\boxed{}` (or several,
 * when only commas and "and" stand between them), the last `####`, the last "answer is"; else the whole text when it is
 * short, its last formula, or its last number.
 */
export function extractAnswer(response: string): ExtractedAnswer {
  const closed = response.lastIndexOf('</think>');
  if (closed < 0 && response.includes('<think>')) return { text: '', source: 'none' };
  const text = withoutEmphasis(cutTurns(closed < 0 ? response : response.slice(closed + '</think>'.length)));
  return markedAnswer(text) ?? fromBareText(text);
}

/** The same of a gold answer, which may be a whole solution: without a mark, all of it is the answer. */
export const extractGold = (gold: string): ExtractedAnswer =>
  markedAnswer(gold) ?? { text: gold.trim(), source: gold.trim() === '' ? 'none' : 'whole' };

const markedAnswer = (text: string): ExtractedAnswer | undefined =>
  afterPhrase(text, /final answers?(?: is| are)?\s*[:=]?/gi, 'final-answer') ??
  lastBoxes(text) ??
  afterHashes(text) ??
  afterPhrase(text, /(?:answers?|correct (?:choice|option))(?: is| are|:| =)\s*:?/gi, 'answer-is');

/** What a model wrote after its turn is not part of the answer. */
function cutTurns(text: string): string {
  const turn = text.search(/<\|im_start\|>|<\|im_end\|>|<\|eot_id\|>|<\|endoftext\|>/);
  return turn > 0 ? text.slice(0, turn) : text;
}

/** `**42**`, `__42__`, `` `42` `` and, where it is all there is, `*42*` without their marks; `2**3` is left alone. */
const withoutEmphasis = (text: string): string =>
  text
    .replace(/(?<![\w*)])\*\*(?=[^\s*])([^*\n]{1,1000})(?<!\s)\*\*(?![\w*(])/g, '$1')
    .replace(/(?<!\w)__(?=[^\s_])([^_\n]{1,1000})(?<!\s)__(?!\w)/g, '$1')
    .replace(/(?<![`\w])`([^`\n]{1,1000})`(?![`\w])/g, '$1')
    .replace(/^\s*\*(?=[^\s*])([^*\n]{1,1000})(?<!\s)\*\s*$/, '$1');

function afterPhrase(text: string, phrase: RegExp, source: AnswerSource): ExtractedAnswer | undefined {
  const tail = text.slice(-TAIL);
  const last = [...tail.matchAll(phrase)].at(-1);
  if (!last) return undefined;
  const sentence = firstSentence(tail.slice(last.index + last[0].length));
  const boxed = lastBoxes(sentence);
  if (boxed) return { text: boxed.text, source };
  const head = /(?:is|are)\s*:?$/i.test(last[0].trim()) ? beforeReason(sentence) : undefined;
  if (head !== undefined) return { text: pick(head), source };
  const said =
    /^[^$]*\bis\b:?([\s\S]*)$/.exec(sentence)?.[1] ?? sentence.split(/\bis:?\s/).at(-1) ?? sentence;
  const answer = said.trim();
  return answer === '' ? undefined : { text: pick(answer), source };
}

/** `18` of `18, since 9*2 = 18` and `C` of `C, not B`; undefined where no reason follows an answer. */
function beforeReason(sentence: string): string | undefined {
  const head =
    /^((?:\$\$?(?:\\.|[^$\\]){1,400}\$\$?|[^,$]){1,100}?)(?:\s+|,\s*)(?:as|because|not|since|so|which)\b/.exec(
      sentence,
    )?.[1];
  return head !== undefined && /^\(?[A-J]\)?$|^[-$\\\d]/.test(head) ? head : undefined;
}

/** A sentence's worth of words is searched for its last formula or number. */
function pick(text: string): string {
  return isProse(text) ? (lastOf(text)?.text ?? text) : text;
}

/** Up to the end of the sentence or the paragraph, outside of formulas. */
function firstSentence(text: string): string {
  const trimmed = text.replace(/^[\s*:]+/, '');
  let inFormula = false;
  for (let at = 0; at < trimmed.length; at++) {
    const symbol = trimmed[at];
    if (symbol === '$' && trimmed[at - 1] !== '\\')
      inFormula = !inFormula && /^\${1,2}[^$]+\$(?!\d)/.test(trimmed.slice(at, at + LONGEST_BOX));
    if (symbol === '\\' && '[('.includes(trimmed[at + 1] ?? ' ')) inFormula = true;
    if (symbol === '\\' && '])'.includes(trimmed[at + 1] ?? ' ')) inFormula = false;
    if (inFormula) continue;
    if (symbol === '\n' && trimmed[at + 1] === '\n') return trimmed.slice(0, at);
    if (
      symbol === '.' &&
      /\s|^$/.test(trimmed[at + 1] ?? '') &&
      !/\b[ap]\.m\.$/.test(trimmed.slice(Math.max(0, at - 3), at + 1))
    )
      return trimmed.slice(0, at);
  }
  return trimmed;
}

/** The content of the last box; of several, when nothing but commas and joints stands between them. */
function lastBoxes(text: string): ExtractedAnswer | undefined {
  const answers: string[] = [];
  let end = text.length;
  for (let tried = 0; tried < MOST_BOXES; tried++) {
    const start =
      end === 0 ? -1 : Math.max(text.lastIndexOf('\\boxed', end - 1), text.lastIndexOf('\\fbox', end - 1));
    if (start < 0) break;
    const box = readBox(text, start);
    if (answers.length > 0 && !(box && box.end <= end && isJoint(text.slice(box.end, end)))) break;
    if (box) answers.unshift(box.content);
    end = start;
  }
  return answers.length === 0 ? undefined : { text: answers.join(', '), source: 'boxed' };
}

const isJoint = (between: string): boolean =>
  between.length < 60 &&
  /^(?:[\s,;$.]|\\[()[\]]|\\q?quad|\\text\s*\{\s*(?:and|or)\s*\}|\band\b|\bor\b|\\[,;! ])*$/.test(between);

/** What is between the braces behind `\boxed`; a box that is not closed goes to the end of its line. */
function readBox(
  text: string,
  start: number,
): { readonly content: string; readonly end: number } | undefined {
  const open = /\\(?:boxed|fbox)\s*/y;
  open.lastIndex = start;
  if (!open.test(text)) return undefined;
  const first = open.lastIndex;
  if (text[first] !== '{') {
    const token = /\\?\w+/y;
    token.lastIndex = first;
    const found = token.exec(text);
    return found ? { content: found[0], end: token.lastIndex } : undefined;
  }
  let depth = 0;
  const last = Math.min(text.length, first + LONGEST_BOX);
  for (let at = first; at < last; at++) {
    if (text[at] === '\\' && '{}'.includes(text[at + 1] ?? ' ')) at++;
    else if (text[at] === '{') depth++;
    else if (text[at] === '}' && --depth === 0) return { content: text.slice(first + 1, at), end: at + 1 };
  }
  return { content: text.slice(first + 1, last).split('\n', 1)[0] ?? '', end: last };
}

function afterHashes(text: string): ExtractedAnswer | undefined {
  const start = text.lastIndexOf('####');
  if (start < 0) return undefined;
  const line =
    text
      .slice(start + 4)
      .trimStart()
      .split('\n', 1)[0]
      ?.trim() ?? '';
  return line === '' ? undefined : { text: line, source: 'hashes' };
}

function fromBareText(text: string): ExtractedAnswer {
  const trimmed = text.trim();
  if (trimmed === '') return { text: '', source: 'none' };
  const tail = trimmed.slice(-TAIL);
  if (trimmed.length <= TAIL && !isProse(trimmed)) return { text: trimmed, source: 'whole' };
  const last = lastOf(tail);
  if (last) return last;
  return { text: trimmed, source: 'whole' };
}

// A digit behind the second dollar makes both of them prices.
const formulas =
  /\$\$([^$]+)\$\$|(?<!\\)\$((?:\\[\s\S]|[^$\\])+)\$(?!\d)|\\\[([\s\S]*?)\\\]|\\\(([\s\S]*?)\\\)/g;

/** Words of a sentence, outside of formulas, that are neither units behind a value nor joints between answers. */
function isProse(text: string): boolean {
  const outside = text.replace(formulas, ' 0 ').replace(/\\[a-zA-Z]+\s*(?:\{[^{}]*\})?/g, ' ');
  const words = outside.match(/(?<![A-Za-z\\])[A-Za-z]{2,}(?![A-Za-z^_(])/g) ?? [];
  const digits = /\d/.test(outside);
  const leading =
    /^\s*[A-Za-z]{2,}(?![A-Za-z^_(])/.test(outside) && !/^\s*[A-Za-z]{1,3}\s*[=:]/.test(outside);
  const telling = words.filter(
    (word) => !/^(?:and|or|percent|pi|sqrt|sin|cos|tan|log|ln|exp|infinity|inf|frac)$/i.test(word),
  );
  return digits ? telling.length > 3 || (leading && telling.length > 0) : false;
}

/** The last formula, or the last number outside of formulas, whichever comes later. */
function lastOf(text: string): ExtractedAnswer | undefined {
  const formula = [...text.matchAll(formulas)].at(-1);
  const behind = formula ? formula.index + formula[0].length : 0;
  const number = text.slice(behind).match(numbers)?.at(-1)?.replace(/,+$/, '').trim();
  if (number !== undefined) return { text: number, source: 'number' };
  const content = formula?.slice(1).find((group) => group !== undefined);
  return content === undefined ? undefined : { text: content.trim(), source: 'formula' };
}

const numbers =
  /[-−]?(?:[$€£]\s?)?(?<![A-Za-z\d.,])\d[\d,]*(?:\.\d+)?(?:\/\d+)?\s?%?|[-−]?(?<![A-Za-z\d])\.\d+/g;
