"""What Streamlit looks through after every run of a script."""

import asyncio
import gc
from collections.abc import Iterator

import pytest
from starlette.types import Message, Receive, Scope, Send

from dashboard.memory import KeptModules


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """Nothing is set aside before and after."""
    gc.unfreeze()
    yield
    gc.unfreeze()


def opened(door: KeptModules, kind: str) -> None:
    async def receive() -> Message:
        return {"type": f"{kind}.connect"}

    async def send(_message: Message) -> None:
        return None

    asyncio.run(door({"type": kind}, receive, send))


def test_modules_are_set_aside_when_a_page_is_opened_and_what_comes_later_is_not() -> None:
    passed: list[str] = []

    async def inner(scope: Scope, receive: Receive, send: Send) -> None:
        passed.append(scope["type"])

    door = KeptModules(inner)
    opened(door, "http")
    assert gc.get_freeze_count() == 0
    opened(door, "websocket")
    first = gc.get_freeze_count()
    assert first > 10_000
    later = [[number] for number in range(1000)]
    opened(door, "websocket")
    assert gc.get_freeze_count() <= first
    assert gc.is_tracked(later)
    assert passed == ["http", "websocket", "websocket"]
