"""Later revisions of the contract, from a description of their fields in JSON."""

import datetime
import decimal
import enum
import ipaddress
import json
import pathlib
import re
import uuid
from typing import Annotated, Any, Generic, Literal, Optional, TypeVar, Union

from pydantic import UUID4, UUID7, AnyUrl, AwareDatetime, BaseModel, ConfigDict, EmailStr, Field, Json, SecretStr, create_model

from app import AgentTaskTracker, Shape, UpdateAgentTaskTrackerRequest

T = TypeVar("T")


class Box(BaseModel, Generic[T]):
    """A generic model, whose name in a union is `Box[int]`."""

    value: T


SCALARS: dict[str, Any] = {
    "int": int,
    "float": float,
    "bool": bool,
    "str": str,
    "datetime": datetime.datetime,
    "date": datetime.date,
    "uuid": uuid.UUID,
    "any": Any,
    "decimal": decimal.Decimal,
    "timedelta": datetime.timedelta,
    "time": datetime.time,
    "aware": AwareDatetime,
    "url": AnyUrl,
    "email": EmailStr,
    "ipv4": ipaddress.IPv4Address,
    "ipv6": ipaddress.IPv6Address,
    "ipv4_network": ipaddress.IPv4Network,
    "ipv6_network": ipaddress.IPv6Network,
    "uuid4": UUID4,
    "uuid7": UUID7,
    "json": Json,
    "bytes": bytes,
    "path": pathlib.Path,
    "pattern": re.Pattern,
    "password": SecretStr,
}
IDS = {"str": str, "int": int, "uuid": uuid.UUID}


class Revision:
    """The request and the tracker model of one revision."""

    def __init__(self, description: dict[str, Any]):
        self.shape = Shape(**description["shape"])
        self.named: dict[str, Any] = {}
        for choice in description["enums"]:
            members = [(f"C{index}", value) for index, value in enumerate(choice["values"])]
            # As FastAPI's guide has them: `class Color(str, Enum)`.
            self.named[choice["name"]] = enum.Enum(choice["name"], members, type=type(choice["values"][0]))
        # In an order in which a model comes after those that it holds.
        for model in description["models"]:
            self.named[model["name"]] = self.to_model(model)
        fields = description["fields"]
        self.update_model = create_model(
            "UpdateAgentTaskTrackerRequest",
            __base__=UpdateAgentTaskTrackerRequest,
            __doc__=UpdateAgentTaskTrackerRequest.__doc__,
            **{field["name"]: self.to_field(field) for field in fields},
        )
        self.update_model.model_config["extra"] = description["extra"]
        self.update_model.model_rebuild(force=True)
        self.tracker_model = create_model(
            "AgentTaskTracker",
            __base__=AgentTaskTracker,
            id=(IDS[self.shape.id], ...),
            # What was read from a text with JSON in it is no such text any more.
            **{field["name"]: (Optional[self.to_type(field["type"])], None) for field in fields if '"json"' not in json.dumps(field)},
        )

    def to_model(self, description: dict[str, Any]) -> type[BaseModel]:
        fields = {field["name"]: self.to_field(field) for field in description["fields"]}
        return create_model(description["name"], __config__=ConfigDict(extra=description["extra"]), **fields)

    def to_field(self, field: dict[str, Any]) -> tuple[Any, Any]:
        made = self.to_type(field["type"])
        if "factory" in field:
            return (made, Field(default_factory={"list": list, "dict": dict}[field["factory"]]))
        if field.get("hasModelDefault"):
            return (made, made())
        return (made, field["default"] if "default" in field else ...)

    def to_type(self, description: dict[str, Any]) -> Any:
        kind = description["kind"]
        bounds = description.get("bounds")
        if bounds:
            return Annotated[self.to_type({**description, "bounds": None}), Field(**bounds)]
        match kind:
            case "literal":
                return Literal[tuple(description["values"])]
            case "named":
                return self.named[description["name"]]
            case "optional":
                return Optional[self.to_type(description["inner"])]
            case "list" | "set":
                return {"list": list, "set": set}[kind][self.to_type(description["inner"])]
            case "tuple":
                return tuple[tuple(self.to_type(branch) for branch in description["branches"])]
            case "dict":
                keys = self.to_type(description["keys"]) if "keys" in description else str
                return dict[keys, self.to_type(description["inner"])]
            case "box":
                return Box[self.to_type(description["inner"])]
            case "union":
                return Union[tuple(self.to_type(branch) for branch in description["branches"])]
            case "tagged":
                branches = Union[tuple(self.to_type(branch) for branch in description["branches"])]
                return Annotated[branches, Field(discriminator=description["member"])]
            case _:
                return SCALARS[kind]
