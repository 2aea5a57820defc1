// The datasets that Allot knows, by name.
import type { DatasetName } from '@allot/spec';
import { aime } from './aime.js';
import { amc } from './amc.js';
import { deepscaler } from './deepscaler.js';
import { gpqaDiamond } from './gpqa-diamond.js';
import { gsm8k } from './gsm8k.js';
import { math } from './math.js';
import { math500 } from './math-500.js';
import { minerva } from './minerva.js';
import type { KnownDataset } from './named-dataset.js';
import { olympiadbench } from './olympiadbench.js';

export const namedDatasets: Readonly<Record<DatasetName, KnownDataset>> = {
  gsm8k,
  math,
  'math-500': math500,
  aime,
  amc,
  olympiadbench,
  minerva,
  'gpqa-diamond': gpqaDiamond,
  deepscaler,
};
