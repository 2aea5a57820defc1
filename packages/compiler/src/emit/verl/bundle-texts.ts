// The texts of a bundle that people read and run: README.md, launch.sh, submit.sh.
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import type { BundleInputs } from '../bundle/bundle-inputs.js';
import type { Cluster } from '../bundle/cluster.js';
import { count, tierTable } from '../bundle/readme-parts.js';
import { shellText } from '../bundle/shell-text.js';
import { bundlePackages, VERL_VERSION } from './verl-version.js';

export const agentLoops = `# The agent loops that config.yaml names.
- name: allot
  _target_: allot_verl.agent_loop.TierAgentLoop
`;

/** `model` is where the policy lies on the machine that compiled. */
export const launchScript = (model: string): string => `#!/usr/bin/env bash
# Trains on the Ray cluster that this machine belongs to, or on this machine alone. A second launch goes on at the last
# checkpoint. What is given is handed to verl: ./launch.sh trainer.nnodes=2
set -euo pipefail
export ALLOT_BUNDLE="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
compiled_with=${shellText(model)}
export ALLOT_MODEL="\${ALLOT_MODEL:-$compiled_with}"  # the policy, a Hugging Face folder
export ALLOT_RUN="\${ALLOT_RUN:-$ALLOT_BUNDLE/run}"  # checkpoints, metrics, trajectories, logs
export ALLOT_COMMAND="\${ALLOT_COMMAND:-allot}"      # the grader
export PYTHONPATH="$ALLOT_BUNDLE\${PYTHONPATH:+:$PYTHONPATH}"
launch="\${ALLOT_LAUNCH:-$(date -u +%Y%m%dT%H%M%SZ)}"  # names the files of this launch
mkdir -p "$ALLOT_RUN/metrics" "$ALLOT_RUN/logs"
exec > >(tee -a "$ALLOT_RUN/logs/$launch.log") 2>&1
# verl empties the file that it logs to, so every launch has its own.
export VERL_FILE_LOGGER_PATH="$ALLOT_RUN/metrics/$launch.jsonl"
export VERL_USE_EXTERNAL_MODULES=allot_verl.trainer   # every process of verl knows the trainer mode
python3 -m allot_bundle.check
environment=()
for name in ALLOT_BUNDLE ALLOT_MODEL ALLOT_RUN ALLOT_COMMAND PYTHONPATH VERL_FILE_LOGGER_PATH VERL_USE_EXTERNAL_MODULES; do
  environment+=("+ray_kwargs.ray_init.runtime_env.env_vars.$name='\${!name}'")
done
exec python3 -m verl.trainer.main_ppo --config-path "$ALLOT_BUNDLE" --config-name config \\
  "hydra.run.dir='$ALLOT_RUN/hydra'" "\${environment[@]}" "$@"
`;

export const submitScript = `#!/usr/bin/env bash
# Submits the training as a Ray job. RAY_ADDRESS is the address of the job server, for instance http://head:8265.
# The bundle and ALLOT_RUN must lie where every node finds them; ALLOT_MODEL and ALLOT_COMMAND are handed on, and
# RAY_JOB_OPTIONS to ray (--no-wait where there are none).
set -euo pipefail
bundle="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
if [[ -z "\${RAY_ADDRESS:-}" && "\${RAY_JOB_OPTIONS:-}" != *--address* ]]; then
  echo "submit.sh: no RAY_ADDRESS says where the job server is: RAY_ADDRESS=http://head:8265 ./submit.sh; ./launch.sh trains without one" >&2
  exit 2
fi
exec ray job submit \${RAY_JOB_OPTIONS---no-wait} -- \\
  env ALLOT_RUN="\${ALLOT_RUN:-$bundle/run}" \${ALLOT_MODEL:+ALLOT_MODEL="$ALLOT_MODEL"} \\
  \${ALLOT_COMMAND:+ALLOT_COMMAND="$ALLOT_COMMAND"} bash "$bundle/launch.sh" "$@"
`;

export function readme(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: BundleInputs,
  cluster: Cluster,
): string {
  const { training, steps, checkpoints, evaluation } = settings;
  const trajectories = training.promptsPerStep * training.rolloutsPerPrompt;
  const packages = Object.entries(bundlePackages).map(([name, wanted]) => `${name}==${wanted}`);
  return `# ${settings.name} on verl

${settings.description ? `${settings.description}.\n\n` : ''}Made by allot ${inputs.version} for verl ${VERL_VERSION}; the plan's key is \`${plan.key}\`.

${count(steps, 'step')}. Each draws ${training.promptsPerStep} of ${count(inputs.train.length, 'problem')}, samples ${count(training.rolloutsPerPrompt, 'response')} of each (${trajectories} trajectories), and
takes ${count(training.promptsPerStep / training.promptsPerMinibatch, 'optimizer step')} of ${count(training.promptsPerMinibatch, 'problem')} each. Made for ${count(cluster.nodes, 'node')} of ${count(cluster.gpusPerNode, 'GPU')}.

${tierTable(settings)}

## Install, on every node

    pip install ${packages.map((name) => `"${name.replace('verl==', 'verl[vllm]==')}"`).join(' ')}
    npm install --global allot@${inputs.version}    # Node 20.19 or newer: the grader

The bundle, the model and the run's folder lie where every node finds them at the same path.
\`launch.sh\` checks versions, grader and model before it trains, and says what is wrong.

## Run

    ALLOT_MODEL=/models/policy ./launch.sh             # this machine, or the Ray cluster that it belongs to
    RAY_ADDRESS=http://head:8265 ./submit.sh           # as a Ray job

\`allot run DEFINITION --engine verl --ray-address http://head:8265\` makes such a bundle, submits it, follows it and reads its results.

Anything of verl's configuration may be given behind it: \`./launch.sh actor_rollout_ref.rollout.gpu_memory_utilization=0.8\`.
To see the whole configuration: \`./launch.sh --cfg job --resolve\`.

## Go on

Launch it again with the same \`ALLOT_RUN\`: verl goes on at its last checkpoint (\`trainer.resume_mode=auto\`). It does not save
the state of its random numbers, so that a resumed run is another one, equally good.

## Read the results

    run/logs/*.log            what a launch printed
    run/metrics/*.jsonl       verl's metrics, one step a line; \`allot/reward/mean\` and the components of the reward among them
    run/rollouts/1.jsonl      the trajectories of step 1: tokens, tier, budget, correctness, reward, advantage
${evaluationLines(evaluation, inputs.test.length)}    run/checkpoints/          verl's checkpoints, every ${checkpoints.everySteps} steps; \`python -m verl.model_merger merge\` makes a Hugging Face folder of one

${mergeSection(settings)}## What lies here

    config.yaml               every key that is set, with the setting it came from; all others are verl's defaults
    data/*.parquet            the problems; \`extra_info.prompts\` are the prompts in tokens
    allot_verl/agent_loop.py  which session of a group is which tier: prompt, prefill, most tokens
    allot_verl/reward_manager.py  grades a response, then applies the reward
    allot_verl/trainer.py     the trainer mode that evaluates the advantage over groups and tiers
    allot_bundle/shapes/      the reward, its components and the advantage, as NumPy code
    allot_bundle/grader.py    asks \`allot grade --bundle\`
    plan.json, tokenizer/     what the grader reads
`;
}

/** verl's merger leaves an adapter beside its base. */
const mergeSection = ({ policy }: ResolvedReinforcement): string =>
  policy.lora === undefined
    ? ''
    : `## Merge the adapter

Of a checkpoint of an adapter, verl's merger makes two parts: the base in \`parts\`, the adapter in \`parts/lora_adapter\`. One model of both:

    python3 -m verl.model_merger merge --backend fsdp --local_dir run/checkpoints/global_step_N/actor --target_dir parts
    python3 - <<'END'
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer
    base = AutoModelForCausalLM.from_pretrained("parts", dtype="float32")
    PeftModel.from_pretrained(base, "parts/lora_adapter").merge_and_unload().save_pretrained("merged")
    AutoTokenizer.from_pretrained("parts").save_pretrained("merged")
    END

`;

function evaluationLines(evaluation: ResolvedReinforcement['evaluation'], problems: number): string {
  if (!evaluation) return '';
  const { dataset, modes, everySteps, samplesPerProblem } = evaluation;
  const when =
    everySteps === undefined ? 'before and after training' : `before training, and every ${everySteps} steps`;
  return `    run/evaluations/*.jsonl   the answers of an evaluation: ${when}, of ${count(problems, 'problem')} in ${count(modes.length, 'mode')}; in the
                              metrics its accuracy is \`val-core/${dataset}/${modes[0]}/acc/mean@${samplesPerProblem}\`
`;
}
