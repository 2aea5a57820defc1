// Findings that a definition may allow.
export const allowableCodes: ReadonlySet<string> = new Set(['shape/collapse-risk']);
