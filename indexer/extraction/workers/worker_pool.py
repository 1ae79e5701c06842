"""A pool of worker processes with limits on their memory, each of which can be killed."""

from __future__ import annotations

import multiprocessing
import os

from pebble import ProcessPool

from indexer.extraction.worker import prepare_worker

_TASKS_PER_WORKER = 200
_PRELOADED = "indexer.extraction.workers.preload"


def new_worker_pool(workers: int, memory_megabytes: int) -> ProcessPool:
    """A pool that starts its processes when it is first asked; stop it."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # each thread of numpy's reserves address space
    # Not by fork: this process may have threads, whose locks a child would inherit as they are.
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOADED])
    return ProcessPool(
        max_workers=workers,
        max_tasks=_TASKS_PER_WORKER,
        initializer=prepare_worker,
        initargs=(memory_megabytes,),
        context=context,
    )


def stop(pool: ProcessPool) -> None:
    """End all workers of a pool, whatever they are at."""
    pool.stop()  # type: ignore[no-untyped-call]  # pebble
    pool.join()
