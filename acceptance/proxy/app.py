"""A server of trackers, agents and events with FastAPI that has two defects: a reply without a required member, and a cursor that goes back.

Prints its port. Exits when standard input closes, so that it never outlives the test.
"""

import os
import socket
import sys
import threading
from typing import Any

import uvicorn
from fastapi import FastAPI, HTTPException, Query
from pydantic import BaseModel

app = FastAPI()
CREATED = "2026-08-18T20:00:00Z"


def make_tracker(name: str) -> dict[str, Any]:
    return {
        "id": name,
        "agent_id": "agent-1",
        "task_id": f"task-of-{name}",
        "status": "RUNNING",
        "status_reason": None,
        "last_processed_event_id": None,
        "created_at": CREATED,
        "updated_at": None,
    }


TRACKERS = {name: make_tracker(name) for name in ("sound", "broken", "moving")}
EVENTS = [
    {"id": f"event-{number}", "sequence_id": number, "task_id": "task-of-sound", "agent_id": "agent-1", "created_at": CREATED, "content": None}
    for number in (1, 2, 3)
]


class Update(BaseModel):
    last_processed_event_id: str | None = None
    status: str | None = None
    status_reason: str | None = None


def show(name: str) -> dict[str, Any]:
    if name not in TRACKERS:
        raise HTTPException(404)
    # The first defect.
    return {key: value for key, value in TRACKERS[name].items() if (name, key) != ("broken", "created_at")}


@app.get("/tracker/{tracker_id}")
async def retrieve(tracker_id: str) -> dict[str, Any]:
    return show(tracker_id)


@app.put("/tracker/{tracker_id}")
async def update(tracker_id: str, request: Update) -> dict[str, Any]:
    show(tracker_id)
    # The second defect: nothing compares the events.
    TRACKERS[tracker_id] |= {**request.model_dump(), "updated_at": "2026-08-18T21:00:00Z"}
    return show(tracker_id)


@app.get("/tracker")
async def list_trackers(task_id: str | None = None, limit: int = Query(50, ge=1)) -> list[dict[str, Any]]:
    return [show(name) for name, tracker in TRACKERS.items() if task_id in (None, tracker["task_id"])][:limit]


@app.get("/events")
async def list_events(task_id: str, agent_id: str) -> list[dict[str, Any]]:
    return [event for event in EVENTS if event["task_id"] == task_id and event["agent_id"] == agent_id]


@app.get("/agents")
async def list_agents() -> list[dict[str, Any]]:
    agent = {"id": "agent-1", "name": "first", "description": "", "acp_type": "sync", "created_at": CREATED, "updated_at": CREATED}
    return [{**agent, "api_key": "sk-not-for-a-recording"}]


if __name__ == "__main__":
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(listener.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level=100, access_log=False)).run(sockets=[listener])
