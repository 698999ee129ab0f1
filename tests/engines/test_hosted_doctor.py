"""The doctor says in plain words what an endpoint can do."""

import pytest

from assistant.engines.hosted import HostedConfig
from assistant.engines.hosted.doctor import diagnose
from tests.fakes.catalogue import small_catalogue
from tests.fakes.openai_server import FakeOpenAI

pytestmark = pytest.mark.filterwarnings("ignore:This model does not support OpenAI's structured")

ANSWER = {"claims": [], "signals": [], "remarks": [], "intent": "answer"}


def answers(body):
    return "Good, loaves it is." if body.get("stream") else ANSWER


def checks(fake: FakeOpenAI, model: str = "fake"):
    config = HostedConfig(model=model, base_url=fake.base_url, timeout=3)
    return {check.name: check for check in diagnose(config, small_catalogue())}


def test_a_healthy_endpoint():
    with FakeOpenAI(answers) as fake:
        found = checks(fake)
    assert all(check.ok for check in found.values())
    assert list(found) == ["models", "structured call", "streamed reply"]
    assert "offers fake" in found["models"].detail
    assert "by JSON schema" in found["structured call"].detail
    assert "with a count of tokens" in found["streamed reply"].detail


def test_an_endpoint_without_schemas_and_another_model():
    with FakeOpenAI(answers) as fake:
        fake.fault("noschema")
        found = checks(fake, "other")
    assert "does not list other; it lists 2: fake, fake-mini" in found["models"].detail
    assert "by function calling" in found["structured call"].detail


def test_a_refused_key():
    with FakeOpenAI(answers) as fake:
        fake.fault("401", times=2)
        found = checks(fake)
    assert not found["structured call"].ok
    assert "OPENAI_API_KEY" in found["structured call"].detail


def test_nobody_there():
    config = HostedConfig(model="m", base_url="http://127.0.0.1:9/v1", timeout=3)
    (only,) = diagnose(config, small_catalogue())
    assert not only.ok
    assert "Nothing answers" in only.detail


def test_a_server_that_cuts_prompts_and_refuses_a_temperature():
    with FakeOpenAI(answers, counted=100) as fake:
        fake.fault("notemperature")
        found = checks(fake)
    assert "takes no temperature" in found["structured call"].detail
    assert "seems to cut prompts" in found["structured call"].detail
