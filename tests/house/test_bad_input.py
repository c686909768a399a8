"""Whatever is typed, pasted or forged into a page, the answer is in plain words: never a fault of ours.

Each form is taken from its page and sent back with rubbish in its fields, by
somebody who may use it; addresses, questions and bodies are mangled as well.
"""

from __future__ import annotations

import random
import re
from urllib.parse import quote, urlencode

import httpx

from csas.commands import registry
from csas.domain.slots import slots_of
from tests.house.door import House, cells, wanted
from tests.house.ground import Target
from tests.house.routes import Way, ways

LONG = "x" * 100_000
RUBBISH = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\u202egnp.exe",
    "\ud800",
    "\x1b[31m",
    "9" * 400,
    "-1",
    "99999999999999999999",
    "2147483648",
    "1e999",
    "NaN",
    "31",
    "0",
    "2026-02-30",
    "0000-00-00",
    "<script>alert(1)</script>",
    "{{ 7 * 7 }}",
    "' OR 1=1 --",
    "../../etc/passwd",
    "Ŵyn Ŷsgol",
    "💥",
    "yes",
    LONG,
)
ROUNDS = 6
IN_ADDRESSES = (
    "%00",
    "%ff",
    "%2e%2e%2fetc",
    "9" * 40,
    "-1",
    "a" * 3000,
    "%F0%9F%92%A5",
    "%ED%A0%80",
    "x%0d%0aSet-Cookie:a=b",
    "'",
)
QUESTIONS = (
    "page",
    "on",
    "q",
    "area",
    "power",
    "number",
    "borough",
    "code",
    "start",
    "next",
    "done",
    "person",
    "role",
    "state",
    "show",
)


def doors(house: House, method: str) -> list[tuple[str, Way, Target]]:
    """For each page of this method, the first who may use it and on what."""
    found = []
    for way in ways():
        if way.method == method and not way.path.startswith(("/api/", "/static/")):
            one = next((cell for cell in cells(house.laid, [way]) if wanted(*cell) in {"allowed", "not found"}), None)
            found += [one] if one else []
    return found


def fields_of(page: str) -> list[str]:
    main = page[page.find("<main") :]
    return sorted(set(re.findall(r'name="([^"]+)"', main)) - {"csrf", "viewport"})


async def form_of(house: House, who: str, way: Way, target: Target) -> tuple[str, Target, list[str]]:
    """Somebody to whom this form is open now, and its fields; else the fields of its command."""
    for one, _, thing in cells(house.laid, [way]):
        if wanted(one, way, thing) == "allowed":
            _, page = await house.ask(one, way._replace(method="GET"), thing)
            if page.status_code == 200 and fields_of(page.text):
                return one, thing, fields_of(page.text)
    noun, _, verb = way.path.strip("/").partition("/")
    entry = registry.entry(noun, verb.rpartition("/")[2])
    slots = slots_of(entry.struct) if entry else ()
    dated = [f"{slot.name}-{part}" for slot in slots if slot.kind == "date" for part in ("day", "month", "year")]
    return who, target, [*(slot.name for slot in slots), *dated, "seen"]


def good(answer: httpx.Response) -> bool:
    return answer.status_code < 500 and "Traceback" not in answer.text


async def test_no_form_breaks(house: House) -> None:
    chance = random.Random(7)  # noqa: S311 - the same rubbish every time
    broken = []
    tried = 0
    for anyone, way, anything in doors(house, "POST"):
        who, target, fields = await form_of(house, anyone, way, anything)
        for number in range(ROUNDS):
            given = [(name, chance.choice(RUBBISH)) for name in fields for _ in range(chance.choice((0, 1, 1, 2)))]
            given.append(("surprise", chance.choice(RUBBISH)))
            body = "&".join(f"{quote(name)}={quote(text.encode('utf-8', 'surrogatepass'))}" for name, text in given)
            _, answer = await house.ask(who, way, target, body=body.encode())
            tried += 1
            if not good(answer):
                broken.append(f"{way.path} as {who}, round {number}: {answer.status_code} {[n for n, _ in given]}")
    assert not broken, "\n".join(broken)
    assert tried > 300


BODIES = {
    "text/plain": b"hello",
    "application/json": b'{"reason": "x"}',
    "multipart/form-data": b"--x\r\nno boundary named",
    "multipart/form-data; boundary=x": b'--x\r\nContent-Disposition: form-data; name="reason"\r\n\r\nnever ends',
    "multipart/form-data; boundary=y": (
        b'--y\r\nContent-Disposition: form-data; name="file"; filename="\x00../a"\r\n\r\nx\r\n--y--'
    ),
    "multipart/form-data; boundary=z": b"\xff\xfe" * 500,
    "application/x-www-form-urlencoded": b"%ff%fe=%00&&&=&a",
    "application/x-www-form-urlencoded; charset=utf-7": b"reason=+ADw-",
    "": b"\x00\x01",
}


async def test_no_body_breaks(house: House) -> None:
    broken = []
    for who, way, target in doors(house, "POST"):
        for kind, body in BODIES.items():
            _, answer = await house.ask(who, way, target, body=body, kind=kind)
            broken += [] if good(answer) else [f"{way.path} as {who}: {answer.status_code} for {kind}"]
    assert not broken, "\n".join(broken)


async def test_no_address_breaks(house: House) -> None:
    broken = []
    for who, way, target in doors(house, "GET"):
        parameters = re.findall(r"\{[a-z_]+\}", way.path)
        for rubbish in IN_ADDRESSES if parameters else ():
            path = way.path.replace("{ref}", target.ref) if len(parameters) > 1 else way.path
            for parameter in re.findall(r"\{[a-z_]+\}", path):
                path = path.replace(parameter, rubbish)
            _, answer = await house.ask(who, way._replace(path=path), target)
            if not good(answer):
                broken.append(f"{path[:80]} as {who}: {answer.status_code}")
            if "set-cookie" in answer.headers:
                assert "a=b" not in answer.headers["set-cookie"]
    assert not broken, "\n".join(broken)


async def test_no_question_breaks(house: House) -> None:
    chance = random.Random(11)  # noqa: S311 - the same rubbish every time
    broken = []
    for who, way, target in doors(house, "GET"):
        for _ in range(3):
            asked = {name: chance.choice(RUBBISH[:-1]).encode("utf-8", "surrogatepass") for name in QUESTIONS}
            _, answer = await house.ask(who, way._replace(path=f"{way.path}?{urlencode(asked)}"), target)
            broken += [] if good(answer) else [f"{way.path} as {who}: {answer.status_code} {asked}"]
    assert not broken, "\n".join(broken)


async def test_a_body_too_large_is_refused_in_words(house: House) -> None:
    who, way, target = next(cell for cell in doors(house, "POST") if cell[1].path == "/demand/record")
    _, answer = await house.ask(who, way, target, body=b"who=" + b"x" * (12 * 1024 * 1024))
    assert answer.status_code == 413
    assert "larger than this service accepts" in answer.text


async def test_what_was_typed_is_kept_beside_all_its_faults(house: House) -> None:
    who, way, target = next(cell for cell in doors(house, "POST") if cell[1].path == "/demand/record")
    body = urlencode(
        {"who": "A <b>bakery</b>", "received_on-day": "31", "received_on-month": "2", "received_on-year": "2026"}
    )
    _, answer = await house.ask(who, way, target, body=body.encode())
    assert answer.status_code == 400
    assert "A &lt;b&gt;bakery&lt;/b&gt;" in answer.text
    assert "must be a real date" in answer.text
    assert answer.text.count('<a href="#') >= 3, "every fault at once, each leading to its field"
