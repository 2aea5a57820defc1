#!/usr/bin/env bash
# Trains on the Ray cluster that this machine belongs to, or on this machine alone. A second launch goes on at the last
# checkpoint. What is given is handed to verl: ./launch.sh trainer.nnodes=2
set -euo pipefail
export ALLOT_BUNDLE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
compiled_with='/bundled/tiny-base'
export ALLOT_MODEL="${ALLOT_MODEL:-$compiled_with}"  # the policy, a Hugging Face folder
export ALLOT_RUN="${ALLOT_RUN:-$ALLOT_BUNDLE/run}"  # checkpoints, metrics, trajectories, logs
export ALLOT_COMMAND="${ALLOT_COMMAND:-allot}"      # the grader
export PYTHONPATH="$ALLOT_BUNDLE${PYTHONPATH:+:$PYTHONPATH}"
launch="${ALLOT_LAUNCH:-$(date -u +%Y%m%dT%H%M%SZ)}"  # names the files of this launch
mkdir -p "$ALLOT_RUN/metrics" "$ALLOT_RUN/logs"
exec > >(tee -a "$ALLOT_RUN/logs/$launch.log") 2>&1
# verl empties the file that it logs to, so every launch has its own.
export VERL_FILE_LOGGER_PATH="$ALLOT_RUN/metrics/$launch.jsonl"
export VERL_USE_EXTERNAL_MODULES=allot_verl.trainer   # every process of verl knows the trainer mode
python3 -m allot_bundle.check
environment=()
for name in ALLOT_BUNDLE ALLOT_MODEL ALLOT_RUN ALLOT_COMMAND PYTHONPATH VERL_FILE_LOGGER_PATH VERL_USE_EXTERNAL_MODULES; do
  environment+=("+ray_kwargs.ray_init.runtime_env.env_vars.$name='${!name}'")
done
exec python3 -m verl.trainer.main_ppo --config-path "$ALLOT_BUNDLE" --config-name config \
  "hydra.run.dir='$ALLOT_RUN/hydra'" "${environment[@]}" "$@"
