// The texts of a bundle that people read and run: README.md, launch.sh.
import type { Plan, ResolvedReinforcement } from '@allot/spec';
import type { BundleInputs } from '../bundle/bundle-inputs.js';
import { count, tierTable } from '../bundle/readme-parts.js';
import { shellText } from '../bundle/shell-text.js';
import type { BatchShares } from './batch-shares.js';
import { bundlePackages, TRL_VERSION } from './trl-version.js';

/** `model` is where the policy lies on the machine that compiled. */
export const launchScript = (model: string, gpus: number): string => `#!/usr/bin/env bash
# Trains on this machine. A second launch goes on at the last checkpoint. What is given is handed to TRL's GRPOConfig:
# ./launch.sh learning_rate=2e-6
set -euo pipefail
export ALLOT_BUNDLE="$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)"
compiled_with=${shellText(model)}
export ALLOT_MODEL="\${ALLOT_MODEL:-$compiled_with}"  # the policy, a Hugging Face folder
export ALLOT_RUN="\${ALLOT_RUN:-$ALLOT_BUNDLE/run}"  # checkpoints, metrics, trajectories
export ALLOT_COMMAND="\${ALLOT_COMMAND:-allot}"      # the grader
export PYTHONPATH="$ALLOT_BUNDLE\${PYTHONPATH:+:$PYTHONPATH}"
export HF_HUB_OFFLINE=1             # nothing is downloaded, and nothing reported
export TRL_EXPERIMENTAL_SILENCE=1   # rollout_func is new in TRL; the version is checked instead
python3 -m allot_bundle.check
${gpus === 1 ? 'exec python3 -m allot_trl.train "$@"' : `exec python3 -m torch.distributed.run --standalone --nproc-per-node ${gpus} -m allot_trl.train "$@"`}
`;

export function readme(
  plan: Plan,
  settings: ResolvedReinforcement,
  inputs: BundleInputs,
  gpus: number,
  { perPass, accumulated, updates }: BatchShares,
): string {
  const { training, steps, checkpoints, evaluation } = settings;
  const packages = Object.entries(bundlePackages).map(([name, wanted]) => `"${name}==${wanted}"`);
  const trajectories = training.promptsPerStep * training.rolloutsPerPrompt;
  return `# ${settings.name} on TRL

${settings.description ? `${settings.description}.\n\n` : ''}Made by allot ${inputs.version} for TRL ${TRL_VERSION}; the plan's key is \`${plan.key}\`.

${count(steps, 'step')}. Each draws ${training.promptsPerStep} of ${count(inputs.train.length, 'problem')}, samples ${count(training.rolloutsPerPrompt, 'response')} of each (${trajectories} trajectories), and
takes ${count(updates, 'optimizer step')}: ${count(accumulated, 'pass', 'passes')} of ${count(perPass, 'trajectory', 'trajectories')} on each of ${count(gpus, 'GPU')}. TRL counts optimizer steps.

${tierTable(settings)}

## Install

    pip install ${packages.join(' ')} torch
    npm install --global allot@${inputs.version}    # Node 20.19 or newer: the grader

\`launch.sh\` checks versions, grader and model before it trains, and says what is wrong.

## Run

    ALLOT_MODEL=/models/policy ./launch.sh

Anything of TRL's \`GRPOConfig\` may be given behind it as key=value: \`./launch.sh use_vllm=true vllm_mode=colocate\` generates with
vLLM, \`./launch.sh bf16=false use_cpu=true\` runs without a GPU.

## Go on

Launch it again with the same \`ALLOT_RUN\`: it goes on at the last checkpoint.

## Read the results

    run/metrics.jsonl      a line an optimizer step: TRL's metrics, and accuracy, tokens and components of the reward by tier${
      evaluation
        ? `;
                           those of an evaluation begin with \`eval_\`: \`eval_${evaluation.modes[0]}/accuracy\``
        : ''
    }
    run/rollouts/1.jsonl   the trajectories of step 1: tokens, tier, budget, correctness, reward, advantage
    run/checkpoints/       every ${checkpoints.everySteps} steps, as transformers writes them
    run/policy/            the policy after the last step, a Hugging Face folder

## What lies here

    config.yaml              every key that is set, with the setting it came from; all others are TRL's defaults
    data/*.parquet           the problems; \`extra_info.prompts\` are the prompts in tokens
    allot_trl/trainer.py     a GRPOTrainer with the advantages, averages and learning rates of the experiment
    allot_trl/rollout.py     its rollout function: tiers, prefills, most tokens, grades
    allot_trl/rewards.py     its reward function
    allot_trl/settings.json  what GRPOConfig has no key for
    allot_bundle/shapes/     the reward, its components and the advantage, as NumPy code
    allot_bundle/grader.py   asks \`allot grade --bundle\`
    plan.json, tokenizer/    what the grader reads
`;
}
