"""The loop of the Agentex guide: read the tracker, take the events after its cursor, work, move the cursor."""

from collections import Counter
from typing import Any, Callable

import agentex

from control import Control
from settle import settle

TRACKER = "tracker_id"
BATCH = 4
EVENTS = 30


class Crash(Exception):
    """The worker dies."""


class Worker:
    """Works until no event is left."""

    def __init__(self, control: Control, before_event: Callable[[int], None] = lambda count: None, after_move: Callable[[int], None] = lambda count: None):
        self.control = control
        self.before_event = before_event
        self.after_move = after_move
        # Each event that was worked on, and each whose batch came to its end: the cursor moved past it, and the worker knows.
        self.handled: list[str] = []
        self.done: list[str] = []

    async def work_off(self, client: Any) -> None:
        while True:
            tracker = await settle(client.tracker.retrieve(TRACKER))
            after = {} if tracker.last_processed_event_id is None else {"last_processed_event_id": tracker.last_processed_event_id}
            batch = await settle(client.events.list(agent_id=tracker.agent_id, task_id=tracker.task_id, limit=BATCH, **after))
            if not batch:
                await settle(client.tracker.update(TRACKER, status="READY"))
                return
            await settle(client.tracker.update(TRACKER, status="PROCESSING", status_reason=f"{len(batch)} events"))
            for event in batch:
                self.before_event(len(self.handled))
                self.handled.append(event.id)
            await settle(client.tracker.update(TRACKER, last_processed_event_id=batch[-1].id, status="PROCESSING"))
            self.after_move(len(self.handled))
            self.done += [event.id for event in batch]


def crash_at(count: int) -> Callable[[int], None]:
    def crash(reached: int) -> None:
        if reached == count:
            raise Crash

    return crash


async def work_and_die(worker: Worker, client: Any) -> None:
    try:
        await worker.work_off(client)
    except Crash:
        return
    raise AssertionError("the worker did not crash")


async def check_batches(make: Callable[..., Any], control: Control) -> None:
    expected = [event["id"] for event in control.events()]
    for number in range(EVENTS):
        control.add_event(f"event {number}")
        expected.append(f"event {number}")
    # Another task's events are none of this worker's.
    control.send("POST", "/events", {"id": "other", "task_id": "other", "agent_id": "agent_id"})

    # In the middle of a batch: what was worked on since the cursor moved is worked on again.
    first = Worker(control, before_event=crash_at(3 * BATCH + 1))
    await work_and_die(first, make())
    assert first.done == expected[: 3 * BATCH] and first.handled == expected[: 3 * BATCH + 1], (first.done, first.handled)

    # Behind the cursor's move, before the worker knows of it: none is worked on again, and none is passed over.
    second = Worker(control, after_move=crash_at(2 * BATCH))
    await work_and_die(second, make())
    assert second.done == expected[3 * BATCH : 4 * BATCH] and second.handled == expected[3 * BATCH : 5 * BATCH], (second.done, second.handled)

    def more(reached: int) -> None:
        if reached == 5:
            control.add_event("late")
            expected.append("late")

    # A connection that drops costs a try, no event.
    control.stub(match={"method": "PUT"}, after=3, times=2, fault="connection-reset-by-peer")
    third = Worker(control, before_event=more)
    await third.work_off(make(max_retries=3))
    assert third.done == third.handled == expected[5 * BATCH :], (third.done, third.handled)

    handled = first.handled + second.handled + third.handled
    assert list(dict.fromkeys(handled)) == expected, handled
    assert [event for event, times in Counter(handled).items() if times > 1] == expected[3 * BATCH : 3 * BATCH + 1], handled

    tracker = await settle(make().tracker.retrieve(TRACKER))
    assert tracker.last_processed_event_id == "late" and tracker.status == "READY"
    try:
        await settle(make().tracker.update(TRACKER, last_processed_event_id=expected[0]))
        raise AssertionError("the cursor moved back")
    except agentex.BadRequestError:
        pass
