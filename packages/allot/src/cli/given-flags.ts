// Which flags were given to a command, as they are written.

/** By the names that commander has for them: `runDir` is `--run-dir`. `true` is the default of those that begin with `--no-`. */
export const givenFlags = (flags: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(flags).flatMap(([name, value]) => {
    if (value === undefined || (name === 'types' && value === true)) return [];
    const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    return [value === false ? `--no-${words}` : `--${words}`];
  });
