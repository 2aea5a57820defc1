"""`python -m allot_verl.local_ray FILE [SECONDS]`: Ray on this machine for the jobs of one run.

Writes its address and process into FILE once it is up. It ends, and Ray with it, when it is told to or when no job has run
for SECONDS, 60 where nothing is said: so a training goes on without whoever started it, and leaves nothing behind. Another Ray on this machine
is not disturbed: ports and folder are its own.
"""

import ctypes
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import Request, urlopen

GRACE_SECONDS = 5
PLACE = Path("/tmp")
PR_SET_PDEATHSIG = 1


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return held.getsockname()[1]


def end_with_parent() -> None:
    """On Linux, Ray ends when this process is gone, however it ended: at once, so that no job of it writes on."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def own_folder() -> str:
    """A new folder with a short path, as Ray's sockets need; those of processes that were killed are removed."""
    for left in PLACE.glob("allot-ray-*"):
        owner = left.name.split("-")[2]
        if left.stat().st_uid == os.getuid() and not (owner.isdigit() and is_alive(int(owner))):
            shutil.rmtree(left, ignore_errors=True)
    return tempfile.mkdtemp(prefix=f"allot-ray-{os.getpid()}-", dir=PLACE)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def start_ray(folder: str, port: int) -> subprocess.Popen:
    options = {
        "port": 0,
        "dashboard-port": port,
        "dashboard-agent-listen-port": 0,
        "ray-client-server-port": free_port(),
        "temp-dir": folder,
    }
    command = [sys.executable, "-m", "ray.scripts.scripts", "start", "--head", "--block"]
    command += ["--include-dashboard=true", "--disable-usage-stats"]
    environment = {name: value for name, value in os.environ.items() if name != "RAY_ADDRESS"}
    return subprocess.Popen(
        [*command, *(f"--{name}={value}" for name, value in options.items())],
        env=environment,
        preexec_fn=end_with_parent,
    )


def token() -> str | None:
    """What Ray asks its clients for, from where Ray's own have it."""
    given = os.environ.get("RAY_AUTH_TOKEN")
    file = Path(os.environ.get("RAY_AUTH_TOKEN_PATH") or Path.home() / ".ray" / "auth_token")
    return given or (file.read_text(encoding="utf-8").strip() if file.is_file() else None)


def unfinished_jobs(address: str) -> int:
    """Raises an OSError where nothing answers yet."""
    known = token()
    headers = {"authorization": f"Bearer {known}"} if known else {}
    with urlopen(Request(f"{address}/api/jobs/", headers=headers), timeout=30) as answer:
        return sum(job["status"] in ("PENDING", "RUNNING") for job in json.load(answer))


def end(ray: subprocess.Popen) -> None:
    """Jobs that run are not waited for long."""
    ray.terminate()
    try:
        ray.wait(timeout=GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        ray.kill()
        ray.wait()


def wait_until_up(ray: subprocess.Popen, address: str) -> None:
    while ray.poll() is None:
        try:
            unfinished_jobs(address)
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"Ray ended with code {ray.returncode}")


def wait_for_jobs(ray: subprocess.Popen, address: str, idle_seconds: float) -> None:
    last = time.monotonic()
    while ray.poll() is None and time.monotonic() - last < idle_seconds:
        time.sleep(5)
        if unfinished_jobs(address) > 0:
            last = time.monotonic()


def main(file: str, idle_seconds: str = "60") -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    folder = own_folder()
    port = free_port()
    ray = start_ray(folder, port)
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_up(ray, address)
        with open(f"{file}.new", "w", encoding="utf-8") as told:
            json.dump({"address": address, "pid": os.getpid()}, told)
        os.replace(f"{file}.new", file)
        wait_for_jobs(ray, address, float(idle_seconds))
    finally:
        end(ray)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
