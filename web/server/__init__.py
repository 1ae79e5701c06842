"""The site as a service: listening sockets, worker processes, connections that are not let hold on, the follower.

What is answered is made in the other packages.
"""

from web.server.supervisor import run_server

__all__ = ["run_server"]
