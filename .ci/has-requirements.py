"""Exits with 0 when every package of a requirements file is installed, in the version that it pins where it pins one."""
import re
import sys
from importlib.metadata import PackageNotFoundError, version

for line in open(sys.argv[1], encoding="utf-8"):
    name, pin = re.fullmatch(r"([\w.-]+)(?:\[[\w,-]+\])?(?:==([\w.]+))?.*", line.strip()).groups()
    try:
        installed = version(name).split("+")[0]
    except PackageNotFoundError:
        sys.exit(f"{name} is missing")
    if pin and installed != pin:
        sys.exit(f"{name} is {installed}, not {pin}")
