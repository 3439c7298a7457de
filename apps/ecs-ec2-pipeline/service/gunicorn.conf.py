"""Gunicorn: the port that the task says, and temporary files in memory, as files cannot be changed."""

import os

bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = 2
worker_tmp_dir = "/dev/shm"
accesslog = "-"
