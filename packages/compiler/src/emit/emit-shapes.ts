// The shapes of a plan as NumPy code, for whoever trains elsewhere with the same reward, advantage, credit and cut.
import type { ResolvedPipeline } from '@allot/spec';
import { emitPython, type PythonShape } from './python/emit-python.js';
import type { FolderFile } from './write-folder.js';

export function emitShapes(settings: ResolvedPipeline): readonly FolderFile[] {
  if (settings.kind !== 'reinforcement') return [];
  const { reward, advantage, credit = [], cut } = settings;
  const parts: readonly (readonly [file: string, PythonShape])[] = [
    ['reward', { ...reward, kind: 'reward' }],
    ['advantage', { ...advantage, kind: 'advantage' }],
    ...credit.flatMap((stage, index) =>
      (['multiply', 'add'] as const).flatMap((member) => {
        const expression = stage[member];
        const name = `credit-${index}-${member}`;
        return expression ? [[name, { name, kind: 'credit', expression }] as const] : [];
      }),
    ),
    ...(cut
      ? (['to', 'when'] as const).map((member) => {
          const name = `cut-${member}`;
          return [name, { name, kind: 'cut', expression: cut[member] }] as const;
        })
      : []),
  ];
  return parts.map(([file, shape]) => ({ path: `shapes/${file}.py`, content: emitPython(shape) }));
}
