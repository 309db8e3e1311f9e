"""Every method of the SDK against a mock that serves fixtures/sdk.json; those for trackers sync and async, over httpx and aiohttp.

Takes the mock's address. The last line it prints is JSON: what was not as it has to be. The mock counts the requests.
"""

import asyncio
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
from resources import check_resources
from settle import settle

FIXTURE = "tracker_id"
TIMEOUTS_OF_AIOHTTP = ("connection-reset-by-peer", "empty-response")
ALL_UPDATED = {"last_processed_event_id": "last_processed_event_id", "status": "status", "status_reason": "status_reason"}
ALL_LISTED = {"agent_id": "agent_id", "limit": 1, "order_by": "order_by", "order_direction": "order_direction", "page_number": 1, "task_id": "task_id"}



class Clients:
    """Makes clients of one kind, over one transport, for one check."""

    def __init__(self, kind: Any, transport: str):
        self.kind = kind
        self.transport = transport
        self.base_url = ""
        self.made: list[Any] = []

    def __call__(self, **options: Any) -> Any:
        http_client = {"http_client": DefaultAioHttpClient()} if self.transport == "aiohttp" else {}
        # As the SDK's own tests have it.
        fixed = {"base_url": self.base_url, "api_key": "My API Key", "max_retries": 0, "_strict_response_validation": True}
        self.made.append(self.kind(**{**fixed, **http_client, **options}))
        return self.made[-1]

    async def close(self) -> None:
        for client in self.made:
            await settle(client.close())
        self.made.clear()


@asynccontextmanager
async def opened(manager: Any) -> AsyncIterator[Any]:
    if hasattr(manager, "__aenter__"):
        async with manager as value:
            yield value
    else:
        with manager as value:
            yield value


async def expect_error(kind: type[Exception], call: Callable[[], Any]) -> Any:
    try:
        await settle(call())
    except Exception as error:
        assert type(error) is kind, f"{type(error).__name__} in place of {kind.__name__}: {error}"
        return error
    raise AssertionError(f"no {kind.__name__}")


async def collect(stream: Any) -> list[Any]:
    return [piece async for piece in stream] if hasattr(stream, "__aiter__") else list(stream)


async def check_methods(make: Clients, control: Control) -> None:
    tracker = make().tracker
    calls: list[tuple[str, tuple[str, ...], dict[str, Any]]] = [
        ("retrieve", (FIXTURE,), {}),
        ("update", (FIXTURE,), {}),
        ("update", (FIXTURE,), ALL_UPDATED),
        # Without a cursor it stays where it is; the rest is set to null.
        ("update", (FIXTURE,), {}),
        ("list", (), {}),
        ("list", (), ALL_LISTED),
    ]
    cursor = None
    for name, args, params in calls:

        def read_world() -> Any:
            """What the call has to give, as the control API tells it."""
            trackers = control.trackers()
            return trackers if name == "list" else trackers[0]

        def expect_value(value: Any) -> None:
            world = read_world()
            expected = [AgentTaskTracker.model_validate(each) for each in world] if name == "list" else AgentTaskTracker.model_validate(world)
            assert value == expected, (name, value, expected)

        plain = await settle(getattr(tracker, name)(*args, **params))
        expect_value(plain)
        first = plain[0] if name == "list" else plain
        assert first.id == FIXTURE and first.agent_id == "agent_id" and first.task_id == "task_id"
        if name == "update":
            cursor = params.get("last_processed_event_id", cursor)
            got = (first.status, first.status_reason, first.last_processed_event_id)
            assert got == (params.get("status"), params.get("status_reason"), cursor), got

        raw = await settle(getattr(tracker.with_raw_response, name)(*args, **params))
        assert raw.is_closed is True and raw.http_request.headers.get("X-Stainless-Lang") == "python"
        assert raw.http_response.headers["content-type"] == "application/json"
        expect_value(await settle(raw.parse()))
        assert json.loads(raw.http_response.content) == read_world()

        async with opened(getattr(tracker.with_streaming_response, name)(*args, **params)) as response:
            assert not response.is_closed
            assert response.http_request.headers.get("X-Stainless-Lang") == "python"
            expect_value(await settle(response.parse()))
        assert response.is_closed is True
        async with opened(getattr(tracker.with_streaming_response, name)(*args, **params)) as response:
            assert json.loads(b"".join(await collect(response.iter_bytes(16)))) == read_world()
        async with opened(getattr(tracker.with_streaming_response, name)(*args, **params)) as response:
            lines = await collect(response.iter_lines())
            assert len(lines) == 1 and json.loads(lines[0]) == read_world(), lines

    for part in (tracker, tracker.with_raw_response):
        await expect_error(ValueError, lambda: part.retrieve(""))
        await expect_error(ValueError, lambda: part.update(tracker_id=""))
    assert control.violations() == [], control.violations()


async def check_real_errors(make: Clients, control: Control) -> None:
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


async def check_stubbed_errors(make: Clients, control: Control) -> None:
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
    calls: dict[str, Callable[..., Any]] = {
        "retrieve": lambda **options: tracker.retrieve(FIXTURE, **options),
        "update": lambda **options: tracker.update(FIXTURE, status="never", **options),
        "list": lambda **options: tracker.list(**options),
    }
    before = control.trackers()
    for status, kind in kinds.items():
        for name, call in calls.items():
            body: Any = {"message": f"{name} fails", "code": status, "data": None}
            if status == 422:
                body = {"detail": [{"loc": ["query", name], "msg": "stubbed", "type": "stubbed"}]}
            control.stub(match={}, times=1, reply={"status": status, "headers": {"x-stubbed": name}, "body": body})
            error = await expect_error(kind, call)
            assert error.status_code == status and error.response.headers["x-stubbed"] == name and error.body == body, error.body
            error = await expect_error(kind, lambda: call(extra_headers={"Prefer": f"code={status}"}))
            assert error.status_code == status and error.response.headers["preference-applied"] == f"code={status}"
            assert isinstance(error.body, dict) and ("detail" in error.body if status in (401, 422) else error.body["code"] == status), error.body
    assert control.trackers() == before, "what was answered with an error had its effect"
    await expect_error(agentex.APITimeoutError, lambda: tracker.retrieve(FIXTURE, timeout=0.2, extra_headers={"Prefer": "delay=5000"}))
    # A byte at a time is no timeout: that is counted between two reads.
    assert (await settle(tracker.retrieve(FIXTURE, timeout=0.2, extra_headers={"Prefer": "fault=slow-body"}))).id == FIXTURE
    for fault in ("connection-reset-by-peer", "empty-response", "malformed-response-chunk", "random-data-then-close"):
        headers = {"Prefer": f"fault={fault}"}
        # The aiohttp transport takes some of them for a timeout.
        kind = agentex.APITimeoutError if make.transport == "aiohttp" and fault in TIMEOUTS_OF_AIOHTTP else agentex.APIConnectionError
        await expect_error(kind, lambda: tracker.retrieve(FIXTURE, extra_headers=headers))
    strict = make(_strict_response_validation=True).tracker
    for way in ("missing-field", "wrong-type", "bad-date"):
        headers = {"Prefer": f"fault=contract-violation;violation={way}"}
        await expect_error(agentex.APIResponseValidationError, lambda: strict.retrieve(FIXTURE, extra_headers=headers))


async def check_retries(make: Clients, control: Control) -> None:
    """The SDK tries again after 408, 409, 429, 5xx, a timeout and a dropped connection; the journal tells how often."""
    tracker = make(max_retries=2, timeout=0.5).tracker
    soon = {"retry-after-ms": "5"}
    hindrances: list[dict[str, Any]] = [{"reply": {"status": status, "headers": soon, "body": {"message": "later", "code": status, "data": None}}} for status in (408, 409, 429, 500, 503)]
    hindrances += [{"fault": fault} for fault in ("connection-reset-by-peer", "empty-response", "malformed-response-chunk")]
    hindrances += [{"delay": 3000}]
    for hindrance in hindrances:
        control.send("POST", "/reset")
        control.stub(match={"path": f"/tracker/{FIXTURE}"}, times=2 if "reply" in hindrance else 1, **hindrance)
        got = await settle(tracker.update(FIXTURE, status="after a while"))
        assert got.status == "after a while"
        sent = [request["request"]["headers"]["x-stainless-retry-count"] for request in control.requests()]
        expected = [["0", "1", "2"]] if "reply" in hindrance else [["0", "1"]]
        # Where a connection that was kept drops, aiohttp itself tries again.
        if make.transport == "aiohttp" and "fault" in hindrance:
            expected.append(["0", "0"])
        assert sent in expected, (hindrance, sent)
    control.send("POST", "/reset")
    control.stub(match={}, reply={"status": 503, "headers": soon, "body": None})
    await expect_error(agentex.InternalServerError, lambda: tracker.list())
    assert len(control.requests()) == 3
    control.send("POST", "/reset")


CHECKS: list[Callable[[Clients, Control], Awaitable[None]]] = [check_methods, check_real_errors, check_stubbed_errors, check_retries, check_batches]
WAYS: dict[str, tuple[Any, str]] = {"sync, httpx": (Agentex, "httpx"), "async, httpx": (AsyncAgentex, "httpx"), "async, aiohttp": (AsyncAgentex, "aiohttp")}


async def main(url: str) -> None:
    failures: list[str] = []
    for way, (kind, transport) in WAYS.items():
        for check in CHECKS:
            control = Control(url, f"{way.replace(', ', '-')}-{check.__name__}")
            make = Clients(kind, transport)
            make.base_url = control.base_url
            try:
                await check(make, control)
            except Exception:
                failures.append(f"{way}, {check.__name__}: {traceback.format_exc(limit=-3, chain=False)}")
            await make.close()
        print(f"{way}: {len(CHECKS)} checks")
    failures += check_resources(f"{url}/__session/resources")
    print(json.dumps({"failures": failures}))


asyncio.run(main(sys.argv[1]))
