"""The web server: uvicorn, with Django as a WSGI application behind it."""

import gc
import socket
from functools import partial
from typing import Any

from dateline.ops.supervising import Child

THREADS = 8  # of Django, a worker
KEEP_ALIVE_S = 30
MAX_WAITING = 512  # connections a worker holds; more are answered 503 at once


def web_workers(sock: socket.socket, count: int) -> list[Child]:
    """`count` children that answer on `sock`. Django is loaded here, before they are forked."""
    application = load()
    return [Child(f"web {number}", partial(answer, sock, application)) for number in range(1, count + 1)]


def load() -> Any:
    """Django as a WSGI application, ready to answer, with the garbage collector set for it.

    What is loaded now stays: it is never looked through again, and its memory is shared by all workers. A page makes and
    drops some ten thousand objects; looking for cycles every 700 of them would cost a tenth of the time.
    """
    from dateline.wsgi import application

    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 20, 50)
    return application


def answer(sock: socket.socket, application: Any) -> None:
    """Answer requests on `sock` until SIGTERM, then finish what is under way."""
    import uvicorn
    from a2wsgi import WSGIMiddleware

    config = uvicorn.Config(
        WSGIMiddleware(application, workers=THREADS),
        loop="uvloop",
        http="httptools",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        proxy_headers=False,  # `readership.readers` reads the forwarded address, and only if BEHIND_PROXY
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=5,
        limit_concurrency=MAX_WAITING,
        backlog=1024,
    )
    uvicorn.Server(config).run(sockets=[sock])
