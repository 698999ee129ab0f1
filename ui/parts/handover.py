"""The message with which a question is handed to the colleague who knows."""


def handover(title: str, question: str, why: str, good: str = "") -> str:
    """Write a short message to be copied.

    Args:
        title: the project's name.
        question: what is asked.
        why: why the answer matters.
        good: an example of a good answer.
    """
    lines = [
        "Hello,",
        f"we are scoping the project “{title}”. One point is open that you may know about:",
        question,
        f"Why it matters: {why}",
    ]
    if good:
        lines.append(f"A good answer from another project, as an example: {good}")
    lines.append("One or two sentences are enough. If you don't know either, who would? Thank you!")
    return "\n\n".join(lines)
