"""Two agents at a ceremony, each with a password and a real second factor."""

import pytest
from click.testing import CliRunner

from formservice.office import agents, second
from formservice.voting import two_agents
from formservice.voting.open_command import vote
from tests.voting.ceremony.conftest import CODE, NOW, PASSWORDS


@pytest.fixture
def app(app_on, vote_site, tmp_path, url):
    made = app_on(vote_site.folder, NOW, STORE=url)
    for login, password in PASSWORDS.items():
        agents.add(made.store, login, password, ["vote"], login.title())
    yield made
    made.store.close()


def drill(app, lines):
    """What the ceremony of opening says to these lines."""
    with app.app_context():
        return CliRunner().invoke(vote, ["open", CODE, "--stdin", "--screen"], input="\n".join([*lines, ""]))


def typed(login, code):
    return [login, PASSWORDS[login], code]


def test_each_proves_with_a_code_that_serves_once(app):
    codes = {login: second.renew(app.store, login, "cli") for login in PASSWORDS}
    both = [*typed("lucie", codes["lucie"][0]), *typed("karim", codes["karim"][0])]
    assert "Il manque une ligne" in drill(app, both).output
    again = drill(app, both)
    assert again.exit_code == 1 and "a déjà servi" in again.output


@pytest.mark.parametrize("code", ["123456", "", "ABCD-EFGH-JKLM"])
def test_a_good_password_alone_is_not_enough(app, code):
    codes = second.renew(app.store, "lucie", "cli")
    found = drill(app, [*typed("lucie", codes[0]), *typed("karim", code)])
    assert found.exit_code == 1 and "n’est pas le bon" in found.output


def test_an_agent_of_another_role_opens_nothing(app):
    agents.change(app.store, "karim", roles=["participation"])
    codes = {login: second.renew(app.store, login, "cli") for login in PASSWORDS}
    found = drill(app, [*typed("lucie", codes["lucie"][0]), *typed("karim", codes["karim"][0])])
    assert found.exit_code == 1 and "n’a pas le rôle" in found.output
    assert two_agents.ROLES == ("vote", "admin")
