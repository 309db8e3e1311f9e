"""What a call gives, of a sync client or of an async one."""

import inspect
from typing import Any


async def settle(value: Any) -> Any:
    return await value if inspect.isawaitable(value) else value
