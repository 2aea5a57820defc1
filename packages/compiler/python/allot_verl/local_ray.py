"""`python -m allot_verl.local_ray FILE`: Ray on this machine for the jobs of one run.

Writes its address and process into FILE once it is up. It ends, and Ray with it, when it is told to or when none of its
jobs has run for a minute: so a training goes on without whoever started it, and leaves nothing behind.
"""

import json
import os
import signal
import sys
import time

import ray
from ray.job_submission import JobSubmissionClient

IDLE_SECONDS = 60


def main(file: str) -> None:
    os.environ.pop("RAY_ADDRESS", None)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    context = ray.init(address="local", include_dashboard=True, dashboard_port=0, log_to_driver=False)
    address = f"http://{context.dashboard_url}"
    with open(f"{file}.new", "w", encoding="utf-8") as told:
        json.dump({"address": address, "pid": os.getpid()}, told)
    os.replace(f"{file}.new", file)
    client = JobSubmissionClient(address)
    last = time.monotonic()
    while time.monotonic() - last < IDLE_SECONDS:
        time.sleep(5)
        if any(not job.status.is_terminal() for job in client.list_jobs()):
            last = time.monotonic()


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    finally:
        ray.shutdown()
