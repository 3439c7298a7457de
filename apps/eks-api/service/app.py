"""The service: it says whether it and its database are up, and how late it is there."""

import json
import os

import boto3
import psycopg
from flask import Flask

app = Flask(__name__)


def ask(question):
    """The database's answer. RDS changes the password from time to time, so it is read anew."""
    secrets = boto3.client("secretsmanager")
    secret = secrets.get_secret_value(SecretId=os.environ["DATABASE_SECRET"])
    user = json.loads(secret["SecretString"])
    # Host and name of the database come from PGHOST and PGDATABASE.
    with psycopg.connect(
        user=user["username"], password=user["password"], sslmode="require", connect_timeout=3
    ) as database:
        return database.execute(question).fetchone()[0]


@app.get("/health")
def health():
    try:
        ask("SELECT 1")
    except Exception:
        app.logger.exception("the database does not answer")
        return {"status": "DOWN"}, 503
    return {"status": "UP"}


@app.get("/time")
def time():
    return {"time": ask("SELECT now()").isoformat()}
