"""The tracker API as FastAPI serves it, written from the published contract.

Every request meets the same world: nothing is kept of an update but the reply to it. So an answer depends on the request alone.
"""

import json
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timezone
from decimal import Decimal
from enum import IntEnum
from inspect import Parameter, Signature, signature
from typing import Any, Literal
from uuid import UUID

from fastapi import Body, Depends, FastAPI, Query
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import AwareDatetime, BaseModel, Field, create_model, model_validator


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


class DeployedUpdateRequest(UpdateAgentTaskTrackerRequest):
    """The request with what the backend's base model does: a string is parsed as JSON once more."""

    @model_validator(mode="before")
    @classmethod
    def parse_string(cls, value: Any) -> Any:
        return cls(**json.loads(value)) if isinstance(value, str) else value


# Python names the class in the TypeError for a string that holds no object.
DeployedUpdateRequest.__module__ = "src.api.schemas.agent_task_tracker"
DeployedUpdateRequest.__name__ = DeployedUpdateRequest.__qualname__ = "UpdateAgentTaskTrackerRequest"


class Refusal(Exception):
    """An answer of the deployed server in its own envelope."""

    def __init__(self, status: int, message: str):
        self.status = status
        self.message = message


@dataclass
class Shape:
    """How a revision declares its operations; `revision-shape.ts` describes the members."""

    body: str = "plain"
    status: int = 200
    id: str = "str"
    untyped: str | None = None
    hasSmallList: bool = False
    order: tuple[str, ...] = ("retrieve", "update", "list")
    parameters: tuple[str, ...] = ()


class Note(BaseModel):
    """The second body parameter of an update with two."""

    text: str | None = None
    level: int = 1


class SmallTracker(BaseModel):
    """What a list may hold in place of whole trackers."""

    id: Any
    agent_id: str
    status: str | None = None


class Level(IntEnum):
    LOW = 1
    HIGH = 2


PARAMETERS: dict[str, Any] = {
    "literal_int": Literal[1, 2] | None,
    "int_enum": Level | None,
    "literal_text": Literal["a", "b"] | None,
    "pair": tuple[int, str] | None,
    "day": date | None,
    "since": datetime | None,
    "ids": list[int] | None,
    "flag": bool | None,
    "amount": Decimal | None,
}


def to_body(model: type[BaseModel], kind: str) -> dict[str, tuple[Any, Any]]:
    """The body parameters of an update, each with its default."""
    match kind:
        case "optional":
            return {"request": (model | None, None)}
        case "embedded":
            return {"request": (model, Body(embed=True))}
        case "two":
            return {"request": (model, ...), "note": (Note, Note())}
        case "union":
            return {"request": (model | create_model("OtherRequest", __base__=UpdateAgentTaskTrackerRequest, other=(int, ...)), ...)}
        case "tagged":
            branches = [
                create_model(name, __base__=base, kind=(Literal[tag], ...))
                for name, base, tag in [("TaggedRequest", model, "update"), ("OtherRequest", UpdateAgentTaskTrackerRequest, "other")]
            ]
            return {"request": (branches[0] | branches[1], Body(discriminator="kind"))}
        case _:
            return {"request": (model, ...)}


def declare(function: Any, parameters: dict[str, tuple[Any, Any]]) -> Any:
    """Gives a function parameters that are known only now, as FastAPI reads them."""
    own = [parameter for parameter in signature(function).parameters.values() if parameter.kind != Parameter.VAR_KEYWORD]
    more = [
        Parameter(name, Parameter.KEYWORD_ONLY, annotation=annotation, default=Parameter.empty if default is ... else default)
        for name, (annotation, default) in parameters.items()
    ]
    names = {parameter.name for parameter in more}
    function.__signature__ = Signature([*(parameter for parameter in own if parameter.name not in names), *more])
    return function


def create_app(
    update_model: type[BaseModel],
    tracker_model: type[BaseModel],
    world: dict[str, list[dict[str, Any]]],
    shape: Shape = Shape(),
    is_deployed: bool = False,
) -> FastAPI:
    app = FastAPI(title="Agentex API", version="0.1.0", docs_url=None, redoc_url=None)
    # A column of the tracker that no row has is null.
    columns = {name: None for name in tracker_model.model_fields if name not in AgentTaskTracker.model_fields}
    trackers = {str(tracker["id"]): {**tracker, **columns} for tracker in world["trackers"]}
    sequences = {event["id"]: event["sequence_id"] for event in world["events"]}

    @app.exception_handler(Refusal)
    async def refuse(_request: Any, refusal: Refusal) -> JSONResponse:
        return JSONResponse({"message": refusal.message, "code": refusal.status, "data": None}, refusal.status)

    if is_deployed:
        answer_as_deployed(app)

    def find(tracker_id: Any) -> dict[str, Any]:
        if str(tracker_id) not in trackers:
            raise Refusal(404, f"Item with id '{tracker_id}' does not exist.")
        return trackers[str(tracker_id)]

    async def find_first(tracker_id: str) -> None:
        find(tracker_id)

    async def get_agent_task_tracker(tracker_id: str) -> Any:
        """Get agent task tracker by tracker ID"""
        return find(tracker_id)

    async def update_agent_task_tracker(tracker_id: str, request: Any, **_others: Any) -> Any:
        """Update agent task tracker by tracker ID"""
        tracker = find(tracker_id)
        # Without a body, where it may be missing, nothing is changed but the time of the update.
        names = tracker_model.model_fields.keys() & type(request).model_fields.keys() if request is not None else ()
        fields = {name: to_column(getattr(request, name), tracker_model.model_fields[name].annotation) for name in names}
        cursor, current = fields.get("last_processed_event_id"), tracker["last_processed_event_id"]
        if cursor is None:
            fields["last_processed_event_id"] = current
        elif is_deployed and not is_storable(cursor):
            raise Refusal(500, "Internal server error")
        elif is_deployed and cursor not in sequences:
            raise Refusal(400, f"Event with ID {cursor} not found")
        elif cursor in sequences and current in sequences and sequences[cursor] < sequences[current]:
            reason = f"new sequence ID {sequences[cursor]} < current sequence ID {sequences[current]}"
            raise Refusal(400, f"Cannot move cursor backwards: {reason}")
        if is_deployed and not all(value is None or is_storable(value) for value in fields.values()):
            raise Refusal(500, "Internal server error")
        return None if shape.status == 204 else {**tracker, **fields, "updated_at": datetime.now(timezone.utc)}

    async def filter_agent_task_tracker(
        agent_id: str | None = Query(None, description="Agent ID"),
        task_id: str | None = Query(None, description="Task ID"),
        limit: int = Query(50, description="Limit", ge=1),
        page_number: int = Query(1, description="Page number", ge=1),
        order_by: str | None = Query(None, description="Field to order by"),
        order_direction: str = Query("desc", description="Order direction (asc or desc)"),
        **_others: Any,
    ) -> Any:
        """List all agent task trackers, optionally filtered by query parameters."""
        fields = ["updated_at", "created_at", "id"]
        if order_by in tracker_model.model_fields:
            fields.insert(0, order_by)
        rows = [row for row in trackers.values() if agent_id in (None, "", row["agent_id"]) and task_id in (None, "", row["task_id"])]
        rows.sort(key=lambda row: [to_sort_key(row.get(field)) for field in fields], reverse=order_direction.lower() == "desc")
        start = (page_number - 1) * limit
        return rows[start : start + limit]

    # The models and parameters of a revision are its own, so these annotations cannot be written down.
    for function in (get_agent_task_tracker, update_agent_task_tracker):
        function.__annotations__["tracker_id"] = {"str": str, "int": int, "uuid": UUID}[shape.id]
    declare(update_agent_task_tracker, to_body(update_model, shape.body))
    declare(filter_agent_task_tracker, {name: (PARAMETERS[name], Query(None)) for name in shape.parameters})
    listed = SmallTracker if shape.hasSmallList else tracker_model
    operations: dict[str, tuple[str, str, Any, Any, dict[str, Any]]] = {
        "retrieve": ("GET", "/tracker/{tracker_id}", get_agent_task_tracker, tracker_model, {}),
        "update": ("PUT", "/tracker/{tracker_id}", update_agent_task_tracker, tracker_model, {"status_code": shape.status}),
        "list": ("GET", "/tracker", filter_agent_task_tracker, list[listed], {"summary": "List Agent Task Trackers"}),
    }
    for name in shape.order:
        method, path, function, model, options = operations[name]
        # The backend looks the id up before it validates the rest of the request.
        if is_deployed and "tracker_id" in path:
            options["dependencies"] = [Depends(find_first)]
        has_model = name != shape.untyped and options.get("status_code") != 204
        app.add_api_route(
            path, function, methods=[method], response_model=model if has_model else None, tags=["Agent Task Tracker"], **options
        )
    return app


def is_storable(text: str) -> bool:
    """Whether the database and its driver take a text."""
    return "\0" not in text and not re.search("[\ud800-\udfff]", text)


def answer_as_deployed(app: FastAPI) -> None:
    """Adds the exception handlers of the backend."""

    @app.exception_handler(RequestValidationError)
    async def refuse_invalid(_request: Any, error: RequestValidationError) -> JSONResponse:
        message = str(error).replace("\n", " ").replace("   ", " ")
        return JSONResponse({"status_code": 10422, "message": message, "data": None}, 422)

    @app.exception_handler(Exception)
    async def fail(_request: Any, error: Exception) -> JSONResponse:
        message = f"Internal Server Error. Class: {type(error)}. Exception: {error}"
        return JSONResponse({"message": message, "code": 500, "data": None}, 500)


def to_column(value: Any, annotation: Any) -> Any:
    """A value as the database gives it back: a column of times keeps them in UTC."""
    is_time = annotation in (datetime | None, AwareDatetime | None) and isinstance(value, datetime)
    return value.astimezone(timezone.utc) if is_time else value


def to_sort_key(value: Any) -> tuple[bool, Any]:
    """Null last, as PostgreSQL has it. A time without a fraction comes before the same second with one."""
    if value is None:
        return (True, "")
    if not isinstance(value, str):
        return (False, value)
    if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:]{8}(\.\d+)?Z", value):
        return (False, value.replace("Z", ".000000Z") if len(value) == len("2026-08-18T20:28:14Z") else value)
    # Near enough to the database's en_US.UTF-8 for the texts of this world: accents and case count after the letters.
    letters = "".join(part for part in unicodedata.normalize("NFD", value) if not unicodedata.combining(part))
    return (False, (letters.casefold(), value.swapcase()))
