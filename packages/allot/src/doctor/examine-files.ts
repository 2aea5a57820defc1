// Whether the model and the tokenizer that come with Allot are there and whole.
import { hasErrors, type Phase } from '@allot/spec';
import type { HealthCheck } from '../documents/doctor-document.js';
import { createHost, resolveBundled } from '../host.js';

export async function examineFiles(): Promise<readonly HealthCheck[]> {
  const host = createHost();
  return [
    await examineFile('allot:tiny-base', async (folder) => {
      const [model, problems] = await host.inspectModel(folder);
      const [weights, malformed] = (await model?.weights()) ?? [undefined, []];
      const [digest, unfit] = (await weights?.digest()) ?? [undefined, []];
      const found = weights && digest && `${weights.tensors.length} tensors, ${digest.slice(0, 12)}`;
      return [found, [...problems, ...malformed, ...unfit]];
    }),
    await examineFile('allot:arithmetic', async (file) => {
      const [tokenizer, diagnostics] = await host.inspectTokenizer(file);
      return [tokenizer && `${tokenizer.vocabularySize} tokens`, diagnostics];
    }),
  ];
}

async function examineFile(
  name: string,
  inspect: (path: string) => Promise<Phase<string>>,
): Promise<HealthCheck> {
  const help = 'Install Allot again; pipelines with files of your own run without it.';
  const [found, diagnostics] = await inspect(resolveBundled(name) ?? name);
  if (found !== undefined && !hasErrors(diagnostics)) return { name, status: 'ok', found };
  return { name, status: 'error', found: diagnostics[0]?.message ?? 'unreadable', help };
}
