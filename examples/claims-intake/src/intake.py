"""Reads one claim: asks the model, checks the answer, and hands anything doubtful to the desk."""

from dataclasses import dataclass

TEAMS = {"glass", "collision", "theft", "injury", "desk"}
CONFIDENCE_FLOOR = 0.75


@dataclass(frozen=True)
class Proposal:
    tags: tuple[str, ...]
    team: str
    confidence: float


def read_claim(text: str, ask_model) -> Proposal:
    """Returns tags and the proposed team; `desk` whenever the answer is unusable or unsure."""
    answer = ask_model(text)
    team = answer.get("team")
    confidence = float(answer.get("confidence", 0))
    tags = tuple(sorted(set(answer.get("tags", []))))
    if team not in TEAMS or confidence < CONFIDENCE_FLOOR:
        return Proposal(tags, "desk", confidence)
    return Proposal(tags, team, confidence)
