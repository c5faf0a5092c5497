"""Fine-tuning steps of a Llama-style model in plain PyTorch: what `assistantloop bench train` measures ours against.

    python3 reference.py MODEL ADAPTER BATCHES lora|full fp32|bf16 THREADS LEARNING_RATE

MODEL is a Hugging Face folder, ADAPTER a PEFT folder with the factors to begin with, and BATCHES a safetensors file:
for each batch i the ids of all its texts one after another (i.ids), the length of each (i.lengths), and which tokens
the assistant wrote (i.trainable). Commands come as lines of JSON on stdin, each answered by one on stdout:

    {"steps": n}    -> {"seconds": s, "tokens": t, "losses": [...]}   n steps over the next batches, padding not counted
    {"peak": true}  -> {"bytes": b}                                   the most memory that the process has held

Written for torch 1.13, which has no public scaled_dot_product_attention.
"""

import contextlib
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

DTYPES = {"F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16, "I64": torch.int64, "U8": torch.uint8}


def read_safetensors(path):
    """All tensors of a file, as views of one buffer."""
    with open(path, "rb") as file:
        header = json.loads(file.read(int.from_bytes(file.read(8), "little")))
        data = bytearray(file.read())
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        count = torch.Size(entry["shape"]).numel()
        tensors[name] = torch.frombuffer(
            data, dtype=DTYPES[entry["dtype"]], count=count, offset=entry["data_offsets"][0]).view(entry["shape"])
    return tensors


class RMSNorm(nn.Module):
    def __init__(self, size, eps):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(size))
        self.eps = eps

    def forward(self, x):
        return self.weight * (x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps))


class LoraLinear(nn.Module):
    """PEFT's LoRA layer without dropout: the base's output and scale * B A x."""

    def __init__(self, base, a, b, scale):
        super().__init__()
        self.base = base
        self.lora_A = nn.Linear(a.shape[1], a.shape[0], bias=False)
        self.lora_B = nn.Linear(b.shape[1], b.shape[0], bias=False)
        self.lora_A.weight.data.copy_(a)
        self.lora_B.weight.data.copy_(b)
        self.scale = scale

    def forward(self, x):
        return self.base(x) + self.lora_B(self.lora_A(x)) * self.scale


def rotate_half(x):
    first, second = x.chunk(2, dim=-1)
    return torch.cat((-second, first), dim=-1)


class Attention(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden, self.head_dim = config["hidden_size"], config["head_dim"]
        self.heads, self.kv_heads = config["num_attention_heads"], config["num_key_value_heads"]
        self.q_proj = nn.Linear(hidden, self.heads * self.head_dim, bias=False)
        self.k_proj = nn.Linear(hidden, self.kv_heads * self.head_dim, bias=False)
        self.v_proj = nn.Linear(hidden, self.kv_heads * self.head_dim, bias=False)
        self.o_proj = nn.Linear(self.heads * self.head_dim, hidden, bias=False)

    def forward(self, x, cos, sin, mask):
        rows, length, _ = x.shape
        q = self.q_proj(x).view(rows, length, self.heads, self.head_dim).transpose(1, 2)
        k = self.k_proj(x).view(rows, length, self.kv_heads, self.head_dim).transpose(1, 2)
        v = self.v_proj(x).view(rows, length, self.kv_heads, self.head_dim).transpose(1, 2)
        cos, sin = cos.to(q.dtype), sin.to(q.dtype)
        q = (q * cos + rotate_half(q) * sin) * self.head_dim ** -0.5
        k = k * cos + rotate_half(k) * sin
        # The queries of a group share their keys and values: one product of taller matrices, and no copies of k and v.
        q = q.reshape(rows, self.kv_heads, -1, self.head_dim)
        scores = (q @ k.transpose(2, 3)).view(rows, self.heads, length, length) + mask
        mixed = scores.softmax(-1).view(rows, self.kv_heads, -1, length) @ v
        mixed = mixed.view(rows, self.heads, length, self.head_dim).transpose(1, 2)
        return self.o_proj(mixed.reshape(rows, length, -1))


class Mlp(nn.Module):
    def __init__(self, config):
        super().__init__()
        hidden, inner = config["hidden_size"], config["intermediate_size"]
        self.gate_proj = nn.Linear(hidden, inner, bias=False)
        self.up_proj = nn.Linear(hidden, inner, bias=False)
        self.down_proj = nn.Linear(inner, hidden, bias=False)

    def forward(self, x):
        return self.down_proj(F.silu(self.gate_proj(x)) * self.up_proj(x))


class Layer(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.self_attn = Attention(config)
        self.mlp = Mlp(config)
        self.input_layernorm = RMSNorm(config["hidden_size"], config["rms_norm_eps"])
        self.post_attention_layernorm = RMSNorm(config["hidden_size"], config["rms_norm_eps"])

    def forward(self, x, cos, sin, mask):
        x = x + self.self_attn(self.input_layernorm(x), cos, sin, mask)
        return x + self.mlp(self.post_attention_layernorm(x))


class Llama(nn.Module):
    def __init__(self, config):
        super().__init__()
        self.embed_tokens = nn.Embedding(config["vocab_size"], config["hidden_size"])
        self.layers = nn.ModuleList(Layer(config) for _ in range(config["num_hidden_layers"]))
        self.norm = RMSNorm(config["hidden_size"], config["rms_norm_eps"])
        half = config["head_dim"] // 2
        frequencies = config["rope_theta"] ** (-torch.arange(half, dtype=torch.float64) / half)
        angles = torch.outer(torch.arange(config["max_position_embeddings"], dtype=torch.float64), frequencies)
        angles = torch.cat((angles, angles), dim=-1)
        self.register_buffer("cos", angles.cos().float(), persistent=False)
        self.register_buffer("sin", angles.sin().float(), persistent=False)

    def forward(self, ids, mask, labels):
        """The mean loss over the labels that are not -100; the head sees no other position."""
        x = self.embed_tokens(ids)
        cos, sin = self.cos[: ids.shape[1]], self.sin[: ids.shape[1]]
        for layer in self.layers:
            x = layer(x, cos, sin, mask)
        counted = labels != -100
        logits = F.linear(self.norm(x)[counted], self.embed_tokens.weight)
        return F.cross_entropy(logits.float(), labels[counted])


def load(folder, adapter, mode, dtype):
    """The model, and its parameters that learn."""
    with open(f"{folder}/config.json") as file:
        config = json.load(file)
    if config["architectures"] != ["LlamaForCausalLM"] or not config["tie_word_embeddings"]:
        sys.exit(f"{folder}: the reference knows Llama with a tied head alone")
    model = Llama(config)
    weights = read_safetensors(f"{folder}/model.safetensors")
    model.load_state_dict({name[len("model."):]: weight.float() for name, weight in weights.items()})
    if mode == "lora":
        model.requires_grad_(False)
        add_lora(model, adapter, dtype)
    return model, [parameter for parameter in model.parameters() if parameter.requires_grad]


def add_lora(model, adapter, dtype):
    with open(f"{adapter}/adapter_config.json") as file:
        config = json.load(file)
    factors = read_safetensors(f"{adapter}/adapter_model.safetensors")
    scale = config["lora_alpha"] / config["r"]
    for path in [name for name, module in model.named_modules() if isinstance(module, nn.Linear)]:
        parent, name = path.rsplit(".", 1)
        a, b = (factors[f"base_model.model.model.{path}.lora_{side}.weight"] for side in "AB")
        # Autocast would narrow a frozen weight again at each use: it is kept as narrow as it is used.
        base = model.get_submodule(path).to(dtype)
        setattr(model.get_submodule(parent), name, LoraLinear(base, a, b, scale))


def collate(ids, lengths, trainable, dtype):
    """Texts one a row, padded on the right: ids, the mask to add to the scores, labels, and the tokens of the texts."""
    lengths = lengths.tolist()
    padded = nn.utils.rnn.pad_sequence(ids.split(lengths), batch_first=True)
    learns = nn.utils.rnn.pad_sequence(trainable.bool().split(lengths), batch_first=True)
    labels = torch.full_like(padded, -100)
    labels[:, :-1] = padded[:, 1:].masked_fill(~learns[:, 1:], -100)
    length = padded.shape[1]
    seen = torch.arange(length) < torch.tensor(lengths).unsqueeze(1)
    causal = torch.ones(length, length, dtype=torch.bool).tril()
    allowed = (causal & seen[:, None, :]).unsqueeze(1)
    mask = torch.zeros(allowed.shape, dtype=dtype).masked_fill_(~allowed, float("-inf"))
    return padded, mask, labels, sum(lengths)


def read_batches(path, dtype):
    tensors = read_safetensors(path)
    return [
        collate(*(tensors[f"{i}.{part}"] for part in ("ids", "lengths", "trainable")), dtype)
        for i in range(len(tensors) // 3)
    ]


def peak_bytes():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM:"))


def main():
    folder, adapter, batch_file, mode, precision, threads, learning_rate = sys.argv[1:]
    torch.set_num_threads(int(threads))
    dtype = {"fp32": torch.float32, "bf16": torch.bfloat16}[precision]
    model, learning = load(folder, adapter, mode, dtype)
    batches = read_batches(batch_file, dtype)
    optimizer = torch.optim.AdamW(learning, lr=float(learning_rate), weight_decay=0.0, foreach=True)

    def step(ids, mask, labels):
        narrow = torch.autocast("cpu", dtype=dtype) if precision == "bf16" else contextlib.nullcontext()
        with narrow:
            loss = model(ids, mask, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        return loss.item()

    done = 0
    for line in sys.stdin:
        command = json.loads(line)
        if "steps" in command:
            chosen = [batches[(done + i) % len(batches)] for i in range(command["steps"])]
            done += len(chosen)
            start = time.perf_counter()
            losses = [step(ids, mask, labels) for ids, mask, labels, _ in chosen]
            seconds = time.perf_counter() - start
            answer = {"seconds": seconds, "tokens": sum(batch[3] for batch in chosen), "losses": losses}
        else:
            answer = {"bytes": peak_bytes()}
        print(json.dumps(answer), flush=True)


main()
