"""What Hugging Face transformers computes with small decoders of random weights, and whether it loads saved folders.

    python run-transformers.py write CASES.json OUT   a model folder and expected.json for each case
    python run-transformers.py rotary CASES.json OUT  the frequencies of rotary embeddings, into OUT/rotary.json
    python run-transformers.py load OUT               the logits of OUT/*/saved, into OUT/*/loaded.json

Needs torch and transformers (../requirements.txt). Leaves out: tokenizers, dropout, any size that does not fit in a test.
"""
import base64
import json
import logging
import os
import sys
from pathlib import Path

os.environ.update(HF_HUB_OFFLINE="1", TRANSFORMERS_NO_ADVISORY_WARNINGS="1", HF_HUB_DISABLE_PROGRESS_BARS="1")
import torch
from safetensors.torch import load_file, save_file
from transformers import AutoConfig, AutoModelForCausalLM
from transformers.utils import logging as messages

SIZES = dict(vocab_size=41, hidden_size=32, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
             max_position_embeddings=64, hidden_act="silu", eos_token_id=1, bos_token_id=None)
CLASSES = dict(llama="LlamaForCausalLM", qwen2="Qwen2ForCausalLM", qwen3="Qwen3ForCausalLM")
TIME, PROMPT, ADDED = 48, 9, 40
# AdamW's first step is nearly the sign of the gradient: with a smaller epsilon the last bits of those near 0 decide, and with
# a smaller rate the rounding of new - old.
OPTIMIZER = dict(learningRate=0.3, beta1=0.9, beta2=0.95, epsilon=1e-2, weightDecay=0.1, maxGradientNorm=0.5)


class Warnings(logging.Handler):
    def __init__(self):
        super().__init__(logging.WARNING)
        self.texts = []

    def emit(self, record):
        self.texts.append(record.getMessage())


def write(name, case, folder, seed):
    config = {"architectures": [CLASSES[case["config"]["model_type"]]], **SIZES, **case["config"]}
    place = folder / name / "model"
    place.mkdir(parents=True)
    (place / "config.json").write_text(json.dumps(config, indent=1))
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(place))
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():
            noise = torch.randn(parameter.shape, generator=generator)
            parameter.copy_(1 + 0.2 * noise if "norm" in parameter_name else 0.3 * noise)
    dtype = case.get("dtype", "float32")
    model.to(getattr(torch, dtype)).save_pretrained(place, max_shard_size=case.get("shardBytes", "1GB"))
    if case.get("keepsHead"):
        weights = load_file(place / "model.safetensors")
        head = weights["model.embed_tokens.weight"].clone()
        save_file(weights | {"lm_head.weight": head}, place / "model.safetensors", metadata={"format": "pt"})
    # As an older version would have written it: the keys that save_pretrained renames are what is under test.
    (place / "config.json").write_text(json.dumps(config | {"torch_dtype": dtype}, indent=1))
    (folder / name / "expected.json").write_text(json.dumps(expect(load(place)[0], seed)))


def load(place):
    warnings = Warnings()
    messages.get_logger().addHandler(warnings)
    model, info = AutoModelForCausalLM.from_pretrained(
        place, dtype=torch.float32, attn_implementation="eager", output_loading_info=True)
    messages.get_logger().removeHandler(warnings)
    complaints = [f"{key}: {sorted(map(str, value))}" for key, value in info.items() if value]
    return model.eval(), warnings.texts + complaints


def expect(model, seed):
    generator = torch.Generator().manual_seed(seed + 1000)
    tokens = torch.randint(0, SIZES["vocab_size"], (2, TIME), generator=generator)
    model.generation_config.eos_token_id = None
    greedy = model.generate(
        tokens[:, :PROMPT], attention_mask=torch.ones(2, PROMPT, dtype=torch.long), do_sample=False, max_new_tokens=ADDED)
    logits = model(tokens).logits
    log_probabilities = logits[:, :-1].log_softmax(-1).gather(-1, tokens[:, 1:, None]).squeeze(-1)
    loss = -log_probabilities.mean()
    loss.backward()
    parameters = list(model.named_parameters())
    flat = lambda values: torch.cat([value.detach().reshape(-1) for value in values])
    gradient, before = flat(p.grad for _, p in parameters), flat(p for _, p in parameters)
    optimizer = torch.optim.AdamW(
        model.parameters(), lr=OPTIMIZER["learningRate"], betas=(OPTIMIZER["beta1"], OPTIMIZER["beta2"]),
        eps=OPTIMIZER["epsilon"], weight_decay=OPTIMIZER["weightDecay"])
    torch.nn.utils.clip_grad_norm_(model.parameters(), OPTIMIZER["maxGradientNorm"])
    optimizer.step()
    tensors = dict(tokens=tokens.int(), greedy=greedy[:, PROMPT:].int(), logits=logits, gradient=gradient,
                   log_probabilities=log_probabilities, update=flat(p for _, p in parameters) - before)
    return dict(
        prompt=PROMPT, optimizer=OPTIMIZER, loss=loss.item(), parameters=[dict(name=n, shape=list(p.shape)) for n, p in parameters],
        tensors={name: encode(value) for name, value in tensors.items()})


def encode(tensor):
    tensor = tensor.detach().contiguous()
    kind = "int32" if tensor.dtype == torch.int32 else "float32"
    return dict(type=kind, shape=list(tensor.shape), base64=base64.b64encode(tensor.numpy().tobytes()).decode())


def rotate(case):
    sizes = dict(hidden_size=4096, num_attention_heads=32, num_key_value_heads=8, head_dim=128, vocab_size=8,
                 intermediate_size=8, num_hidden_layers=1)
    config = {"architectures": [CLASSES[case["model_type"]]], **sizes, **case}
    rotary = AutoModelForCausalLM.from_config(AutoConfig.for_model(**json.loads(json.dumps(config)))).model.rotary_emb
    return dict(config=config, frequencies=rotary.inv_freq.tolist(), attentionFactor=rotary.attention_scaling)


def reload(folder):
    expected = json.loads((folder / "expected.json").read_text())["tensors"]["tokens"]
    tokens = torch.frombuffer(bytearray(base64.b64decode(expected["base64"])), dtype=torch.int32).reshape(expected["shape"])
    model, complaints = load(folder / "saved")
    with torch.no_grad():
        logits = model(tokens.long()).logits
    loaded = dict(complaints=complaints, dtype=str(AutoConfig.from_pretrained(folder / "saved").dtype), logits=encode(logits))
    (folder / "loaded.json").write_text(json.dumps(loaded))


def main():
    torch.set_num_threads(1)
    messages.set_verbosity_warning()
    messages.disable_progress_bar()
    if sys.argv[1] == "write":
        for seed, (name, case) in enumerate(json.loads(Path(sys.argv[2]).read_text()).items()):
            write(name, case, Path(sys.argv[3]), seed)
    elif sys.argv[1] == "rotary":
        found = {name: rotate(case) for name, case in json.loads(Path(sys.argv[2]).read_text()).items()}
        (Path(sys.argv[3]) / "rotary.json").write_text(json.dumps(found))
    else:
        for folder in sorted(Path(sys.argv[2]).iterdir()):
            if (folder / "saved").exists():
                reload(folder)


if __name__ == "__main__":
    main()
