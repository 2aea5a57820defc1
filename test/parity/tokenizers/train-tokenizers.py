"""Trains small tokenizers in the style of known models, and says what the native library makes of texts and ids.

usage: train-tokenizers.py FOLDER   reads texts.json and ids.json, writes NAME.json and out-NAME.json
"""

import json
import sys
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

folder = Path(sys.argv[1])
texts = json.loads((folder / "texts.json").read_text())
ids = json.loads((folder / "ids.json").read_text())
training = texts["training"]

QWEN = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
LLAMA_3 = QWEN.replace(r"|\p{N}|", r"|\p{N}{1,3}|")
DEEPSEEK = [
    r"\p{N}{1,3}",
    r"[一-龥぀-ゟ゠-ヿ]+",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
]


def byte_level(patterns, normalizer=None, ignore_merges=False):
    tokenizer = Tokenizer(models.BPE(ignore_merges=ignore_merges))
    if normalizer is not None:
        tokenizer.normalizer = normalizer
    splits = [pre_tokenizers.Split(Regex(pattern), "isolated") for pattern in patterns]
    level = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([*splits, level])
    tokenizer.decoder = decoders.ByteLevel()
    train(tokenizer, 700, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    return tokenizer


def train(tokenizer, size, **options):
    trainer = trainers.BpeTrainer(vocab_size=size, show_progress=False, **options)
    tokenizer.train_from_iterator(training, trainer)


def add(tokenizer, special, plain=(), normalized=False):
    tokenizer.add_special_tokens([AddedToken(text, special=True, normalized=normalized) for text in special])
    tokenizer.add_tokens([AddedToken(text, normalized=False) for text in plain])
    return tokenizer


def begin_with(tokenizer, bos):
    template = processors.TemplateProcessing(
        single=f"{bos} $A", special_tokens=[(bos, tokenizer.token_to_id(bos))]
    )
    before = tokenizer.post_processor
    tokenizer.post_processor = processors.Sequence([before, template]) if before else template
    return tokenizer


def sentencepiece(legacy):
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True, byte_fallback=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(split=True)
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    train(tokenizer, 900, special_tokens=["<unk>", "<s>", "</s>", *bytes_], limit_alphabet=90)
    if legacy:
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        tokenizer.pre_tokenizer = None
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    begin_with(tokenizer, "<s>")
    # Bytes are ordinary tokens of the vocabulary, as in the models' own files.
    content = json.loads(tokenizer.to_str())
    content["added_tokens"] = [token for token in content["added_tokens"] if not token["content"].startswith("<0x")]
    return Tokenizer.from_str(json.dumps(content))


def gpt_2():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=True)
    tokenizer.decoder = decoders.ByteLevel()
    train(tokenizer, 600, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), special_tokens=["<|endoftext|>"])
    return tokenizer


def composed():
    """Digits one by one, texts replaced, added tokens that are normalized first."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.Sequence([normalizers.Replace(Regex(" {2,}"), " "), normalizers.NFC()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False)]
    )
    tokenizer.decoder = decoders.ByteLevel()
    train(tokenizer, 600, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.add_tokens([AddedToken("foo", normalized=True), AddedToken("foobar", normalized=False)])
    return tokenizer


tokenizers = {
    "qwen": add(
        byte_level([QWEN], normalizers.NFC()),
        ["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        ["<tool_call>", "</tool_call>", "<think>", "</think>"],
    ),
    "llama-3": begin_with(
        add(
            byte_level([LLAMA_3], ignore_merges=True),
            ["<|begin_of_text|>", "<|end_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"],
        ),
        "<|begin_of_text|>",
    ),
    "deepseek": add(
        byte_level(DEEPSEEK, normalizers.Sequence([])),
        ["<｜begin▁of▁sentence｜>", "<｜end▁of▁sentence｜>", "<｜User｜>", "<｜Assistant｜>"],
        ["<think>", "</think>"],
        normalized=True,
    ),
    "gpt-2": gpt_2(),
    "llama-2": sentencepiece(legacy=True),
    "mistral": sentencepiece(legacy=False),
    "composed": composed(),
}

for name, tokenizer in tokenizers.items():
    tokenizer.save(str(folder / f"{name}.json"))
    size = tokenizer.get_vocab_size()
    encodings = [tokenizer.encode(text, add_special_tokens=False).ids for text in texts["encoded"]]
    whole = tokenizer.encode("x").ids
    result = {
        "ids": encodings,
        "decoded": [tokenizer.decode(encoding, skip_special_tokens=False) for encoding in encodings],
        "random": [
            tokenizer.decode([one % size for one in row], skip_special_tokens=False) for row in ids
        ],
        "prefix": whole[: len(whole) - len(tokenizer.encode("x", add_special_tokens=False).ids)],
    }
    (folder / f"out-{name}.json").write_text(json.dumps(result))
