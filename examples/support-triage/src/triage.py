"""Sorts one ticket: asks the model, checks the answer, and hands anything doubtful to the desk."""

from dataclasses import dataclass

QUEUES = {"billing", "access", "device", "shipping", "other"}
CONFIDENCE_FLOOR = 0.72


@dataclass(frozen=True)
class Decision:
    queue: str
    confidence: float
    needs_person: bool


def sort_ticket(text: str, ask_model) -> Decision:
    """Returns where the ticket goes; `needs_person` whenever the answer is unusable or unsure."""
    answer = ask_model(text)
    queue = answer.get("queue")
    confidence = float(answer.get("confidence", 0))
    if queue not in QUEUES:
        return Decision("other", 0.0, True)
    return Decision(queue, confidence, bool(answer.get("needs_person")) or confidence < CONFIDENCE_FLOOR)
