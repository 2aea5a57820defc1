// Reads values of a config.json; what is wrong with one is noted, and reading goes on.

export interface ConfigProblem {
  /** A key of config.json, dotted where nested. */
  readonly path: string;
  /** What is wrong; stands alone as one clause. */
  readonly message: string;
  /** What to do about it, as a sentence. */
  readonly remedy: string;
}

export type ConfigSource = Readonly<Record<string, unknown>>;

export interface ConfigReader {
  readonly problems: readonly ConfigProblem[];
  readonly report: (path: string, message: string, remedy: string) => void;
  /** A positive number; NaN, and a problem, where there is none. */
  readonly positive: (key: string, fallback?: number) => number;
  /** The same, a whole one. */
  readonly count: (key: string, fallback?: number) => number;
  readonly flag: (key: string, fallback?: boolean) => boolean;
  /** A reader of other values that notes problems in the same place, below `path`. */
  readonly below: (path: string, source: ConfigSource) => ConfigReader;
}

const corrupt = 'Fetch the model again, or correct its config.json.';

export function createConfigReader(
  source: ConfigSource,
  prefix = '',
  problems: ConfigProblem[] = [],
): ConfigReader {
  const report = (path: string, message: string, remedy: string): void => {
    problems.push({ path: prefix + path, message, remedy });
  };
  function number(key: string, fallback: number | undefined, whole: boolean): number {
    const value = source[key] ?? fallback;
    if (value === undefined) {
      report(key, `the config lacks '${prefix}${key}'`, corrupt);
      return Number.NaN;
    }
    const fits =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value > 0 &&
      (!whole || Number.isSafeInteger(value));
    if (fits) return value;
    // A fallback computed from a value that is itself missing says nothing new.
    if (source[key] !== undefined || !Number.isNaN(value)) {
      const kind = whole ? 'whole number' : 'number';
      report(key, `'${prefix}${key}' must be a positive ${kind}, not ${show(value)}`, corrupt);
    }
    return Number.NaN;
  }
  return {
    problems,
    report,
    positive: (key, fallback) => number(key, fallback, false),
    count: (key, fallback) => number(key, fallback, true),
    flag: (key, fallback = false) => {
      const value = source[key] ?? fallback;
      if (typeof value === 'boolean') return value;
      report(key, `'${prefix}${key}' must be true or false, not ${show(value)}`, corrupt);
      return fallback;
    },
    below: (path, inner) => createConfigReader(inner, `${prefix}${path}.`, problems),
  };
}

/** A value from the config, short and on one line. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
