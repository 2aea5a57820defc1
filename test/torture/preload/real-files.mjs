// The functions of `fs` as they were before anything was preloaded over them.
import fs from 'node:fs';

export const real = { ...fs, promises: { ...fs.promises } };
