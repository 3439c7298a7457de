"""What the service answers; `python -m unittest` in this folder."""

import unittest
from datetime import datetime
from unittest.mock import patch

import app


class Answers(unittest.TestCase):
    client = app.app.test_client()

    @patch("app.ask", return_value=1)
    def test_it_is_up_when_its_database_is(self, _):
        answer = self.client.get("/health")
        self.assertEqual((answer.status_code, answer.json), (200, {"status": "UP"}))

    @patch("app.ask", side_effect=OSError("no way to the host"))
    def test_it_is_down_when_its_database_is(self, _):
        answer = self.client.get("/health")
        self.assertEqual((answer.status_code, answer.json), (503, {"status": "DOWN"}))

    @patch("app.ask", return_value=datetime(2026, 1, 2))
    def test_time_is_the_databases(self, _):
        self.assertEqual(self.client.get("/time").json, {"time": "2026-01-02T00:00:00"})
