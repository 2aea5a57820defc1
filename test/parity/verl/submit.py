"""Starts a local Ray without GPUs, submits a bundle with its submit.sh, and follows the job to its end.

Prints JSON: {"status", "log"}, the last lines of the log.
"""

import json
import os
import re
import subprocess
import sys
import time

import ray
from ray.job_submission import JobSubmissionClient

bundle = sys.argv[1]
# What launch.sh is to set is not there before.
for name in ("ALLOT_BUNDLE", "ALLOT_RUN", "PYTHONPATH", "VERL_USE_EXTERNAL_MODULES", "VERL_FILE_LOGGER_PATH"):
    os.environ.pop(name, None)
# Jobs find this Python first, as they would on a cluster.
os.environ["PATH"] = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
# verl's actors ask for more CPUs than a test has; none of them needs one.
context = ray.init(num_cpus=32, num_gpus=0, include_dashboard=True, dashboard_port=0)
address = f"http://{context.dashboard_url}"
submitted = subprocess.run(
    ["bash", f"{bundle}/submit.sh"],
    env={**os.environ, "RAY_ADDRESS": address},
    capture_output=True,
    text=True,
    check=False,
)
found = re.search(r"raysubmit_\w+", submitted.stdout)
if found is None:
    sys.exit(submitted.stdout + submitted.stderr)
client = JobSubmissionClient(address)
deadline = time.monotonic() + 200
while not (status := client.get_job_status(found[0])).is_terminal():
    if time.monotonic() > deadline:
        client.stop_job(found[0])
        break
    time.sleep(1)
log = client.get_job_logs(found[0])
ray.shutdown()
print(json.dumps({"status": str(status.value), "log": log[-6000:]}))
