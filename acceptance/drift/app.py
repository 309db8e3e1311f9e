"""The API of trackers and events on FastAPI, with the bugs that a request's `x-bugs` header names, separated by commas.

The trackers are those of the comparison's server. Takes a world as JSON on standard input, and prints its port. Exits when standard input
closes, so that it never outlives the test.
"""

import json
import os
import socket
import sys
import threading
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Query
from fastapi.responses import Response
from starlette.requests import Request

sys.path.insert(0, str(Path(__file__).parent.parent / "fastapi"))

from app import AgentTaskTracker, Refusal, UpdateAgentTaskTrackerRequest, create_app  # noqa: E402 (found by the path that is set above)


def add_events(app: FastAPI, events: list[dict[str, Any]]) -> None:
    @app.get("/events/{event_id}")
    async def get_event(event_id: str) -> Any:
        found = [event for event in events if event["id"] == event_id]
        if not found:
            raise Refusal(404, f"Item with id '{event_id}' does not exist.")
        return found[0]

    @app.get("/events")
    async def list_events(
        task_id: str = Query(...),
        agent_id: str = Query(...),
        last_processed_event_id: str | None = Query(None),
        limit: int | None = Query(None, ge=1, le=1000),
    ) -> Any:
        after = next((event["sequence_id"] for event in events if event["id"] == last_processed_event_id), 0)
        found = [event for event in events if (event["task_id"], event["agent_id"]) == (task_id, agent_id)]
        return [event for event in sorted(found, key=lambda event: event["sequence_id"]) if event["sequence_id"] > after][:limit]


def spoil(bugs: set[str], path: str, value: Any) -> Any:
    """A body with the bugs that are in bodies."""
    if "order" in bugs and isinstance(value, list):
        value.reverse()
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict) or "task_id" not in item:
            continue
        if "missing" in bugs and "status" in item:
            del item["created_at"]
        if "type" in bugs and "sequence_id" in item:
            item["sequence_id"] = str(item["sequence_id"])
        if "zone" in bugs and item.get("updated_at"):
            item["updated_at"] = item["updated_at"].removesuffix("Z")
        if "null" in bugs:
            item["agent_id"] = None
        if "extra" in bugs:
            item["priority"] = 1
    return value


def add_bugs(app: FastAPI) -> None:
    @app.middleware("http")
    async def break_replies(request: Request, call_next: Any) -> Any:
        bugs = set(request.headers.get("x-bugs", "").split(","))
        query = dict(request.query_params)
        if "filter" in bugs:
            query.pop("task_id", None) if request.url.path == "/tracker" else None
        if "page" in bugs and query.get("page_number", "").isdecimal():
            query["page_number"] = str(int(query["page_number"]) + 1)
        if query != dict(request.query_params):
            request.scope["query_string"] = "&".join(f"{name}={text}" for name, text in query.items()).encode()
        reply = await call_next(request)
        body = b"".join([part async for part in reply.body_iterator])
        headers = {name: text for name, text in reply.headers.items() if name != "content-length"}
        status = reply.status_code
        if "status" in bugs and status == 404:
            status = 500
        if "allow" in bugs:
            headers.pop("allow", None)
        if "html" in bugs and status == 422:
            headers["content-type"] = "text/html"
        is_json = body and headers.get("content-type") == "application/json" and status == 200
        value = spoil(bugs, request.url.path, json.loads(body)) if is_json else None
        return Response(json.dumps(value) if is_json else body, status, headers)


def main() -> None:
    world = json.loads(sys.stdin.readline())
    app = create_app(UpdateAgentTaskTrackerRequest, AgentTaskTracker, world)
    add_events(app, world["events"])
    add_bugs(app)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level=100, access_log=False)).run(sockets=[listener])


if __name__ == "__main__":
    main()
