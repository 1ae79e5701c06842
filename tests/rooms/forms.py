"""Filling in forms as a browser without script does: what stands in them is sent along."""

from __future__ import annotations

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.functional.reading import read_page


def form_with(page: BeautifulSoup, field: str) -> Tag:
    """The form that has a field."""
    found = page.select_one(f'[name="{field}"]')
    assert found is not None, field
    form = found.find_parent("form")
    assert isinstance(form, Tag)
    return form


def standing(form: Tag) -> dict[str, list[str]]:
    """What a browser sends of a form that nobody touched."""
    sent: dict[str, list[str]] = {}
    for item in form.select("input[name], select[name], textarea[name]"):
        if item.name == "select":
            chosen = item.select_one("option[selected]") or item.select_one("option")
            values = [str(chosen["value"])] if chosen else []
        elif item.name == "textarea":
            values = [item.text.removeprefix("\n")]
        elif item.get("type") in ("checkbox", "radio"):
            values = [str(item["value"])] if item.has_attr("checked") else []
        else:
            values = [str(item.get("value", ""))]
        sent.setdefault(str(item["name"]), []).extend(values)
    return sent


def new_names(page: BeautifulSoup, section: str, field: str) -> list[str]:
    """The names of a field in the rows that are still empty."""
    return [str(one["name"]) for one in page.select(f'[name^="{section}/+"]') if str(one["name"]).endswith(f"/{field}")]


def send(client: FlaskClient, form: Tag, **typed: str | list[str]) -> TestResponse:
    """The answer to a form with something typed into it; "/" in names is written as "__"."""
    changes = {name.replace("__", "/"): value if isinstance(value, list) else [value] for name, value in typed.items()}
    return client.post(str(form["action"]), data=standing(form) | changes)


def type_into(client: FlaskClient, address: str, field: str, value: str) -> TestResponse:
    """Open a page, type into one field, and send its form."""
    form = form_with(read_page(client, address), field)
    return client.post(str(form["action"]), data=standing(form) | {field: [value]})
