"""What the service answers; `python -m unittest` in this folder."""

import unittest

from app import app


class Answers(unittest.TestCase):
    def test_the_health_page_says_that_it_is_up(self):
        answer = app.test_client().get("/health")
        self.assertEqual((answer.status_code, answer.json), (200, {"status": "up"}))

    def test_the_greeting_is_json(self):
        self.assertEqual(app.test_client().get("/").json["message"], "hello")
