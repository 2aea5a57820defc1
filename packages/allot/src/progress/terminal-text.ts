// What a terminal can show: whether its text is UTF-8, and the characters that bars are made of.

type Environment = Readonly<Record<string, string | undefined>>;

/** By the locale, as POSIX orders its variables; where none is set, by the kind of terminal. */
export function usesUnicode(environment: Environment, platform: NodeJS.Platform): boolean {
  const { LC_ALL, LC_CTYPE, LANG, TERM, WT_SESSION } = environment;
  if (platform === 'win32') return Boolean(WT_SESSION) || TERM !== undefined;
  const locale = LC_ALL || LC_CTYPE || LANG;
  return locale ? /utf-?8/i.test(locale) : TERM !== 'linux' && TERM !== 'dumb';
}

export interface BarText {
  readonly done: string;
  readonly open: string;
  readonly arrow: string;
  /** At the end of a text that goes on. */
  readonly more: string;
}

export const barText = (unicode: boolean): BarText =>
  unicode
    ? { done: '━', open: '─', arrow: '→', more: '…' }
    : { done: '#', open: '.', arrow: '->', more: '...' };
