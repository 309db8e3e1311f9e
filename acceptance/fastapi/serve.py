"""Serves the published contract and every revision on one port. Takes the worlds and the revisions as JSON on standard input.

A request's `x-oracle-revision` header names the revision; none is the published contract. Two more questions are answered for the comparison:
`x-oracle: document` gives the OpenAPI document that FastAPI publishes, `x-oracle: verdict` says what pydantic makes of a JSON body, and why the last
answer on the connection was a 500.
Exits when standard input closes, so that it never outlives the test.
"""

import json
import os
import platform
import re
import socket
import sys
import threading
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any

import fastapi
import pydantic
import uvicorn
from fastapi import FastAPI
from fastapi.encoders import decimal_encoder
from fastapi.responses import JSONResponse, Response
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from app import AgentTaskTracker, DeployedUpdateRequest, UpdateAgentTaskTrackerRequest, create_app
from revisions import Revision


def to_json(value: Any) -> Any:
    """A value that JSON does not have, as FastAPI writes it."""
    return decimal_encoder(value) if isinstance(value, Decimal) else str(value)


def main() -> None:
    given = json.loads(sys.stdin.readline())
    revisions = [Revision(description) for description in given["revisions"]]
    apps = {b"": create_app(UpdateAgentTaskTrackerRequest, AgentTaskTracker, given["worlds"]["str"])}
    # The same contract as the deployed server answers it, whose answers are its own.
    apps[b"deployed"] = create_app(DeployedUpdateRequest, AgentTaskTracker, given["worlds"]["str"], is_deployed=True)
    for index, revision in enumerate(revisions):
        world = given["worlds"][revision.shape.id]
        apps[b"%d" % index] = create_app(revision.update_model, revision.tracker_model, world, revision.shape)

    adapters = {name: TypeAdapter(find_body(app)) for name, app in apps.items()}
    failures: dict[tuple[str, int], str] = {}

    async def dispatch(scope: Any, receive: Any, send: Any) -> None:
        headers = dict(scope["headers"])
        name = headers.get(b"x-oracle-revision", b"")
        match headers.get(b"x-oracle"):
            case b"document":
                await JSONResponse(apps[name].openapi())(scope, receive, send)
            case b"verdict":
                body = await Request(scope, receive).body()
                failure = failures.pop(scope["client"], None)
                # In ASCII, so that a lone surrogate gets through.
                verdict = json.dumps(find_verdict(adapters[name].validator, body, failure), default=to_json)
                await Response(verdict, media_type="application/json")(scope, receive, send)
            case _:
                try:
                    await apps[name](scope, receive, send)
                except Exception as error:
                    # FastAPI has answered 500 by now.
                    failures[scope["client"]] = f"{type(error).__name__}: {error}"

    # Named as TCP, since asyncio switches Nagle's algorithm off for such a socket alone; a reply would take 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen()
    # Its own 500s would fill the terminal: FastAPI raises them again after it has answered.
    config = uvicorn.Config(dispatch, http="httptools", loop="asyncio", lifespan="off", log_level=100, access_log=False)
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    versions = {"python": platform.python_version(), "fastapi": fastapi.__version__, "pydantic": pydantic.VERSION}
    print(json.dumps({"port": listener.getsockname()[1], **versions}), flush=True)
    uvicorn.Server(config).run(sockets=[listener])


def find_body(app: FastAPI) -> Any:
    """The type that FastAPI reads the body of an update as."""
    info = next(route.body_field.field_info for route in app.routes if "PUT" in getattr(route, "methods", ()))
    return Annotated[info.annotation, info]


def find_verdict(validator: Any, body: bytes, failure: str | None) -> dict[str, Any]:
    """What is wrong with a JSON body, without the inputs, which FastAPI may fail to print: as FastAPI reads it (`lax`), and where nothing
    is converted but what JSON has no type for, such as times and UUIDs (`strict`). And the exception behind the last 500, if any."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {"lax": None, "strict": None, "failure": failure}
    # A lone surrogate would stop the reading as JSON; it is not what strictness is about.
    text = re.sub("[\ud800-\udfff]", "\ufffd" * 3, json.dumps(value, ensure_ascii=False))
    return {
        "lax": find_errors(lambda: validator.validate_python(value, from_attributes=True)),
        "strict": find_errors(lambda: validator.validate_json(text, strict=True)),
        "failure": failure,
    }


def find_errors(validate: Callable[[], Any]) -> list[Any]:
    try:
        validate()
    except ValidationError as error:
        return [{**detail, "loc": ["body", *detail["loc"]]} for detail in error.errors(include_url=False, include_input=False)]
    return []


if __name__ == "__main__":
    main()
