"""Settings are read once, and everything wrong with them is told at once."""

from pathlib import Path

import pytest

from csas.settings import SettingsFault, describe, is_loopback, load

DEMONSTRATION = {"CSAS_DEMONSTRATION": "true"}


def problems(**environ: str) -> list[str]:
    with pytest.raises(SettingsFault) as fault:
        load(environ)
    return fault.value.problems


def test_nothing_needs_to_be_set() -> None:
    settings = load({"PATH": "/usr/bin"})
    assert settings.host == "127.0.0.1"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.demonstration
    assert not settings.is_secure


def test_words_become_what_they_mean() -> None:
    settings = load({"CSAS_PORT": "8080", "CSAS_VAR_DIR": "/srv/csas", "CSAS_WORKERS": "3", **DEMONSTRATION})
    assert (settings.port, settings.workers, settings.demonstration) == (8080, 3, True)
    assert settings.database_dir == Path("/srv/csas/postgres")


def test_an_empty_variable_is_not_set() -> None:
    assert load({"CSAS_DATABASE_URL": ""}).database_url is None


def test_all_problems_come_at_once() -> None:
    found = problems(CSAS_PORT="99999", CSAS_WORKERS="many", CSAS_COLOUR="blue", CSAS_SMTP_URL="smtp://mail.example")
    assert [words.split()[0].rstrip(":") for words in found] == [
        "CSAS_COLOUR",
        "CSAS_PORT",
        "CSAS_WORKERS",
        "CSAS_SMTP_URL",
    ]


def test_a_problem_never_repeats_the_value() -> None:
    assert "hunter2" not in str(problems(CSAS_DATABASE_URL="hunter2"))


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "csas.example"])
def test_the_demonstration_stays_on_this_machine(host: str) -> None:
    [problem] = problems(CSAS_HOST=host, **DEMONSTRATION)
    assert "loopback" in problem


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_the_demonstration_may_use_any_loopback_address(host: str) -> None:
    assert is_loopback(host)
    assert load({"CSAS_HOST": host, **DEMONSTRATION}).demonstration


def test_half_a_way_to_send_mail_is_refused() -> None:
    assert problems(CSAS_NOTIFY_API_KEY="key") == ["CSAS_NOTIFY_API_KEY and CSAS_NOTIFY_TEMPLATE_ID need each other."]


def test_what_belongs_to_the_tests_is_let_pass() -> None:
    assert load({"CSAS_TEST_DATABASE_URL": "postgresql://somewhere/else"}).database_url is None


def test_every_setting_says_what_it_is_for() -> None:
    for name, words, _default in describe():
        assert words.endswith("."), name
