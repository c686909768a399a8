"""What goes out is one message to one recipient, whatever names and words were typed."""

import email
import json
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import httpx
import jwt
import pytest

from csas.app import draw_letter
from csas.outbound import mail, sending
from csas.outbound.mail import NotTaken, Parcel
from csas.settings import Settings
from csas.store.job_runner import JobFault
from tests.database import Addresses
from tests.outbound.post import SENDER, Postbox, mail_server, post, row_of
from tests.world import World

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SECRET = "3d844edf-8d35-48ac-975b-e847b4f122b0"
NOTIFY = Settings(notify_api_key=f"casework-{SERVICE}-{SECRET}", notify_template_id="template")


def parcel(**changes: str) -> Parcel:
    given = {
        "ref": "ref",
        "message_id": "<a.b@csas>",
        "to_name": "Elis Gŵynfor",
        "to_address": "elis@people.example",
        "subject": "Your application",
        "body": "Dear Elis\n\nAll is well.\n",
    }
    return Parcel(**(given | changes), written_at=datetime(2026, 11, 2, 10, tzinfo=UTC))


@pytest.mark.parametrize("field", ["to_name", "subject", "message_id"])
def test_no_value_can_add_a_header(field: str) -> None:
    made = mail.as_email(parcel(**{field: "Fine\r\nBcc: thief@people.example\r\n\r\nBody of theirs"}), SENDER)
    read = email.message_from_bytes(bytes(made), policy=policy.default)
    assert read["bcc"] is None
    assert len(read["to"].addresses) == 1
    assert "Body of theirs" not in read.get_content()


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example, thief@people.example",
        "a@b.example\r\nRCPT TO:<thief@people.example>",
        "<thief@people.example>",
        "nobody",
        "a b@people.example",
        "",
    ],
)
def test_only_one_plain_address_is_written_to(address: str) -> None:
    with pytest.raises(NotTaken) as fault:
        mail.as_email(parcel(to_address=address), SENDER)
    assert fault.value.hopeless


async def test_a_name_with_other_letters_arrives(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("elis@people.example", name="Elis Gŵynfor, “Boss”")
    server = Postbox()
    with mail_server(server) as url:
        await sending.send(number, Settings(database_url=store.url, var_dir=tmp_path, smtp_url=url, mail_from=SENDER))
    [taken] = server.taken
    assert taken["to"].addresses[0].display_name == "Elis Gŵynfor, “Boss”"
    assert taken["from"].addresses[0].addr_spec == SENDER
    assert (await row_of(number))["subject"] == taken["subject"]


async def test_a_wrong_address_has_failed_at_once(world: World, store: Addresses, tmp_path: Path) -> None:
    [number] = await post("two@people.example, more@people.example")
    settings = Settings(database_url=store.url, var_dir=tmp_path, smtp_url="smtp://127.0.0.1:1", mail_from=SENDER)
    with pytest.raises(JobFault):
        await sending.send(number, settings)
    assert (await row_of(number))["state"] == "failed"


async def test_a_server_without_encryption_gets_nothing_when_it_is_asked_for() -> None:
    server = Postbox()
    with mail_server(server) as url:
        settings = Settings(smtp_url=url.replace("smtp://", "smtp+tls://user:pa%3Ass@"), mail_from=SENDER)
        with pytest.raises(NotTaken) as fault:
            await mail.by_smtp(parcel(), settings)
    assert "could not be reached or used" in fault.value.problem
    assert server.taken == []


async def test_notify_is_asked_with_its_token_and_template() -> None:
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(201, json={})

    await mail.by_notify(parcel(), NOTIFY, httpx.MockTransport(answer))
    [request] = asked
    token = request.headers["authorization"].removeprefix("Bearer ")
    assert jwt.decode(token, SECRET, algorithms=["HS256"])["iss"] == SERVICE
    sent = json.loads(request.content)
    assert sent["email_address"] == "elis@people.example"
    assert sent["reference"] == "<a.b@csas>"
    assert sent["personalisation"] == {"subject": "Your application", "body": "Dear Elis\n\nAll is well.\n"}


@pytest.mark.parametrize("status", [400, 403, 429, 500])
async def test_notify_may_refuse(status: int) -> None:
    refusing = httpx.MockTransport(lambda _: httpx.Response(status, json={"errors": [{"message": "elis@…"}]}))
    with pytest.raises(NotTaken) as fault:
        await mail.by_notify(parcel(), NOTIFY, refusing)
    assert fault.value.problem == f"GOV.UK Notify refused the message ({status})."


async def test_a_message_can_be_had_as_a_letter(world: World, settings: Settings) -> None:
    [number] = await post("paper@people.example")
    ref = (await row_of(number))["ref"]
    drawn = await draw_letter(settings, ref)
    assert drawn is not None
    assert drawn.startswith(b"%PDF-")
    assert await draw_letter(settings, "unknown") is None
