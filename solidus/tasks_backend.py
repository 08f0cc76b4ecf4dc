"""Runs the tasks of django_tasks (Wagtail's index updates) on the django-q2 queue."""

from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from django_q.tasks import async_task
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus

RUN_TASK = "solidus.tasks_backend.run_task"


def run_task(module_path: str, args: list, kwargs: dict) -> None:
    """Call the function of the task at `module_path`, in a worker."""
    import_string(module_path).func(*args, **kwargs)


class QueueBackend(BaseTaskBackend):
    """Hands a task to the queue once the transaction that asked for it is committed."""

    supports_defer = False

    def enqueue(self, task: Any, args: list, kwargs: dict) -> TaskResult:
        """Queue `task` on commit; the result is not kept, as nobody reads it."""
        self.validate_task(task)
        transaction.on_commit(
            lambda: async_task(RUN_TASK, task.module_path, list(args), dict(kwargs))
        )
        return TaskResult(
            task=task,
            id=get_random_string(32),
            status=TaskResultStatus.READY,
            enqueued_at=None,
            started_at=None,
            finished_at=None,
            last_attempted_at=None,
            args=list(args),
            kwargs=dict(kwargs),
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
