"""The tracker API on FastAPI, written from the published contract: it keeps its state and obeys the rules of the deployed server.

Takes worlds by name as JSON on standard input, and serves each below paths of its own: `/FRONT/WORLD/BUG/...`. A bug is one of those of main.ts; any
other name stands for none. Each pair of a world and a bug has its own state. A front is what the server is behind: `guarded`, `limited`, `unsteady`,
`slow`, or `plain` for nothing.
Prints its port. Exits when standard input closes, so that it never outlives the test.
"""

import asyncio
import json
import os
import random
import socket
import sys
import threading
import time
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI, Query
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse

sys.path.insert(0, str(Path(__file__).parent.parent / "fastapi"))
from app import AgentTaskTracker, Refusal, UpdateAgentTaskTrackerRequest, to_sort_key  # noqa: E402 (found by the path that is set above)

TOKEN = "Bearer s3cret-of-the-acceptance-test"
HEALTHY = {name: {"healthy": True} for name in ("postgres", "redis", "mongodb")}


def print_time(moment: datetime) -> str:
    """As pydantic prints it: six digits of a fraction, or none."""
    return moment.astimezone(timezone.utc).isoformat().replace("+00:00", "Z")


def create_app(world: dict[str, Any], bug: str) -> FastAPI:
    app = FastAPI(docs_url=None, redoc_url=None)
    trackers = {tracker["id"]: dict(tracker) for tracker in world["trackers"]}
    events = {event["id"]: event for event in world["events"]}

    @app.exception_handler(Refusal)
    async def refuse(_request: Any, refusal: Refusal) -> JSONResponse:
        return JSONResponse({"message": refusal.message, "code": refusal.status, "data": None}, refusal.status)

    if bug == "fails-at-json":

        @app.exception_handler(RequestValidationError)
        async def fail(_request: Any, error: RequestValidationError) -> JSONResponse:
            if any(detail["type"] == "json_invalid" for detail in error.errors()):
                return JSONResponse("Internal Server Error", 500)
            return JSONResponse({"detail": jsonable_encoder(error.errors())}, 422)

    def find(items: dict[str, dict[str, Any]], id: str) -> dict[str, Any]:
        if id not in items:
            raise Refusal(404, f"Item with id '{id}' does not exist.")
        return items[id]

    def show(tracker: dict[str, Any]) -> dict[str, Any]:
        row = dict(tracker)
        match bug:
            case "missing-member":
                del row["agent_id"]
            case "wrong-type":
                row["task_id"] = 7
            case "no-zone":
                row["created_at"] = row["created_at"].removesuffix("Z")
        return row

    @app.get("/tracker/{tracker_id}")
    async def get_agent_task_tracker(tracker_id: str) -> Any:
        return show(find(trackers, tracker_id))

    @app.put("/tracker/{tracker_id}")
    async def update_agent_task_tracker(tracker_id: str, request: UpdateAgentTaskTrackerRequest) -> Any:
        tracker = find(trackers, tracker_id)
        fields = request.model_dump()
        if bug == "status-kept" and "status" not in request.model_fields_set:
            fields["status"] = tracker["status"]
        cursor, current = fields["last_processed_event_id"], tracker["last_processed_event_id"]
        if cursor is None:
            fields["last_processed_event_id"] = current
        elif cursor not in events:
            raise Refusal(400, f"Event with ID {cursor} not found")
        elif current in events and events[cursor]["sequence_id"] < events[current]["sequence_id"] and bug != "cursor-goes-back":
            new, old = events[cursor]["sequence_id"], events[current]["sequence_id"]
            raise Refusal(400, f"Cannot move cursor backwards: new sequence ID {new} < current sequence ID {old}")
        if bug == "always-renewed" or any(tracker[name] != value for name, value in fields.items()):
            tracker |= {**fields, "updated_at": print_time(datetime.now(timezone.utc))}
        return show(tracker)

    @app.get("/tracker")
    async def filter_agent_task_tracker(
        agent_id: str | None = Query(None),
        task_id: str | None = Query(None),
        limit: int = Query(50, ge=1),
        page_number: int = Query(1, ge=1),
        order_by: str | None = Query(None),
        order_direction: str = Query("desc"),
    ) -> Any:
        if bug == "filter-ignored":
            agent_id = None
        names = ["updated_at", "created_at"]
        if order_by in AgentTaskTracker.model_fields:
            names.insert(0, order_by)
        rows = [row for row in trackers.values() if agent_id in (None, "", row["agent_id"]) and task_id in (None, "", row["task_id"])]
        # Equal rows have no defined order.
        random.shuffle(rows)
        is_descending = order_direction.lower() == "desc"
        if bug == "wrong-order" and order_by is None:
            is_descending = not is_descending
        rows.sort(key=lambda row: [to_sort_key(row[name]) for name in names], reverse=is_descending)
        start = (page_number - (0 if bug == "page-off-by-one" and page_number > 1 else 1)) * limit
        return [show(row) for row in rows[start : start + limit]]

    @app.get("/events/{event_id}")
    async def get_event(event_id: str) -> Any:
        return find(events, event_id)

    @app.get("/events")
    async def list_events(
        task_id: str, agent_id: str, last_processed_event_id: str | None = None, limit: int | None = Query(None, ge=1, le=1000)
    ) -> Any:
        passed = events.get(last_processed_event_id or "", {"sequence_id": float("-inf")})["sequence_id"]
        rows = [row for row in events.values() if (row["task_id"], row["agent_id"]) == (task_id, agent_id) and row["sequence_id"] > passed]
        return sorted(rows, key=lambda row: row["sequence_id"])[:limit]

    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"], allow_headers=["*"])
    return app


class Front:
    """What stands before the apps: it takes the first parts of a path off, and does what they name."""

    def __init__(self, worlds: dict[str, Any]):
        self.worlds = worlds
        self.apps: dict[tuple[str, str], FastAPI] = {}
        self.allowance = 40.0
        self.last = time.monotonic()
        self.draw = random.Random(1)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        front, world, bug, path = scope["path"].removeprefix("/").split("/", 3)
        headers = dict(scope["headers"])
        is_preflight = scope["method"] == "OPTIONS"
        if front == "guarded" and not is_preflight and headers.get(b"authorization", b"").decode() != TOKEN:
            status = 401 if b"authorization" not in headers else 403
            return await JSONResponse({"detail": f"Refused: {headers.get(b'authorization', b'').decode()}"}, status)(scope, receive, send)
        if front == "limited" and not self.take():
            return await JSONResponse({"detail": "Too many requests"}, 429, headers={"retry-after": "1"})(scope, receive, send)
        if front == "unsteady" and self.draw.random() < 0.05:
            return await JSONResponse({"detail": "Service temporarily unavailable"}, 503)(scope, receive, send)
        if front == "slow":
            await asyncio.sleep(0.55)
        if path in ("healthz", "readyz", "healthcheck") and scope["method"] == "GET":
            body = {"status": "ok"} if path == "healthz" else {"status": "ok", "checks": HEALTHY}
            return await JSONResponse(body)(scope, receive, send)
        key = (world, bug)
        if key not in self.apps:
            self.apps[key] = create_app(self.worlds[world], bug)
        own = {**scope, "path": f"/{path}", "raw_path": f"/{path}".encode(), "root_path": ""}
        await self.apps[key](own, receive, send)

    def take(self) -> bool:
        """A bucket of 40 requests that 40 are added to each second."""
        now = time.monotonic()
        self.allowance = min(40.0, self.allowance + (now - self.last) * 40)
        self.last = now
        if self.allowance < 1:
            return False
        self.allowance -= 1
        return True


def main() -> None:
    front = Front(json.loads(sys.stdin.readline()))
    # Named as TCP, since asyncio switches Nagle's algorithm off for such a socket alone; a reply would take 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    config = uvicorn.Config(front, http="httptools", loop="asyncio", lifespan="off", log_level=100, access_log=False)
    uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
