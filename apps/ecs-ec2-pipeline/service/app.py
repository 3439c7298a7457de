"""Keeps candidates in a table of DynamoDB."""

import functools
import os

import boto3
from flask import Flask, abort, request

app = Flask(__name__)


@functools.cache
def table():
    return boto3.resource("dynamodb").Table(os.environ["TABLE"])


@app.get("/gtg")
def good_to_go():
    return {"status": "up"}


@app.get("/candidates/<name>")
def read(name):
    item = table().get_item(Key={"id": name}).get("Item")
    return item or abort(404)


@app.put("/candidates/<name>")
def write(name):
    item = {"id": name, "party": request.args.get("party", "")}
    table().put_item(Item=item)
    return item, 201
