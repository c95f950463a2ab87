"""Who may reach what: every route of the service is in this list, and none of them writes on GET."""

import pytest

AUDIENCES = {
    "/agenda/<slug>/": ("public",),
    "/agenda/places/": ("public",),
    "/agenda/theme/<slug>/": ("public",),
    "/agenda/places/<slug>/": ("public",),
    "/agenda/places/<slug>/<day>/": ("public",),
    "/agenda/<slug>/<day>/": ("public",),
    "/ressources/<identifier>/demande/": ("public",),
    "/ressources/question/": ("public",),
    "/suivi/<path:partition>/<token>": ("public",),
    "/suivi/<path:partition>/<token>/calendrier.ics": ("public",),
    "/participation/<slug>/proposer/": ("public",),
    "/participation/<slug>/voter/": ("public",),
    "/participation/<slug>/voter/<token>/": ("public",),
    "/participation/<slug>/voter/participation/": ("public",),
    "/consultations/<slug>/": ("public",),
    "/healthz": ("public",),
    "/recherche/": ("public",),
    "/agents/recherches/": ("contact", "admin"),
    "/agents/connexion": ("public",),
    "/agents/connexion/code": ("coming",),
    "/agents/connexion/second-facteur": ("coming",),
    "/agents/second-facteur": ("vote", "admin"),
    "/agents/deconnexion": ("agents",),
    "/agents/": ("agents",),
    "/agents/agenda/": ("agenda",),
    "/agents/agenda/passees/": ("agenda",),
    "/agents/agenda/demande/": ("agenda",),
    "/agents/agenda/demande/telecharger": ("agenda",),
    "/agents/agenda/service-rendu/": ("agenda",),
    "/agents/agenda/service-rendu/telecharger": ("agenda",),
    "/agents/agenda/<unit>/": ("agenda",),
    "/agents/agenda/<unit>/telecharger": ("agenda",),
    "/agents/agenda/<unit>/emargement": ("agenda",),
    "/agents/agenda/<unit>/<record>/": ("agenda",),
    "/agents/agenda/<unit>/<record>/rappel.pdf": ("agenda",),
    "/agents/agenda/<unit>/<record>/annuler": ("agenda",),
    "/agents/agenda/<unit>/<record>/date": ("agenda",),
    "/agents/agenda/<unit>/<record>/reponse": ("agenda",),
    "/agents/agenda/<unit>/<record>/place": ("agenda",),
    "/agents/agenda/<unit>/presences/<day>": ("agenda",),
    "/agents/appels/": ("agenda",),
    "/agents/appels/<path:partition>/<call>": ("agenda",),
    "/agents/a-verifier/": ("agenda",),
    "/agents/a-verifier/<path:partition>/<record>": ("agenda",),
    "/agents/chercher/": ("agenda",),
    "/agents/compteur/": ("agenda",),
    "/agents/compteur/<code>": ("agenda",),
    "/agents/themes/": ("agenda",),
    "/agents/themes/<slug>": ("agenda",),
    "/agents/themes/<slug>/<record>/retirer": ("agenda",),
    "/agents/participation/<code>/publier": ("participation",),
    "/agents/ressources/": ("resources",),
    "/agents/ressources/demandes/<identifier>/<record>": ("resources",),
    "/agents/ressources/questions/": ("resources",),
    "/agents/ressources/questions/<month>/<shard>/<record>": ("resources",),
    "/agents/ressources/telecharger": ("resources",),
    "/agents/ressources/chercher": ("resources",),
    "/agents/participation/": ("participation",),
    "/agents/participation/<code>/": ("participation",),
    "/agents/participation/<code>/chercher": ("participation",),
    "/agents/participation/<code>/telecharger": ("participation",),
    "/agents/participation/<code>/<int:number>": ("participation",),
    "/agents/participation/<code>/<int:number>/lettre": ("participation",),
    "/agents/participation/<code>/<int:number>/photo": ("participation",),
    "/agents/consultations/<code>/codes": ("participation",),
    "/agents/consultations/": ("participation",),
    "/agents/consultations/<code>/": ("participation",),
    "/agents/consultations/<code>/quarantaine": ("participation",),
    "/agents/consultations/<code>/quarantaine/<shard>/<record>": ("participation",),
    "/agents/consultations/<code>/lecture/<question>": ("participation",),
    "/agents/consultations/<code>/lecture/<question>/<shard>/<record>": ("participation",),
    "/agents/consultations/<code>/appels": ("participation",),
    "/agents/consultations/<code>/appels/<shard>/<record>": ("participation",),
    "/agents/consultations/<code>/telecharger": ("participation",),
    "/agents/votes/": ("vote",),
    "/agents/votes/<code>/": ("vote",),
    "/agents/votes/<code>/consulter": ("vote",),
    "/agents/votes/<code>/annuler": ("vote",),
    "/agents/votes/<code>/feuilles/": ("vote",),
    "/agents/votes/<code>/feuilles/imprimer/<int:first>-<int:last>": ("vote",),
    "/agents/votes/<code>/feuilles/<int:number>/": ("vote",),
    "/agents/votes/<code>/feuilles/<int:number>/<int:line>/annuler": ("vote",),
    "/agents/votes/<code>/lots/": ("vote",),
    "/agents/votes/<code>/lots/<int:number>/": ("vote",),
    "/agents/votes/<code>/lots/<int:number>/bordereau": ("vote",),
    "/agents/votes/<code>/lots/<int:number>/<any(premiere, seconde):turn>": ("vote",),
    "/agents/votes/<code>/decompte/": ("vote",),
    "/agents/votes/<code>/decompte/telecharger": ("vote",),
    "/agents/votes/<code>/et-si/": ("vote",),
    "/agents/saisie/": ("agenda", "resources", "participation", "vote"),
    "/agents/saisie/<code>": ("agenda", "resources", "participation", "vote"),
}


def rules_of(app, method):
    return [rule for rule in app.url_map.iter_rules() if method in rule.methods]


def filled(rule, record):
    known = {"slug": "smartphone", "unit": "SM-1", "record": record, "code": "SM", "day": "2026-12-03"}
    known |= {"identifier": "MLB-1", "month": "2026-12", "shard": "0", "question": "nom", "number": 1}
    known |= {"partition": "session/SM-1", "token": "f.x", "call": "nobody"}
    known |= {"first": 1, "last": 2, "line": 1, "turn": "premiere"}
    return rule.build({name: known[name] for name in rule.arguments}, append_unknown=False)[1]


@pytest.fixture
def record(desk, store, workshop):
    """The id of someone registered for SM-1."""
    desk.type_in(workshop, session="SM-1")
    return store.read("session/SM-1").find("session/SM-1", "signups")[0]["id"]


def test_every_route_is_in_the_list_with_its_audience(app):
    routes = app.url_map.iter_rules()
    found = {rule.rule: getattr(app.view_functions[rule.endpoint], "audience", None) for rule in routes}

    assert found == AUDIENCES


def test_a_stranger_is_led_to_the_door_from_every_office_page(app, stranger, record):
    for rule in rules_of(app, "GET"):
        if AUDIENCES[rule.rule] != ("public",):
            assert stranger.get(filled(rule, record), 303).location == "/agents/connexion"


def test_a_stranger_posts_nothing_in_the_office(app, stranger, record):
    for rule in rules_of(app, "POST"):
        if AUDIENCES[rule.rule] != ("public",):
            assert stranger.post(filled(rule, record), {"format": "csv"}, 303).location == "/agents/connexion"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    ("login", "role"), [("omar", "agenda"), ("lucie", "resources"), ("omar", "participation"), ("lucie", "vote")]
)
def test_what_belongs_to_another_role_does_not_exist(app, stranger, record, method, login, role):
    stranger.log_in(login)
    token = stranger.token()
    for rule in rules_of(app, method):
        if AUDIENCES[rule.rule] == (role,):
            send = stranger.get if method == "GET" else stranger.post
            options = {} if method == "GET" else {"data": {"token": token}}
            send(filled(rule, record), status=404, **options)


def test_the_entry_screen_knows_only_what_the_agent_reads(stranger, app):
    """The code of another role's page stands for nothing."""
    stranger.log_in("omar")

    assert not stranger.get("/agents/saisie/").says("Premiers pas")
    stranger.get("/agents/saisie/SM", 404)
    stranger.get("/agents/saisie/photos", 404)


def test_looking_at_pages_writes_nothing(app, desk, record, tmp_path):
    def held():
        files = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in files}

    addresses = [filled(rule, record) for rule in rules_of(app, "GET")]
    before = held()
    for address in addresses:
        desk.flask.get(address)

    assert held() == before
