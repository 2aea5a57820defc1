// The reward, its components and the advantage as a Python package.
import type { ResolvedReinforcement } from '@allot/spec';
import { emitPython, functionName } from '../python/emit-python.js';
import type { FolderFile } from '../write-folder.js';

/** `shapes/__init__.py` names what the other modules define: `reward`, `components` by name, and `advantage`. */
export function shapeModules({ reward, advantage }: ResolvedReinforcement): readonly FolderFile[] {
  const components = Object.entries(reward.components).map(([name, expression], index) => ({
    name,
    module: `component_${index}`,
    code: emitPython({ name, kind: 'reward', expression }),
  }));
  const lines = [
    '"""The shapes of the experiment, emitted from its definition."""',
    '',
    `from allot_bundle.shapes.advantage import ${functionName(advantage.name)} as advantage`,
    ...components.map(
      ({ name, module }) => `from allot_bundle.shapes.${module} import ${functionName(name)} as ${module}`,
    ),
    `from allot_bundle.shapes.reward import ${functionName(reward.name)} as reward`,
    '',
    `components = {${components.map(({ name, module }) => `${JSON.stringify(name)}: ${module}`).join(', ')}}`,
    '',
    '__all__ = ["advantage", "components", "reward"]',
    '',
  ];
  return [
    { path: 'shapes/__init__.py', content: lines.join('\n') },
    { path: 'shapes/reward.py', content: emitPython({ ...reward, kind: 'reward' }) },
    { path: 'shapes/advantage.py', content: emitPython({ ...advantage, kind: 'advantage' }) },
    ...components.map(({ module, code }) => ({ path: `shapes/${module}.py`, content: code })),
  ];
}
