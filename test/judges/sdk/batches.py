"""The loop of the Agentex guide: read the tracker, take the events after its cursor, work, move the cursor."""

import inspect
from typing import Any, Callable

import agentex

from control import Control

TRACKER = "tracker_id"
BATCH = 4
EVENTS = 30


class Crash(Exception):
    """The worker dies in the middle of a batch."""


async def work_off(client: Any, control: Control, done: list[str], on_event: Callable[[int], None]) -> int:
    """Works until no event is left; what a batch comes to is kept once the cursor has moved past it."""
    handled = 0
    while True:
        tracker = await settle(client.tracker.retrieve(TRACKER))
        batch = control.events(agent_id=tracker.agent_id, task_id=tracker.task_id, after=tracker.last_processed_event_id, limit=BATCH)
        if not batch:
            await settle(client.tracker.update(TRACKER, status="READY"))
            return handled
        await settle(client.tracker.update(TRACKER, status="PROCESSING", status_reason=f"{len(batch)} events"))
        results = []
        for event in batch:
            on_event(handled)
            results.append(event["id"])
            handled += 1
        await settle(client.tracker.update(TRACKER, last_processed_event_id=batch[-1]["id"], status="PROCESSING"))
        done += results


async def check_batches(make: Callable[..., Any], control: Control) -> None:
    expected = [event["id"] for event in control.events()]
    for number in range(EVENTS):
        control.add_event(f"event {number}")
        expected.append(f"event {number}")
    # Another task's events are none of this worker's.
    control.send("POST", "/events", {"id": "other", "task_id": "other", "agent_id": "agent_id"})

    def crash(handled: int) -> None:
        if handled == 13:
            raise Crash

    def more(handled: int) -> None:
        if handled == 5:
            control.add_event("late")
            expected.append("late")

    done: list[str] = []
    try:
        await work_off(make(), control, done, crash)
        raise AssertionError("the worker did not crash")
    except Crash:
        assert 0 < len(done) < EVENTS
    # A connection that drops costs a try, no event.
    control.arrange(match={"method": "PUT"}, after=3, times=2, fault="connection-reset-by-peer")
    await work_off(make(max_retries=3), control, done, more)
    assert done == expected, (done, expected)

    tracker = await settle(make().tracker.retrieve(TRACKER))
    assert tracker.last_processed_event_id == "late" and tracker.status == "READY"
    try:
        await settle(make().tracker.update(TRACKER, last_processed_event_id=expected[0]))
        raise AssertionError("the cursor moved back")
    except agentex.BadRequestError:
        pass


async def settle(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
