# The same rows graded by math-verify, the peer of bench/grading.mjs. Prints {"seconds", "correct"}.
import json
import sys
import time

from math_verify import parse, verify

rows = [json.loads(line) for line in open(sys.argv[1])]
verify(parse("$1$"), parse("$1$"))
begin = time.perf_counter()
correct = [bool(verify(parse(row["gold"]), parse(row["pred"]))) for row in rows]
print(json.dumps({"seconds": time.perf_counter() - begin, "correct": sum(correct)}))
