"""The peer of a step: TRL's GRPOTrainer with the same model, prompts, lengths and batch."""

import time
from pathlib import Path

from workload import Size, requests_of  # first: it says that nothing is downloaded

import torch
from transformers import PreTrainedTokenizerFast, Qwen2ForCausalLM


def trl_step(size: Size, folder: Path, device: torch.device) -> float:
    """Seconds of a step of TRL's GRPOTrainer: as many prompts, rollouts and tokens as `our_step` with one cap."""
    from datasets import Dataset
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import PrinterCallback, TrainerCallback
    from trl import GRPOConfig, GRPOTrainer

    words = {f"w{number}": number for number in range(size.vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(words, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="w0", eos_token="w1")
    prompts = [request.prompt for request in requests_of(size, (size.compared_tokens,), size.compared_prompts)]
    texts = [" ".join(f"w{token}" for token in prompt) for prompt in prompts[:: size.rollouts]]
    ends: list[float] = []

    class Clock(TrainerCallback):
        def on_step_end(self, *_: object, **__: object) -> None:
            if device.type == "cuda":
                torch.cuda.synchronize()
            ends.append(time.perf_counter())

    batch = size.compared_prompts * size.rollouts
    at_once = min(batch, max(size.rollouts, size.microbatch_tokens // size.compared_tokens))
    on_gpu = device.type == "cuda"
    settings = GRPOConfig(
        output_dir=str(folder / "trl"),
        # The first warms up; of the others the fastest counts. On a GPU one is long.
        max_steps=2 if on_gpu else 3,
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=max(1, batch // at_once),
        num_generations=size.rollouts,
        max_completion_length=size.compared_tokens,
        generation_kwargs={"min_new_tokens": size.compared_tokens},
        learning_rate=1e-6,
        beta=0.0,
        bf16=on_gpu,
        use_cpu=not on_gpu,
        gradient_checkpointing=on_gpu,
        save_strategy="no",
        logging_strategy="no",
        report_to=[],
        disable_tqdm=True,
        seed=1,
    )
    trainer = GRPOTrainer(
        model=Qwen2ForCausalLM.from_pretrained(folder, dtype=torch.float32),
        reward_funcs=lambda completions, **_: [float(len(text) % 7) for text in completions],
        args=settings,
        train_dataset=Dataset.from_dict({"prompt": texts * 4}),
        processing_class=fast,
        callbacks=[Clock()],
    )
    # What it prints at its end would stand in the table.
    trainer.remove_callback(PrinterCallback)
    trainer.train()
    return min(later - earlier for earlier, later in zip(ends, ends[1:]))
