"""What transformers' apply_chat_template makes of conversations.

usage: apply-templates.py FOLDER   reads cases.json and the tokenizers in FOLDER, writes out-chat.json
"""

import datetime
import json
import sys
from pathlib import Path

from transformers import PreTrainedTokenizerFast

folder = Path(sys.argv[1])
results = []
for case in json.loads((folder / "cases.json").read_text()):
    tokenizer = PreTrainedTokenizerFast(tokenizer_file=str(folder / f"{case['tokenizer']}.json"), **case["tokens"])
    day = datetime.datetime.fromisoformat(case["today"])
    try:
        arguments = {
            "chat_template": case["template"],
            "add_generation_prompt": case["generate"],
            "strftime_now": day.strftime,
            **case["variables"],
        }
        text = tokenizer.apply_chat_template(case["messages"], tokenize=False, **arguments)
        ids = tokenizer.apply_chat_template(case["messages"], tokenize=True, return_dict=False, **arguments)
        results.append({"text": text, "ids": list(ids)})
    except Exception as error:
        results.append({"error": str(error)})
(folder / "out-chat.json").write_text(json.dumps(results))
