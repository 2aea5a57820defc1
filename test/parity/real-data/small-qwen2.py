"""A small Qwen2 of random weights with a tokenizer of its own, and what transformers makes of what Allot saved.

    python small-qwen2.py make TEXTS.jsonl FOLDER    trains the tokenizer on the rows' texts, and writes the model folder
    python small-qwen2.py load FOLDER PROMPTS.json   prints, for prompts as token ids, the greedy continuations as JSON

Needs torch, transformers and tokenizers (../requirements.txt).
"""
import json
import logging
import os
import sys
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_NO_ADVISORY_WARNINGS="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedTokenizerFast, Qwen2Config, Qwen2ForCausalLM

TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n<think>\n{% endif %}"
)

# How Qwen2 cuts words: AutoTokenizer cuts those of every qwen2 folder so, whatever its tokenizer.json says.
WORDS = (
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*"
    r"|\s*[\r\n]+|\s+(?!\S)|\s+"
)


def make(texts, folder):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.normalizer = normalizers.NFC()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS), behavior="isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=1200,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    rows = [json.loads(line) for line in open(texts, encoding="utf8")][:1500]
    tokenizer.train_from_iterator([row["question"] + "\n" + row["answer"] for row in rows], trainer)
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    fast.add_tokens(["<think>", "</think>"])
    fast.chat_template = TEMPLATE
    fast.save_pretrained(folder)
    torch.manual_seed(7)
    model = Qwen2ForCausalLM(
        Qwen2Config(
            vocab_size=len(fast),
            hidden_size=48,
            intermediate_size=96,
            num_hidden_layers=2,
            num_attention_heads=4,
            num_key_value_heads=2,
            max_position_embeddings=1024,
            tie_word_embeddings=True,
            eos_token_id=fast.eos_token_id,
            pad_token_id=fast.pad_token_id,
        )
    )
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" not in name:
                parameter.normal_(0, 0.15)
    model.to(torch.bfloat16).save_pretrained(folder)


class Messages(logging.Handler):
    texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


def load(folder, prompts):
    logging.getLogger("transformers").addHandler(Messages(logging.WARNING))
    model, info = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    result = {"problems": [f"{key}: {sorted(value)}" for key, value in info.items() if value], "warnings": Messages.texts}
    conversation = [{"role": "user", "content": "What is 3 + 4?"}]
    result["prompt"] = list(tokenizer.apply_chat_template(conversation, add_generation_prompt=True)["input_ids"])
    result["greedy"] = []
    for prompt, count in json.loads(Path(prompts).read_text()):
        ids = torch.tensor([prompt])
        made = model.generate(ids, attention_mask=torch.ones_like(ids), max_new_tokens=count, do_sample=False)
        result["greedy"].append(made[0, len(prompt):].tolist())
    print(json.dumps(result))


{"make": make, "load": load}[sys.argv[1]](*sys.argv[2:])
