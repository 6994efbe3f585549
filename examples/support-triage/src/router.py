"""Moves a sorted ticket in the ticket system, unless the flag says that people do it."""

AUTO_ROUTE_FLAG = "triage.auto-route"


def route(ticket, decision, flags, desk, queues):
    if not flags.enabled(AUTO_ROUTE_FLAG) or decision.needs_person:
        desk.assign(ticket, hint=decision.queue)
        return "desk"
    queues[decision.queue].push(ticket, reason=f"sorted at {decision.confidence:.2f}")
    return decision.queue
