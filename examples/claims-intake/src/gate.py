"""Nothing but a tag leaves without a person: this is the one place that writes to the claims system."""

PROPOSE_FLAG = "intake.propose-team"


def assign_team(claim, proposal, confirmed_by, flags, claims):
    if not flags.enabled(PROPOSE_FLAG):
        claims.queue(claim, "desk")
        return "queued"
    if confirmed_by is None or not confirmed_by.is_person:
        claims.propose(claim, proposal.team)
        return "proposed"
    claims.assign(claim, proposal.team, by=confirmed_by)
    return "assigned"


def pay(claim, amount, actor, payments):
    if not actor.is_person:
        raise PermissionError("only a person pays a claim")
    payments.pay(claim, amount, by=actor)
