"""The worker: django-q2's processes, and the threads that watch over them."""
