"""Every tracker method of the SDK against a mock that serves fixtures/sdk.json: sync and async, over httpx and aiohttp.

Takes the mock's address. The last line it prints is JSON: how many requests were made, and what was not as it has to be.
"""

import asyncio
import inspect
import json
import sys
import traceback
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Awaitable, Callable

import agentex
from agentex import Agentex, AsyncAgentex, DefaultAioHttpClient
from agentex.types import AgentTaskTracker

from batches import check_batches
from control import Control

FIXTURE = "tracker_id"
ALL_UPDATED = {"last_processed_event_id": "last_processed_event_id", "status": "status", "status_reason": "status_reason"}
ALL_LISTED = {"agent_id": "agent_id", "limit": 1, "order_by": "order_by", "order_direction": "order_direction", "page_number": 1, "task_id": "task_id"}

MakeClient = Callable[..., Any]


async def settle(value: Any) -> Any:
    """What a call gives, of a sync client or of an async one."""
    return await value if inspect.isawaitable(value) else value


@asynccontextmanager
async def opened(manager: Any) -> AsyncIterator[Any]:
    if hasattr(manager, "__aenter__"):
        async with manager as value:
            yield value
    else:
        with manager as value:
            yield value


async def expect_error(kind: type[Exception], call: Callable[[], Any], *others: type[Exception]) -> Any:
    try:
        await settle(call())
    except Exception as error:
        assert type(error) in (kind, *others), f"{type(error).__name__} in place of {kind.__name__}: {error}"
        return error
    raise AssertionError(f"no {kind.__name__}")


async def check_methods(make: MakeClient, control: Control) -> None:
    tracker = make().tracker
    calls: list[tuple[str, tuple[str, ...], dict[str, Any], type]] = [
        ("retrieve", (FIXTURE,), {}, AgentTaskTracker),
        ("update", (FIXTURE,), {}, AgentTaskTracker),
        ("update", (FIXTURE,), ALL_UPDATED, AgentTaskTracker),
        ("list", (), {}, list),
        ("list", (), ALL_LISTED, list),
    ]
    for name, args, params, kind in calls:
        plain = await settle(getattr(tracker, name)(*args, **params))
        assert isinstance(plain, kind), f"{name} gives {plain!r}"
        first = plain[0] if isinstance(plain, list) else plain
        assert isinstance(first, AgentTaskTracker) and first.id == FIXTURE and first.agent_id == "agent_id" and first.task_id == "task_id"
        if name == "update":
            assert first.status == params.get("status") and first.status_reason == params.get("status_reason")

        raw = await settle(getattr(tracker.with_raw_response, name)(*args, **params))
        assert raw.is_closed is True and raw.http_request.headers.get("X-Stainless-Lang") == "python"
        assert raw.http_response.headers["content-type"] == "application/json"
        parsed = await settle(raw.parse())
        assert isinstance(parsed, kind)

        async with opened(getattr(tracker.with_streaming_response, name)(*args, **params)) as response:
            assert not response.is_closed
            assert response.http_request.headers.get("X-Stainless-Lang") == "python"
            assert isinstance(await settle(response.parse()), kind)
        assert response.is_closed is True

    for part in (tracker, tracker.with_raw_response):
        await expect_error(ValueError, lambda: part.retrieve(""))
        await expect_error(ValueError, lambda: part.update(tracker_id=""))
    assert control.violations() == [], control.violations()


async def check_real_errors(make: MakeClient, control: Control) -> None:
    """What the API itself refuses."""
    tracker = make().tracker
    for missing in ("nobody", "a b", "é", "%", "a?b#c", "a+b;c"):
        error = await expect_error(agentex.NotFoundError, lambda: tracker.retrieve(missing))
        assert error.body == {"message": f"Item with id '{missing}' does not exist.", "code": 404, "data": None}, error.body
    # A slash parts a path, also where it is escaped: no route fits.
    error = await expect_error(agentex.NotFoundError, lambda: tracker.retrieve("a/b"))
    assert error.body == {"detail": "Not Found"}, error.body
    error = await expect_error(agentex.UnprocessableEntityError, lambda: tracker.update(FIXTURE, status=5))
    assert error.body["detail"][0]["loc"] == ["body", "status"], error.body
    error = await expect_error(agentex.UnprocessableEntityError, lambda: tracker.list(limit=0))
    assert error.body["detail"][0]["type"] == "greater_than_equal", error.body
    control.add_event("second")
    await settle(tracker.update(FIXTURE, last_processed_event_id="second"))
    error = await expect_error(agentex.BadRequestError, lambda: tracker.update(FIXTURE, last_processed_event_id="last_processed_event_id"))
    assert error.body["message"].startswith("Cannot move cursor backwards: "), error.body


async def check_arranged_errors(make: MakeClient, control: Control) -> None:
    """Every class that the SDK has for a status, and those for a reply that never comes."""
    tracker = make().tracker
    kinds = {
        400: agentex.BadRequestError,
        401: agentex.AuthenticationError,
        403: agentex.PermissionDeniedError,
        404: agentex.NotFoundError,
        409: agentex.ConflictError,
        422: agentex.UnprocessableEntityError,
        429: agentex.RateLimitError,
        500: agentex.InternalServerError,
        503: agentex.InternalServerError,
    }
    for status, kind in kinds.items():
        for call in (tracker.retrieve, tracker.update):
            error = await expect_error(kind, lambda: call(FIXTURE, extra_headers={"Prefer": f"code={status}"}))
            assert error.status_code == status and error.response.headers["preference-applied"] == f"code={status}"
            assert isinstance(error.body, dict) and ("detail" in error.body if status == 422 else error.body["code"] == status), error.body
    await expect_error(agentex.APITimeoutError, lambda: tracker.retrieve(FIXTURE, timeout=0.2, extra_headers={"Prefer": "delay=5000"}))
    # A byte at a time is no timeout: that is counted between two reads.
    assert (await settle(tracker.retrieve(FIXTURE, timeout=0.2, extra_headers={"Prefer": "fault=slow-body"}))).id == FIXTURE
    for fault in ("connection-reset-by-peer", "empty-response", "malformed-response-chunk", "random-data-then-close"):
        headers = {"Prefer": f"fault={fault}"}
        # The aiohttp transport takes a reset for a timeout.
        await expect_error(agentex.APIConnectionError, lambda: tracker.retrieve(FIXTURE, extra_headers=headers), agentex.APITimeoutError)
    strict = make(_strict_response_validation=True).tracker
    for way in ("missing-field", "wrong-type", "bad-date"):
        headers = {"Prefer": f"fault=contract-breach;way={way}"}
        await expect_error(agentex.APIResponseValidationError, lambda: strict.retrieve(FIXTURE, extra_headers=headers))


async def check_retries(make: MakeClient, control: Control) -> None:
    """The SDK tries again after 408, 409, 429, 5xx, a timeout and a dropped connection; the journal tells how often."""
    tracker = make(max_retries=2, timeout=0.5).tracker
    soon = {"retry-after-ms": "5"}
    hindrances: list[dict[str, Any]] = [{"reply": {"status": status, "headers": soon, "body": {"message": "later", "code": status, "data": None}}} for status in (408, 409, 429, 500, 503)]
    hindrances += [{"fault": fault} for fault in ("connection-reset-by-peer", "empty-response", "malformed-response-chunk")]
    hindrances += [{"delay": 3000}]
    for hindrance in hindrances:
        control.send("POST", "/reset")
        control.arrange(match={"path": f"/tracker/{FIXTURE}"}, times=2 if "reply" in hindrance else 1, **hindrance)
        got = await settle(tracker.update(FIXTURE, status="after a while"))
        assert got.status == "after a while"
        sent = [request["request"]["headers"]["x-stainless-retry-count"] for request in control.requests()]
        # Where a connection that was kept drops, aiohttp itself tries again.
        expected = [["0", "1", "2"]] if "reply" in hindrance else [["0", "1"], ["0", "0"]] if "fault" in hindrance else [["0", "1"]]
        assert sent in expected, (hindrance, sent)
    control.send("POST", "/reset")
    control.arrange(match={}, reply={"status": 503, "headers": soon, "body": None})
    await expect_error(agentex.InternalServerError, lambda: tracker.list())
    assert len(control.requests()) == 3
    control.send("POST", "/reset")


CHECKS: list[Callable[[MakeClient, Control], Awaitable[None]]] = [check_methods, check_real_errors, check_arranged_errors, check_retries, check_batches]


def list_ways() -> dict[str, MakeClient]:
    def make(kind: Any, **fixed: Any) -> MakeClient:
        def create(base_url: str, **options: Any) -> Any:
            # A client for each check, as the SDK's own tests have it.
            more = {name: value() for name, value in fixed.items()}
            return kind(base_url=base_url, api_key="My API Key", **{"max_retries": 0, "_strict_response_validation": True, **more, **options})

        return create

    return {"sync, httpx": make(Agentex), "async, httpx": make(AsyncAgentex), "async, aiohttp": make(AsyncAgentex, http_client=DefaultAioHttpClient)}


async def main(url: str) -> None:
    failures: list[str] = []
    requests = 0
    for way, create in list_ways().items():
        for check in CHECKS:
            control = Control(url, f"{way.replace(', ', '-')}-{check.__name__}")
            clients: list[Any] = []

            def make(**options: Any) -> Any:
                clients.append(create(control.base_url, **options))
                return clients[-1]

            try:
                await check(make, control)
            except Exception:
                failures.append(f"{way}, {check.__name__}: {traceback.format_exc(limit=-3, chain=False)}")
            requests += len(control.requests(limit=1000))
            for client in clients:
                await settle(client.close())
        print(f"{way}: {len(CHECKS)} checks")
    print(json.dumps({"requests": requests, "failures": failures}))


asyncio.run(main(sys.argv[1]))
