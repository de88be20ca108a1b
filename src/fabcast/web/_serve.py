"""Run the server: one process, this machine only unless told otherwise."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from fabcast.errors import BadInput

from ._app import LOOPBACK, create_app
from ._room import Room
from ._view_compare import warm_up


def serve(host: str = "127.0.0.1", port: int = 8000, told: Callable[[str], None] = print) -> None:
    """Serve the page until it is stopped.

    Parameters
    ----------
    host
        Address to listen on. Any but loopback shows the page to others on the network.
    port
        Port to listen on; 0 takes a free one.
    told
        Called with the page's address once it can be opened.

    Raises
    ------
    BadInput
        The address cannot be listened on.
    """
    import uvicorn

    bound = listen(host, port)
    told(address(host, bound.getsockname()[1]))
    app = create_app(hosts=LOOPBACK | {host.casefold()})
    threading.Thread(target=_warm_up, args=(app.state.room,), daemon=True).start()
    config = uvicorn.Config(
        app, log_level="warning", access_log=False, server_header=False, timeout_keep_alive=15
    )
    with suppress(KeyboardInterrupt):  # the usual way to stop a server; it has shut down by then
        uvicorn.Server(config).run(sockets=[bound])


def address(host: str, port: int) -> str:
    """Write the address of the page.

    >>> address("::1", 8000)
    'http://[::1]:8000'
    """
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def listen(host: str, port: int) -> socket.socket:
    """Open the socket first, so that a taken port is told before anything heavy starts."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    bound = socket.socket(family)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((host, port))
        bound.listen()  # whoever is told the address may come at once, and waits until the server starts
    except OSError as error:
        bound.close()
        reason = (error.strerror or str(error)).lower()
        raise BadInput(
            f"cannot listen on {host} port {port} ({reason}); choose another with --port"
        ) from None
    return bound


def _warm_up(room: Room) -> None:
    """Compile the model and draw the first picture beforehand.

    A fault here is met again by the first visitor, with a sentence. Boards that take long are begun
    when somebody asks for them: begun here they would slow the levers of whoever came first.
    """
    with suppress(Exception):
        warm_up(room)
