#!/usr/bin/env bash
# Submits the training as a Ray job. RAY_ADDRESS is the address of the job server, for instance http://head:8265.
# The bundle and ALLOT_RUN must lie where every node finds them; ALLOT_MODEL and ALLOT_COMMAND are handed on, and
# RAY_JOB_OPTIONS to ray (--no-wait where there are none).
set -euo pipefail
bundle="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
if [[ -z "${RAY_ADDRESS:-}" && "${RAY_JOB_OPTIONS:-}" != *--address* ]]; then
  echo "submit.sh: no RAY_ADDRESS says where the job server is: RAY_ADDRESS=http://head:8265 ./submit.sh; ./launch.sh trains without one" >&2
  exit 2
fi
exec ray job submit ${RAY_JOB_OPTIONS---no-wait} -- \
  env ALLOT_RUN="${ALLOT_RUN:-$bundle/run}" ${ALLOT_MODEL:+ALLOT_MODEL="$ALLOT_MODEL"} \
  ${ALLOT_COMMAND:+ALLOT_COMMAND="$ALLOT_COMMAND"} bash "$bundle/launch.sh" "$@"
