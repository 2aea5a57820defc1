// verl's `data`, and the model.
import type { ConfigRequest } from './config-entries.js';
import type { VerlEntry } from './verl-keys.js';

export const dataEntries = ({ settings, longest, from }: ConfigRequest): readonly VerlEntry[] => [
  { key: 'data.train_files', value: fromBundle('data/train.parquet'), origin: 'training.dataset' },
  settings.evaluation
    ? { key: 'data.val_files', value: fromBundle('data/test.parquet'), origin: 'evaluation.dataset' }
    : {
        key: 'data.val_files',
        value: fromBundle('data/train.parquet'),
        origin: 'verl asks for one; it is not read',
      },
  from('training.promptsPerStep', 'data.train_batch_size', settings.training.promptsPerStep, 'prompts'),
  { key: 'data.max_prompt_length', value: longest.prompt, origin: 'the longest prompt, in tokens' },
  { key: 'data.max_response_length', value: longest.response, origin: 'the longest response, in tokens' },
  { key: 'data.filter_overlong_prompts', value: false, origin: 'no prompt is longer' },
  { key: 'data.shuffle', value: true, origin: 'problems are drawn in another order every epoch' },
  from('seed', 'data.seed', settings.seed),
  from(
    'policy.model',
    'actor_rollout_ref.model.path',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is OmegaConf's syntax
    '${oc.env:ALLOT_MODEL}',
    'launch.sh sets it',
  ),
  {
    key: 'actor_rollout_ref.model.trust_remote_code',
    value: false,
    origin: 'nothing in a model folder is executed',
  },
  ...adapterEntries(settings.policy, from),
];

function adapterEntries(
  { lora }: ConfigRequest['settings']['policy'],
  from: ConfigRequest['from'],
): readonly VerlEntry[] {
  if (!lora) return [];
  const model = 'actor_rollout_ref.model';
  return [
    from('policy.lora.rank', `${model}.lora_rank`, lora.rank),
    from('policy.lora.alpha', `${model}.lora_alpha`, lora.alpha),
    from('policy.lora.targets', `${model}.target_modules`, lora.targets),
  ];
}

/** A path inside the bundle, wherever it lies. */
export const fromBundle = (path: string): string => `\${oc.env:ALLOT_BUNDLE}/${path}`;

/** A path inside the folder of the run. */
export const fromRun = (path: string): string => `\${oc.env:ALLOT_RUN}/${path}`;
