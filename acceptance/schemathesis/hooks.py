"""Two checks of Schemathesis, for a server whose models do more than its contract says. Each asks the original check first, and accepts a
failure only for a reason that is listed in src/prism/model-differences.ts, too."""

from functools import cache
from urllib.parse import quote

import jsonschema_rs
import schemathesis
from schemathesis.core.failures import AcceptedNegativeData
from schemathesis.openapi.checks import RejectedPositiveData
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

NUMBER = {"type": "string", "pattern": r"^\s*[+-]?[0-9_]*(\.[0-9_]*)?(e[+-]?[0-9]+)?\s*$"}
BOOLEAN = {"type": "string", "pattern": "^(?i:0|1|on|off|t|f|y|n|yes|no|true|false)$"}
# Without an offset, or without a time.
TIME = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([T _t].*)?$"}
RPC_MEMBERS = ("jsonrpc", "method", "params", "id")
# What pydantic's lax mode converts to each type.
CONVERTED = {
    "integer": [{"type": "boolean"}, NUMBER],
    "number": [{"type": "boolean"}, NUMBER],
    "boolean": [{"enum": [0, 1]}, BOOLEAN],
    "date-time": [{"type": "number"}, NUMBER, TIME],
}


@schemathesis.check
def lax_negative_data_rejection(ctx, response, case):
    """An accepted body is a failure only if pydantic converts nothing in it that would make it valid."""
    try:
        return negative_data_rejection(ctx, response, case)
    except AcceptedNegativeData:
        if case.operation.body and create_lax_validator(case.operation).is_valid(case.body):
            return None
        raise


@schemathesis.check
def model_positive_data_acceptance(ctx, response, case):
    """A refused body is a failure only if it keeps the rules of the backend's models that the contract does not publish."""
    try:
        return positive_data_acceptance(ctx, response, case)
    except RejectedPositiveData:
        if response.status_code == 422 and all(is_unpublished(case, error) for error in response.json()["detail"]):
            return None
        raise


def is_unpublished(case, error):
    kind, (place, *path) = error["type"], error["loc"]
    if place != "body":
        return False
    # A model is chosen by its tag, which is required; and some models have rules across members.
    if kind in ("union_tag_not_found", "value_error"):
        return True
    # The params are read as the model of the method, and their members named as if they were those of the body.
    return case.path.endswith("/rpc") and bool(path) and path[0] not in RPC_MEMBERS


@cache
def create_lax_validator(operation):
    document = operation.schema.raw_schema
    path = quote(operation.path.replace("~", "~0").replace("/", "~1"))
    body = f"#/paths/{path}/{operation.method.lower()}/requestBody/content/application~1json/schema"
    return jsonschema_rs.Draft202012Validator({**relax(document), "$ref": body}, validate_formats=True)


def relax(schema):
    if isinstance(schema, list):
        return [relax(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    # Converted values may be valid for several branches.
    relaxed = {("anyOf" if key == "oneOf" else key): relax(value) for key, value in schema.items()}
    kind = schema.get("type")
    converted = CONVERTED.get(schema.get("format") if kind == "string" else kind) if isinstance(kind, str) else None
    return {"anyOf": [relaxed, *converted]} if converted else relaxed
