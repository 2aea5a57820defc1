"""Trains a tokenizer on a text and times the native library on it: native-tokenizers.py FOLDER STYLE ROUNDS

Reads text.txt, writes tokenizer.json and ids.json, prints the seconds of the best round.
"""

import json
import os
import sys
import time
from pathlib import Path

os.environ["TOKENIZERS_PARALLELISM"] = "false"
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

folder, style, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
text = (folder / "text.txt").read_text()
QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
if style == "byte-level":
    tokenizer = Tokenizer(models.BPE())
    split = pre_tokenizers.Split(Regex(QWEN), "isolated")
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([split, level])
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.decoder = decoders.ByteLevel()
    extra = {"initial_alphabet": pre_tokenizers.ByteLevel.alphabet()}
else:
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=True)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse()])
    extra = {"special_tokens": ["<unk>", *[f"<0x{byte:02X}>" for byte in range(256)]]}
tokenizer.train_from_iterator(
    text.split("\n"), trainers.BpeTrainer(vocab_size=32_000, show_progress=False, **extra)
)
if style != "byte-level":
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    content = json.loads(tokenizer.to_str())
    content["added_tokens"] = [token for token in content["added_tokens"] if not token["content"].startswith("<0x")]
    tokenizer = Tokenizer.from_str(json.dumps(content))
tokenizer.save(str(folder / "tokenizer.json"))
pieces = json.loads((folder / "pieces.json").read_text())
best = float("inf")
for _ in range(rounds):
    begun = time.perf_counter()
    encoded = [tokenizer.encode(piece, add_special_tokens=False).ids for piece in pieces]
    best = min(best, time.perf_counter() - begun)
(folder / "ids.json").write_text(json.dumps(encoded))
print(best)
