"""Calls every method of every resource of the SDK, once with the required parameters and once with all."""

import inspect
from collections.abc import Iterable, Iterator
from datetime import datetime, timezone
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

import agentex
from agentex._resource import SyncAPIResource
from agentex._types import Omit
from typing_extensions import NotRequired, Required, is_typeddict

# What the SDK's generator adds to each method, and `stream`, which each convenience method sets itself.
OMITTED = {"extra_headers", "extra_query", "extra_body", "timeout", "stream"}
# Members of which the server takes no more than one.
ALTERNATIVES = (("agent_id", "agent_name"), ("task_id", "task_name"), ("cron_expression", "interval_seconds"))
TIME = datetime(2026, 8, 18, 20, 28, 14, tzinfo=timezone.utc)


def list_resources(owner: Any, path: str = "") -> Iterator[tuple[str, SyncAPIResource]]:
    for name in sorted(dir(type(owner))):
        if name.startswith(("_", "with_")):
            continue
        resource = getattr(owner, name, None)
        if isinstance(resource, SyncAPIResource):
            yield f"{path}{name}", resource
            yield from list_resources(resource, f"{path}{name}.")


def list_methods(resource: SyncAPIResource) -> Iterator[str]:
    for name, _ in inspect.getmembers(type(resource), inspect.isfunction):
        if not name.startswith(("_", "with_")):
            yield name


def draft_arguments(method: Any, with_optional: bool) -> dict[str, Any]:
    hints = get_type_hints(inspect.unwrap(method.__func__), include_extras=True)
    parameters = inspect.signature(method).parameters
    chosen = {
        name
        for name, parameter in parameters.items()
        if name not in OMITTED and (with_optional or parameter.default is inspect.Parameter.empty)
    }
    # One of the two is required, which the signatures do not say.
    chosen |= {one for one, other in ALTERNATIVES if {one, other} <= parameters.keys()}
    return {name: draft_value(hints[name], name, with_optional) for name in drop_alternatives(chosen)}


def drop_alternatives(names: Iterable[str]) -> list[str]:
    return sorted(set(names) - {other for one, other in ALTERNATIVES if one in names})


def draft_value(hint: Any, name: str, with_optional: bool) -> Any:
    """A value of the type. A text is the name of its parameter, as in the SDK's own tests; names of things have no underscores."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Annotated, Required, NotRequired):
        return draft_value(arguments[0], name, with_optional)
    if origin is Union or type(hint).__name__ == "UnionType":
        kinds = [kind for kind in arguments if kind not in (Omit, type(None))]
        if datetime in kinds:
            return TIME
        value = draft_value(kinds[0], name, with_optional)
        # The SDK declares the tag of a union as optional, but the API needs it.
        return value | draft_tag(kinds[0]) if isinstance(value, dict) else value
    if origin is Literal:
        return arguments[0]
    if is_typeddict(hint):
        members = get_type_hints(hint, include_extras=True)
        chosen = members if with_optional else [member for member in members if is_required(hint, members[member])]
        return {member: draft_value(members[member], member, with_optional) for member in drop_alternatives(chosen) if member not in OMITTED}
    if origin is dict:
        return {"key": draft_value(arguments[1], name, with_optional)}
    if origin is not None:
        return [draft_value(arguments[0], name, with_optional)]
    text = name if name.endswith("_id") else name.replace("_", "-")
    return {str: text, int: 1, float: 1.5, bool: True, datetime: TIME}.get(hint, {"key": "value"})


def draft_tag(kind: Any) -> dict[str, Any]:
    hints = get_type_hints(kind, include_extras=True) if is_typeddict(kind) else {}
    return {"type": draft_value(hints["type"], "type", False)} if "type" in hints else {}


def is_required(owner: Any, member: Any) -> bool:
    """Not `__required_keys__`, which does not know the postponed annotations of the SDK."""
    return get_origin(member) is Required or (owner.__total__ and get_origin(member) is not NotRequired)


def check_resources(url: str) -> list[str]:
    """Returns the calls that went wrong. The mock cannot make up streams, and must say so."""
    failures: list[str] = []
    with agentex.Agentex(base_url=url, _strict_response_validation=True, max_retries=0) as client:
        for path, resource in list_resources(client):
            for name in list_methods(resource):
                for with_optional in (False, True):
                    problem = call_method(getattr(resource, name), with_optional)
                    is_well = "operation-not-served" in problem if name.startswith("stream_") else problem == ""
                    if not is_well:
                        failures.append(f"{path}.{name} with {'all' if with_optional else 'the required'} parameters: {problem}")
    return failures


def call_method(method: Any, with_optional: bool) -> str:
    """Returns what went wrong, or an empty text."""
    try:
        result = method(**draft_arguments(method, with_optional))
        if isinstance(result, Iterator):
            list(result)
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    return ""
