"""The mock's control API, over a connection of its own: nothing of the SDK is used to check the SDK's calls."""

import json
import urllib.parse
import urllib.request
from typing import Any


class Control:
    """The controls of one session."""

    def __init__(self, url: str, session: str):
        self.base_url = f"{url}/__session/{session}"

    def send(self, method: str, path: str, body: Any = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base_url}/__admin{path}", data, {"content-type": "application/json"}, method=method)
        with urllib.request.urlopen(request, timeout=10) as response:
            text = response.read()
        return json.loads(text) if text else None

    def stub(self, **stub: Any) -> None:
        self.send("POST", "/stubs", stub)

    def trackers(self) -> list[dict[str, Any]]:
        return self.send("GET", "/state")["trackers"]

    def requests(self, **filters: Any) -> list[dict[str, Any]]:
        return self.send("GET", f"/requests?{urllib.parse.urlencode(filters)}")["requests"]

    def add_event(self, event_id: str) -> None:
        self.send("POST", "/events", {"id": event_id, "task_id": "task_id", "agent_id": "agent_id"})

    def events(self, **filters: Any) -> list[dict[str, Any]]:
        given = {name: value for name, value in filters.items() if value is not None}
        return self.send("GET", f"/events?{urllib.parse.urlencode(given)}")["events"]

    def violations(self) -> list[Any]:
        return self.send("GET", "/violations")["violations"]
