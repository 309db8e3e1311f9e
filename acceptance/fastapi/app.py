"""The tracker API as FastAPI serves it, written from the published contract.

Every request meets the same world: nothing is kept of an update but the reply to it. So an answer depends on the request alone.
"""

from datetime import datetime, timezone
from typing import Any

from fastapi import FastAPI, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field


class UpdateAgentTaskTrackerRequest(BaseModel):
    """Request model for updating an agent task tracker."""

    last_processed_event_id: str | None = Field(None, description="The most recent processed event ID (omit to leave unchanged)")
    status: str | None = Field(None, description="Processing status")
    status_reason: str | None = Field(None, description="Optional status reason")


class AgentTaskTracker(BaseModel):
    id: str = Field(..., description="The UUID of the agent task tracker")
    agent_id: str = Field(..., description="The UUID of the agent")
    task_id: str = Field(..., description="The UUID of the task")
    status: str | None = Field(None, description="Processing status")
    status_reason: str | None = Field(None, description="Optional status reason")
    last_processed_event_id: str | None = Field(None, description="The last processed event ID")
    created_at: datetime = Field(..., description="When the agent task tracker was created")
    updated_at: datetime | None = Field(None, description="When the agent task tracker was last updated")


class Refusal(Exception):
    """An answer of the deployed server in its own envelope."""

    def __init__(self, status: int, message: str):
        self.status = status
        self.message = message


def create_app(update_model: type[BaseModel], tracker_model: type[BaseModel], world: dict[str, list[dict[str, Any]]]) -> FastAPI:
    app = FastAPI(title="Agentex API", version="0.1.0", docs_url=None, redoc_url=None)
    trackers = {tracker["id"]: tracker for tracker in world["trackers"]}
    sequences = {event["id"]: event["sequence_id"] for event in world["events"]}

    @app.exception_handler(Refusal)
    async def refuse(_request: Any, refusal: Refusal) -> JSONResponse:
        return JSONResponse({"message": refusal.message, "code": refusal.status, "data": None}, refusal.status)

    def find(tracker_id: str) -> dict[str, Any]:
        if tracker_id not in trackers:
            raise Refusal(404, f"Item with id '{tracker_id}' does not exist.")
        return trackers[tracker_id]

    @app.get("/tracker/{tracker_id}", response_model=tracker_model, tags=["Agent Task Tracker"])
    async def get_agent_task_tracker(tracker_id: str) -> Any:
        """Get agent task tracker by tracker ID"""
        return find(tracker_id)

    async def update_agent_task_tracker(tracker_id: str, request: Any) -> Any:
        """Update agent task tracker by tracker ID"""
        tracker = find(tracker_id)
        names = tracker_model.model_fields.keys() & type(request).model_fields.keys()
        fields = {name: to_column(getattr(request, name), tracker_model.model_fields[name].annotation) for name in names}
        cursor, current = fields["last_processed_event_id"], tracker["last_processed_event_id"]
        if cursor is None:
            fields["last_processed_event_id"] = current
        elif cursor in sequences and current in sequences and sequences[cursor] < sequences[current]:
            reason = f"new sequence ID {sequences[cursor]} < current sequence ID {sequences[current]}"
            raise Refusal(400, f"Cannot move cursor backwards: {reason}")
        return {**tracker, **fields, "updated_at": datetime.now(timezone.utc)}

    # A revision has a request model of its own, so the annotation cannot be written down.
    update_agent_task_tracker.__annotations__["request"] = update_model
    app.put("/tracker/{tracker_id}", response_model=tracker_model, tags=["Agent Task Tracker"])(update_agent_task_tracker)

    @app.get("/tracker", response_model=list[tracker_model], tags=["Agent Task Tracker"], summary="List Agent Task Trackers")
    async def filter_agent_task_tracker(
        agent_id: str | None = Query(None, description="Agent ID"),
        task_id: str | None = Query(None, description="Task ID"),
        limit: int = Query(50, description="Limit", ge=1),
        page_number: int = Query(1, description="Page number", ge=1),
        order_by: str | None = Query(None, description="Field to order by"),
        order_direction: str = Query("desc", description="Order direction (asc or desc)"),
    ) -> Any:
        """List all agent task trackers, optionally filtered by query parameters."""
        fields = ["updated_at", "created_at", "id"]
        if order_by in tracker_model.model_fields:
            fields.insert(0, order_by)
        rows = [row for row in trackers.values() if agent_id in (None, "", row["agent_id"]) and task_id in (None, "", row["task_id"])]
        rows.sort(key=lambda row: [to_sort_key(row.get(field)) for field in fields], reverse=order_direction.lower() == "desc")
        start = (page_number - 1) * limit
        return rows[start : start + limit]

    return app


def to_column(value: Any, annotation: Any) -> Any:
    """A value as the database gives it back: a column of times keeps them in UTC."""
    is_time = annotation == datetime | None and isinstance(value, datetime)
    return value.astimezone(timezone.utc) if is_time else value


def to_sort_key(value: str | None) -> tuple[bool, str]:
    """Null last, as PostgreSQL has it. A time without a fraction comes before the same second with one."""
    if value is None:
        return (True, "")
    return (False, value.replace("Z", ".000000Z") if len(value) == len("2026-08-18T20:28:14Z") else value)
