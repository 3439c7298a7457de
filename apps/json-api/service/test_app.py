"""What the service answers; `python -m unittest` in this folder."""

import io
import os
import unittest
from unittest.mock import patch

os.environ.update(BUCKET="documents", AWS_DEFAULT_REGION="us-east-1")

import app  # noqa: E402


class Missing(Exception):
    pass


class Answers(unittest.TestCase):
    client = app.app.test_client()

    def test_a_document_is_what_the_bucket_holds(self):
        with patch.object(app, "s3") as s3:
            s3.exceptions.NoSuchKey = Missing
            s3.get_object.return_value = {"Body": io.BytesIO(b'{"name": "foo"}')}
            answer = self.client.get("/api/foo")
        s3.get_object.assert_called_once_with(Bucket="documents", Key="api/foo.json")
        self.assertEqual((answer.status_code, answer.json), (200, {"name": "foo"}))

    def test_a_document_that_is_not_there_is_not_found(self):
        with patch.object(app, "s3") as s3:
            s3.exceptions.NoSuchKey = Missing
            s3.get_object.side_effect = Missing
            self.assertEqual(self.client.get("/api/bar").status_code, 404)

    def test_the_health_page_says_that_it_is_up(self):
        self.assertEqual(self.client.get("/health").json, {"status": "up"})
