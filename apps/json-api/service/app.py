"""Serves JSON documents of a bucket."""

import os

import boto3
from flask import Flask, Response, abort

app = Flask(__name__)
s3 = boto3.client("s3")


@app.get("/health")
def health():
    return {"status": "up"}


@app.get("/api/<name>")
def document(name):
    try:
        found = s3.get_object(Bucket=os.environ["BUCKET"], Key=f"api/{name}.json")
    except s3.exceptions.NoSuchKey:
        abort(404)
    return Response(found["Body"].read(), mimetype="application/json")
