// Texts in shell scripts.

/** A text as one word of the shell, in which nothing is read. */
export const shellText = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
