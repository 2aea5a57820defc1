"""`python -m allot_worker`: serves an engine over stdin and stdout. With a file: executes that job."""

import os
import sys
from pathlib import Path

from .failures import UserError
from .job import run_job
from .protocol import serve

if len(sys.argv) > 2:
    sys.exit("usage: python -m allot_worker [job.json]")
if len(sys.argv) == 1:
    serve()
else:
    try:
        run_job(Path(sys.argv[1]))
    except UserError as error:
        sys.exit(f"error: {error}" if os.environ.get("RANK", "0") == "0" else 1)
