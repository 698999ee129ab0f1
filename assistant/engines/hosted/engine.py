"""The hosted engine: any model behind an OpenAI-compatible address."""

from assistant.domain.catalogue import Catalogue
from assistant.domain.reading import Reading
from assistant.domain.reply import ReplyPlan
from assistant.engines.hosted.client import Endpoint
from assistant.engines.hosted.config import HostedConfig
from assistant.engines.hosted.reading import Progress, Reader
from assistant.engines.hosted.replying import Replier, Spoken
from assistant.engines.hosted.structured import Structured
from assistant.engines.prompts import Prompt, load_prompts
from assistant.ports import ReadRequest
from assistant.resources import folder

PROMPTS: dict[str, frozenset[str]] = {
    "read.v1": frozenset({"signals"}),
    "message.v1": frozenset({"asked", "fields", "message"}),
    "document.v1": frozenset({"part", "fields", "text"}),
    "repair.v1": frozenset({"problem"}),
    "shape.v1": frozenset({"schema"}),
    "reply.v1": frozenset(),
    "plan.v1": frozenset({"understood", "warnings", "side_question", "passages", "next", "message"}),
}


class HostedEngine:
    """Reads and replies through a language model; safe to share between threads."""

    tells_progress = True

    def __init__(
        self,
        catalogue: Catalogue,
        config: HostedConfig,
        prompts: dict[str, Prompt] | None = None,
    ) -> None:
        """Load the prompts; nothing is sent before the first call.

        Raises:
            KnowledgeError: the prompt files hold mistakes.
        """
        self.config = config
        self.prompts = prompts or load_prompts(folder("prompts"), PROMPTS)
        self.endpoint = Endpoint(config)
        self.structured = Structured(self.endpoint, self.prompts["repair"], self.prompts["shape"])
        self.reader = Reader(self.structured, catalogue, self.prompts)
        self.replier = Replier(self.endpoint, catalogue, self.prompts)

    @property
    def name(self) -> str:
        """`openai:MODEL`."""
        return self.config.name

    @property
    def host(self) -> str:
        """The server that the words go to."""
        return self.config.host

    @property
    def prompt_versions(self) -> tuple[str, ...]:
        """The prompts in use, for the record of a turn."""
        return tuple(prompt.id for prompt in self.prompts.values())

    def read(self, request: ReadRequest, progress: Progress | None = None) -> Reading:
        """Read a text.

        Args:
            request: what to read.
            progress: is told in a few words how far the reading is; the answer is streamed for it.

        Raises:
            EngineError: the text could not be read.
        """
        return self.reader.read(request, progress)

    def reply(self, plan: ReplyPlan) -> Spoken:
        """Word a reply, piece by piece.

        Raises:
            EngineError: no reply, or only a part of it, could be worded.
        """
        return self.replier.reply(plan)
