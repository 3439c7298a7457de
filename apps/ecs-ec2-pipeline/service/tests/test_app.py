import app


class Table:
    def __init__(self):
        self.items = {}

    def get_item(self, Key):
        item = self.items.get(Key["id"])
        return {"Item": item} if item else {}

    def put_item(self, Item):
        self.items[Item["id"]] = Item


def test_it_is_good_to_go_without_its_table():
    assert app.app.test_client().get("/gtg").status_code == 200


def test_what_is_written_can_be_read(monkeypatch):
    table = Table()
    monkeypatch.setattr(app, "table", lambda: table)
    client = app.app.test_client()
    assert client.get("/candidates/ada").status_code == 404
    assert client.put("/candidates/ada?party=ind").status_code == 201
    assert client.get("/candidates/ada").json == {"id": "ada", "party": "ind"}
