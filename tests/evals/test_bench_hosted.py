"""The bench of hosted turns talks to a model through the real client and times what the person hears."""

from assistant.settings import Settings
from evals.bench_hosted import hosted_turns


def test_turns_are_timed_from_the_words_that_the_model_sends(tmp_path):
    settings = Settings(data_dir=tmp_path, knowledge_dir=None)
    turn, first = hosted_turns(settings)
    assert 0 < first < turn
