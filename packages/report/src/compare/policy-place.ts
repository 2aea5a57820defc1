// How a policy is named on a command line: `[NAME=]PLACE[,PLACE...]`, each place a run, RUN@STEP, a checkpoint or a saved evaluation.
import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';

export interface EvaluationPlace {
  /** Folder of a run, or of a saved evaluation. */
  readonly folder: string;
  /** Step of the run; absent for its last evaluation. */
  readonly step?: number;
  /** The one mode that is meant. */
  readonly mode?: string;
}

export interface PolicyPlace {
  readonly name: string;
  /** Whether the name was given. */
  readonly named: boolean;
  readonly places: readonly EvaluationPlace[];
}

/** A name is what it is called in tables; without one, it is called after its first place. */
export function parsePolicyPlace(words: string): PolicyPlace {
  const named = existsSync(words) ? null : /^([^/\\=,]+)=(.+)$/s.exec(words);
  const [, name, rest = words] = named ?? [];
  const parts = existsSync(rest) ? [rest] : rest.split(',').filter((part) => part !== '');
  const places = (parts.length > 0 ? parts : [rest]).map(parsePlace);
  return { name: name ?? nameOfPlace(places[0] as EvaluationPlace), named: name !== undefined, places };
}

function parsePlace(text: string): EvaluationPlace {
  const asked = existsSync(text) ? null : /^(.+):(natural|efficient|budget=\d+)$/s.exec(text);
  const [, place = text, mode] = asked ?? [];
  return { ...placeOf(place), ...(mode === undefined ? {} : { mode }) };
}

/** RUN@STEP, or a folder in the checkpoints of a run; any other folder is the place itself. */
export function placeOf(text: string): Pick<EvaluationPlace, 'folder' | 'step'> {
  const at = existsSync(text) ? null : /^(.+)@(\d+)$/s.exec(text);
  if (at) return { folder: at[1] as string, step: Number(at[2]) };
  const path = resolve(text);
  const isCheckpoint = basename(dirname(path)) === 'checkpoints' && /^\d{6,}$/.test(basename(path));
  return isCheckpoint ? { folder: dirname(dirname(path)), step: Number(basename(path)) } : { folder: text };
}

/** After its folder: `quickstart-1@6 natural`. */
export const nameOfPlace = ({ folder, step, mode }: EvaluationPlace): string =>
  `${basename(resolve(folder))}${step === undefined ? '' : `@${step}`}${mode === undefined ? '' : ` ${mode}`}`;

/** As a command line has it: `runs/quickstart-1@6:natural`. */
export const placeText = ({ folder, step, mode }: EvaluationPlace): string =>
  `${folder}${step === undefined ? '' : `@${step}`}${mode === undefined ? '' : `:${mode}`}`;
