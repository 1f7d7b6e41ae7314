"""Modules stay for good: they are kept out of the collection of garbage that Streamlit asks for after every run."""

import gc
import sys

from starlette.types import ASGIApp, Receive, Scope, Send


class KeptModules:
    """Sets aside what is imported, whenever a page is opened and something was imported since the last time.

    Streamlit collects garbage after every run of a script, and looks through each of some 130,000 objects for it;
    nearly all of them belong to modules. What is set aside and has no more users is freed as before.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._modules = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes everything on."""
        if scope["type"] == "websocket" and len(sys.modules) != self._modules:
            self._modules = len(sys.modules)
            gc.collect()
            gc.freeze()
        await self._app(scope, receive, send)
