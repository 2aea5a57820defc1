#!/usr/bin/env bash
# Trains on this machine. A second launch goes on at the last checkpoint. What is given is handed to TRL's GRPOConfig:
# ./launch.sh learning_rate=2e-6
set -euo pipefail
export ALLOT_BUNDLE="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
compiled_with='/bundled/tiny-base'
export ALLOT_MODEL="${ALLOT_MODEL:-$compiled_with}"  # the policy, a Hugging Face folder
export ALLOT_RUN="${ALLOT_RUN:-$ALLOT_BUNDLE/run}"  # checkpoints, metrics, trajectories
export ALLOT_COMMAND="${ALLOT_COMMAND:-allot}"      # the grader
export PYTHONPATH="$ALLOT_BUNDLE${PYTHONPATH:+:$PYTHONPATH}"
export HF_HUB_OFFLINE=1             # nothing is downloaded, and nothing reported
export TRL_EXPERIMENTAL_SILENCE=1   # rollout_func is new in TRL; the version is checked instead
python3 -m allot_bundle.check
exec python3 -m torch.distributed.run --standalone --nproc-per-node 2 -m allot_trl.train "$@"
