// Option values that several commands share; a wrong value is wrong usage (exit 2).
import { InvalidArgumentError } from 'commander';

const invalid = (message: string): never => {
  throw new InvalidArgumentError(message);
};

/** A whole number of at least `least`. */
export const wholeNumber =
  (least: number) =>
  (text: string): number =>
    /^\d+$/.test(text) && Number.isSafeInteger(Number(text)) && Number(text) >= least
      ? Number(text)
      : invalid(`It must be a whole number of at least ${least}.`);

const unitsOfBytes = { GiB: 2 ** 30, GB: 1e9, MiB: 2 ** 20, MB: 1e6 } as const;

/** Memory, in bytes: `80GiB`, `24 GB`. */
export function memorySize(text: string): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(GiB|GB|MiB|MB)$/.exec(text) ?? [];
  return amount === undefined
    ? invalid('It must look like 80GiB or 24GB.')
    : Number(amount) * unitsOfBytes[unit as keyof typeof unitsOfBytes];
}

/** A number in [from, to]. */
export const numberBetween =
  (from: number, to: number) =>
  (text: string): number =>
    text.trim() !== '' && Number(text) >= from && Number(text) <= to
      ? Number(text)
      : invalid(`It must be a number from ${from} to ${to}.`);

/** A TCP port to listen on; 0 is one that is free. */
export const portNumber = (text: string): number =>
  /^\d+$/.test(text) && Number(text) <= 65535
    ? Number(text)
    : invalid('It must be a port: a whole number from 1 to 65535, or 0 for one that is free.');

/** A share of a whole that is not nothing: a number in (0, 1]. */
export const shareAboveZero = (text: string): number =>
  text.trim() !== '' && Number(text) > 0 && Number(text) <= 1
    ? Number(text)
    : invalid('It must be a number above 0 and of at most 1.');

/** One of some words. */
export const oneOf =
  <const Words extends readonly string[]>(...words: Words) =>
  (text: string): Words[number] =>
    words.includes(text) ? text : invalid(`It must be one of ${words.join(', ')}.`);

/** Collects a repeatable option. */
export const collect =
  <T>(parse: (text: string) => T) =>
  (text: string, previous: readonly T[] | undefined): readonly T[] => [...(previous ?? []), parse(text)];

interface Assignment {
  readonly path: string;
  readonly value: string;
}

/** `path=value`, with an example for those who write something else. */
export const assignmentLike =
  (example: string) =>
  (text: string): Assignment => {
    const equals = text.indexOf('=');
    if (equals < 1) invalid(`It must look like ${example}.`);
    return { path: text.slice(0, equals).trim(), value: text.slice(equals + 1) };
  };

/** `path=value` as given to --set; the compiler reads the value by the path's type. */
export const assignment = assignmentLike('optimizer.learningRate=1e-4');

/** Whole numbers above 0 with commas between them, each larger than the one before. */
export function ascendingNumbers(text: string): readonly number[] {
  const numbers = text.split(',').map((part) => (/^\s*\d+\s*$/.test(part) ? Number(part) : Number.NaN));
  const ascend = numbers.every(
    (value, index) => value > (numbers[index - 1] ?? 0) && Number.isSafeInteger(value),
  );
  return ascend
    ? numbers
    : invalid('It must be whole numbers that ascend, with commas between them: 512,1024,2048.');
}

/** A path that ends in `.svg`. */
export const svgFile = (text: string): string =>
  /.\.svg$/i.test(text) ? text : invalid('It must be a file whose name ends in .svg.');
