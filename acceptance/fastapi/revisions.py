"""Later revisions of the contract, from a description of their fields in JSON."""

import datetime
import enum
import uuid
from typing import Annotated, Any, Literal, Optional, Union

from pydantic import BaseModel, ConfigDict, Field, create_model

from app import AgentTaskTracker, UpdateAgentTaskTrackerRequest

SCALARS: dict[str, Any] = {
    "int": int,
    "float": float,
    "bool": bool,
    "str": str,
    "datetime": datetime.datetime,
    "date": datetime.date,
    "uuid": uuid.UUID,
    "any": Any,
}


class Revision:
    """The request and the tracker model of one revision."""

    def __init__(self, description: dict[str, Any]):
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
            **{field["name"]: (Optional[self.to_type(field["type"])], None) for field in fields},
        )

    def to_model(self, description: dict[str, Any]) -> type[BaseModel]:
        fields = {field["name"]: self.to_field(field) for field in description["fields"]}
        return create_model(description["name"], __config__=ConfigDict(extra=description["extra"]), **fields)

    def to_field(self, field: dict[str, Any]) -> tuple[Any, Any]:
        return (self.to_type(field["type"]), field["default"] if "default" in field else ...)

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
                return dict[str, self.to_type(description["inner"])]
            case "union":
                return Union[tuple(self.to_type(branch) for branch in description["branches"])]
            case "tagged":
                branches = Union[tuple(self.to_type(branch) for branch in description["branches"])]
                return Annotated[branches, Field(discriminator=description["member"])]
            case _:
                return SCALARS[kind]
