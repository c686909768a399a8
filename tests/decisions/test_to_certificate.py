"""From assessment to a certificate that anyone can look up by its number."""

from csas.outbound import issuing
from csas.outbound.documents import reading, signing
from csas.settings import Settings
from csas.store import certificates, documents, sql
from tests.decided import case_of, hours, in_force, state
from tests.world import World


async def test_both_signatures_start_it_and_the_certificate_follows(world: World, settings: Settings) -> None:
    ref = await in_force(world)
    assert await state(ref) == "in-force"
    case = await case_of(ref)
    (reserved,) = await documents.list_of_case(case.id)
    assert reserved.state == "reserved"
    assert await certificates.find_by_number(reserved.number or "", hours(6)) is None
    assert await issuing.issue(reserved.id, settings)
    (issued,) = await documents.list_of_case(case.id)
    assert issued.state == "issued"
    found = await certificates.find_by_number(issued.number or "", hours(6))
    assert found
    assert found.standing.in_force
    assert found.provider == "Westminster City Council"
    await _file_says_what_was_decided(issued, settings)


async def _file_says_what_was_decided(issued: documents.Document, settings: Settings) -> None:
    pdf = (settings.files_dir / "documents" / (issued.stored_as or "")).read_bytes()
    assert signing.digest(pdf) == issued.sha256
    said = reading.words(pdf)
    row = await sql.fetchrow(
        """SELECT array_agg(DISTINCT p.title) AS powers, array_agg(DISTINCT r.name) AS areas, d.term_until
           FROM decision d JOIN decided_power x ON x.decision_id = d.id JOIN power p ON p.id = x.power_id
           JOIN decided_area y ON y.decision_id = d.id JOIN area r ON r.id = y.area_id
           JOIN arrangement a ON a.decision_id = d.id WHERE a.ref = $1 GROUP BY d.id""",
        issued.arrangement,
    )
    assert row
    packed = "".join(said.split())
    for words in (*row["powers"], *row["areas"], f"{row['term_until']:%B %Y}", "gives no person any power"):
        assert "".join(words.split()) in packed


async def test_issuing_again_changes_nothing(world: World, settings: Settings) -> None:
    row = await sql.fetchrow("SELECT id, sha256 FROM document WHERE state = 'issued'")
    assert row
    assert not await issuing.issue(row["id"], settings)
    assert await sql.fetchval("SELECT count(*) FROM event WHERE tag = 'document:issued'") == 1
    assert await sql.fetchval("SELECT count(*) FROM outbox_message WHERE kind = 'arrangement-started'") > 0
