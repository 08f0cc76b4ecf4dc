"""Whether the followers of the change log keep up."""

from console.health.registry import CheckResult, Status

from .selectors import follower_states


def check_followers() -> CheckResult:
    """Whether any follower fails; what it is behind is told as a number."""
    states = follower_states()
    failing = [state for state in states if state.error]
    details = {f"{state.name}_behind": state.behind for state in states}
    if failing:
        names = ", ".join(state.name for state in failing)
        note = "\n".join(f"{state.name}: {state.error}" for state in failing)
        return CheckResult(Status.DEGRADED, f"Waiting to go on: {names}", details, note)
    return CheckResult(Status.OK, f"{len(states)} followers", details)
