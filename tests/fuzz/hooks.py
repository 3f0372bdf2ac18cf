"""What schemathesis cannot know of Connectly by itself: who asks, and the document's own words.

`cargo xtask fuzz` says in CONNECTLY_FUZZ_AS who that is: a `user`, or `nobody`.
"""

import json
import os
import threading
import unicodedata
import uuid
from pathlib import Path

import jsonschema_rs
import requests
import schemathesis

PASSWORD = "an engine that weaves"
DOCUMENT = json.loads(Path("docs/openapi.json").read_text(encoding="utf-8"))

# Unicode's White_Space; str.strip would remove more.
WHITE_SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

JSON = "application/json"

# Schemathesis's codes: an invalid request was accepted, or a valid one refused.
ACCEPTED, REFUSED = "ST201", "ST202"

# Operations that may change the account's token or password.
LAST_WORDS = {"sign_out", "end_session", "delete_account", "change_password"}


class Account:
    """The account in whose name the cases come.

    Cases sign out, end sessions, change the password and delete the account. What comes after
    them is to be asked by somebody who is signed in all the same: a new account takes its place.
    """

    def __init__(self):
        self._lock = threading.Lock()
        self._token = None
        self.email = f"{uuid.uuid4()}@example.com"

    def token(self, base_url):
        with self._lock:
            if self._token is None:
                self.email = f"{uuid.uuid4()}@example.com"
                body = {"email": self.email, "password": PASSWORD, "name": "Ada"}
                answer = requests.post(f"{base_url}/api/v1/user/signup", json=body, timeout=30)
                answer.raise_for_status()
                self._token = answer.json()["jwt"]
            return self._token

    def lose(self, token):
        with self._lock:
            if self._token == token:
                self._token = None


account = Account()


if os.environ["CONNECTLY_FUZZ_AS"] == "user":

    # Not cached by schemathesis, because the account knows when its token ends.
    @schemathesis.auth(refresh_interval=None)
    class SignedIn:
        def get(self, case, context):
            return account.token(context.operation.base_url)

        def set(self, case, token, context):
            case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def map_case(context, case):
    """Tells every second good case what no case would guess: the account's address and password."""
    is_good = case.meta is not None and case.meta.generation.mode.is_positive
    if is_good and isinstance(case.body, dict) and len(json.dumps(case.body)) % 2 == 0:
        case.body = case.body | {
            "sign_in": {"email": account.email, "password": PASSWORD},
            "change_password": {"currentPassword": PASSWORD},
            "delete_account": {"password": PASSWORD},
        }.get(name(case), {})
    return case


@schemathesis.hook
def after_call(context, case, response):
    """Notices that the account's token is over."""
    is_over = name(case) in LAST_WORDS and response.status_code < 300
    if is_over or response.status_code == 401:
        account.lose(response.request.headers.get("Authorization", "").removeprefix("Bearer "))


@schemathesis.hook
def filter_failure(context, failure, case, response):
    """Tells what is no failure of the application's.

    A header that is not UTF-8 is answered by the host, before any component: a known quirk
    (docs/api.md).

    Bodies are judged by the document's own words, which schemathesis does not know. A schema
    describes what is left of a text after `x-trim`, `x-lower-case` and `x-normalize`, and
    `x-server-checks` names the faults that no schema can tell.
    """
    if response.status_code == 500 and not response.content and not is_utf_8(response.request):
        return False
    if not isinstance(case.body, dict):
        return True
    reference = case.operation.definition.raw["requestBody"]["content"][JSON]["schema"]["$ref"]
    schema = DOCUMENT["components"]["schemas"][reference.rpartition("/")[2]]
    is_valid = jsonschema_rs.is_valid(schema, what_is_left(case.body, schema))
    if failure.code == ACCEPTED:
        return not is_valid
    if failure.code == REFUSED:
        return is_valid and not is_only_server_check(response, schema)
    return True


def is_utf_8(request):
    """Whether the values of all headers of a request are, as they were sent."""
    try:
        for value in request.headers.values():
            (value if isinstance(value, bytes) else value.encode("latin-1")).decode("utf-8")
    except UnicodeError:
        return False
    return True


def what_is_left(body, schema):
    """The texts of a body as the server looks at them."""
    left = dict(body)
    for field, rules in schema["properties"].items():
        text = left.get(field)
        if not isinstance(text, str):
            continue
        if rules.get("x-trim"):
            text = text.strip(WHITE_SPACE)
        if rules.get("x-lower-case"):
            text = "".join(c.lower() if c.isascii() else c for c in text)
        if form := rules.get("x-normalize"):
            text = unicodedata.normalize(form, text)
        left[field] = text
    return left


def is_only_server_check(response, schema):
    """Whether all that is wrong is what the document says that only the server can tell."""
    faults = response.json().get("fields", []) if response.status_code == 400 else []
    checks = [
        fault["code"] in schema["properties"][fault["field"]].get("x-server-checks", [])
        for fault in faults
    ]
    return bool(checks) and all(checks)


def name(case):
    """The operation's one name."""
    return case.operation.definition.raw["operationId"]
