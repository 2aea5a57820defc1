"""A Ray on this machine that says it has one GPU: prints its address, and ends when nothing more can come from stdin."""

import sys

import ray

context = ray.init(address="local", num_cpus=8, num_gpus=1, include_dashboard=True, dashboard_port=0, log_to_driver=False)
print(f"http://{context.dashboard_url}", flush=True)
sys.stdin.read()
ray.shutdown()
