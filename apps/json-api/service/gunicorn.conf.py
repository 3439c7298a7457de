"""Gunicorn: two workers, and one JSON object per line in the log."""

import json
import logging
import sys

bind = "0.0.0.0:8000"
workers = 2
worker_tmp_dir = "/dev/shm"
accesslog = "-"
access_log_format = json.dumps({
    "method": "%(m)s", "path": "%(U)s", "status": "%(s)s", "microseconds": "%(D)s",
})


class Json(logging.Formatter):
    def format(self, record):
        line = record.getMessage()
        if record.name == "gunicorn.access":
            return line
        if record.exc_info:
            line += "\n" + self.formatException(record.exc_info)
        return json.dumps({"level": record.levelname.lower(), "message": line})


logconfig_dict = {
    "formatters": {"json": {"()": Json}},
    "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json", "stream": sys.stdout}},
    "root": {"level": "INFO", "handlers": ["out"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["out"], "propagate": False},
        "gunicorn.access": {"level": "INFO", "handlers": ["out"], "propagate": False},
    },
}
