"""The service: a greeting, and a page that says whether it is up."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def greeting():
    return {"message": "hello"}


@app.get("/health")
def health():
    return {"status": "up"}
