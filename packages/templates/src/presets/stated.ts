// Settings that say where each is from: written as one tree, read as a definition and its origins.
import type { PipelineDefinition } from '@allot/spec';

/** Where a setting is from: the paper's text, its released code, or nowhere, so that it was assumed. */
export type SettingSource = 'paper' | 'code' | 'assumed';

export interface SettingOrigin {
  readonly source: SettingSource;
  /** Equation, script or what else stands there; of what was assumed, the reason. */
  readonly where: string;
}

/** A value and where it is from. */
export class Sourced<T> {
  readonly value: T;
  readonly origin: SettingOrigin;

  constructor(value: T, origin: SettingOrigin) {
    this.value = value;
    this.origin = origin;
  }
}

/** The paper states it. */
export const paper = <const T>(value: T, where: string): Sourced<T> =>
  new Sourced(value, { source: 'paper', where });

/** The paper's released code or scripts have it. */
export const code = <const T>(value: T, where: string): Sourced<T> =>
  new Sourced(value, { source: 'code', where });

/** Neither states it; `where` is the reason for this value. */
export const assumed = <const T>(value: T, where: string): Sourced<T> =>
  new Sourced(value, { source: 'assumed', where });

/** A tree like T in which every value has a source: its own, or that of a value around it. */
type Stated<T> = Sourced<T> | (T extends object ? { readonly [Key in keyof T]: Stated<T[Key]> } : never);

/** What is of the experiment; name, description, findings that are allowed and engine are the preset's own. */
export type ExperimentSettings = Omit<
  PipelineDefinition,
  'kind' | 'name' | 'description' | 'policy' | 'allow' | 'engine'
>;

export type StatedSettings = { readonly [Key in keyof ExperimentSettings]: Stated<ExperimentSettings[Key]> };

/** Origins by path, such as `training.promptsPerStep`; one stands for all that is inside its path. */
export type SettingOrigins = Readonly<Record<string, SettingOrigin>>;

/** The settings without their sources, and the sources by path. */
export function separate(stated: StatedSettings): readonly [ExperimentSettings, SettingOrigins] {
  const origins: Record<string, SettingOrigin> = {};
  const value = (node: unknown, path: string): unknown => {
    if (node instanceof Sourced) {
      origins[path] = node.origin;
      return node.value as unknown;
    }
    if (Array.isArray(node)) return node.map((part, index) => value(part, `${path}[${index}]`));
    return Object.fromEntries(
      Object.entries(node as object).map(([key, part]) => [
        key,
        value(part, path === '' ? key : `${path}.${key}`),
      ]),
    );
  };
  return [value(stated, '') as ExperimentSettings, origins];
}
