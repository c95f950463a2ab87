"""The way of a resident, in a real browser with JavaScript off, on real processes."""

from formservice.doubt import FLOOD


def test_the_third_is_offered_the_seat_that_the_first_gives_back(visit, activity):
    workshop = activity("two_seats")
    anna, badr, chloe = visit(), visit(), visit()
    anna.register(workshop, "Anna Exemple", unit=0)
    badr.register(workshop, "Badr Exemple", unit=0)
    assert "votre place est gardée" in badr.h1

    chloe.fill_in(workshop, "Chloé Exemple", unit=0)
    assert "en tête de la liste d’attente" in chloe.text
    chloe.confirm()
    assert "vous êtes en tête de la liste d’attente" in chloe.h1

    anna.press("Annuler ma venue")
    anna.press("Oui, j’annule")
    assert anna.h1 == "Votre inscription est annulée"
    chloe.page.reload()
    assert chloe.h1 == "Une place s’est libérée pour vous"
    chloe.press("Oui, je prends la place")
    assert "place est gardée" in chloe.h1


def test_a_double_click_and_a_reload_give_one_reference(visitor, activity):
    visitor.fill_in(activity("companions"), "Dora Exemple")
    visitor.page.wait_for_timeout(2100)
    visitor.page.get_by_role("button", name="Confirmer mon inscription").dblclick()
    visitor.page.wait_for_selector(".reference")
    reference = visitor.reference
    visitor.page.reload()
    assert visitor.reference == reference

    visitor.page = visitor.context.new_page()
    visitor.fill_in(activity("companions"), "EXEMPLE Dora", phone="+33 6 39 98 01 02")
    visitor.confirm()
    assert "déjà" in visitor.h1 and reference in visitor.text


def test_the_keyboard_alone_is_enough(visitor, activity):
    visitor.open(activity("cycle").url)
    press = visitor.page.keyboard.press
    press("Tab")
    assert visitor.focused("a.skip")
    press("Enter")
    visitor.tab_to("[name=who]")
    press("Space")
    visitor.tab_to("[name=name]")
    visitor.page.keyboard.type("Élie Exemple")
    visitor.tab_to("[name=reach]")
    press("Space")
    visitor.tab_to("[name=phone]")
    visitor.page.keyboard.type("03 53 01 02 03")
    press("Enter")
    visitor.page.wait_for_timeout(2100)
    visitor.tab_to("button[value=confirm]")
    press("Enter")
    visitor.page.wait_for_selector(".reference")
    assert "votre place est gardée" in visitor.h1


def test_mistakes_are_listed_and_lead_to_their_fields(visitor, activity):
    visitor.fill_in(activity("two_seats"), "", phone="12", unit=1)
    assert visitor.page.title().startswith("Erreur")
    assert visitor.focused(".summary")
    assert visitor.page.input_value("[name=phone]") == "12"
    visitor.page.click(".summary a >> nth=0")
    assert visitor.focused("[name=name]")
    visitor.page.keyboard.type("Fanny Exemple")
    visitor.page.fill("[name=phone]", "03.53.01.04.05")
    visitor.press("M’inscrire")
    assert "Fanny Exemple" in visitor.text and "03 53 01 04 05" in visitor.text


def test_after_terminer_nothing_of_the_person_is_found_by_going_back(visitor, activity):
    workshop, pages = activity("two_seats"), []
    visitor.register(workshop, "Gaspard Secret", phone="06 39 98 07 07", unit=2)
    visitor.press("Terminer")
    assert visitor.h1 == "C’est terminé, merci"
    while visitor.page.url != "about:blank" and len(pages) < 6:
        visitor.back()
        boxes = visitor.page.eval_on_selector_all("input:not([type=hidden])", "all => all.map(one => one.value)")
        seen = visitor.page.content() + " ".join(boxes)
        assert "Gaspard" not in seen and "98 07 07" not in seen, visitor.page.url
        pages.append(visitor.page.url)
    assert visitor.live.url(workshop.url) in pages


def test_a_registration_for_another_person_says_who_made_it(visitor, activity):
    visitor.open(activity("cycle").url)
    visitor.page.check("[name=who][value=other]")
    visitor.page.fill("[name=name]", "Hortense Exemple")
    visitor.page.check("[name=told][value=agreed]")
    visitor.page.fill("[name=helper]", "Ida Exemple")
    visitor.page.check("[name=reach][value=other]")
    visitor.page.fill("[name=contact]", "Ida, 06 39 98 01 09")
    visitor.press("M’inscrire")
    assert "Ida Exemple" in visitor.text and "Hortense Exemple" in visitor.text


def test_nothing_is_left_in_the_browser(visitor, activity):
    visitor.register(activity("two_seats"), "Jules Exemple", unit=3)
    assert visitor.context.cookies() == []


def test_an_agent_sees_who_registered_and_takes_the_list_away(visitor, activity):
    workshop = activity("companions")
    reference = visitor.register(workshop, "Karim Exemple", unit=0)
    visitor.log_in()
    visitor.open(f"/agents/agenda/{workshop.sessions[0].id}/")
    assert "Karim Exemple" in visitor.text and reference in visitor.text
    with visitor.page.expect_download() as download:
        visitor.page.locator("form[action$=telecharger] button").first.click()
    assert download.value.path().stat().st_size > 300


def test_the_visitors_of_a_whole_run_are_not_taken_for_a_flood(visitor, activity):
    url = visitor.live.url(activity("cycle").url)
    answers = [visitor.context.request.post(url, form={"name": str(n)}, fail_on_status_code=False).status
               for n in range(FLOOD + 2)]  # fmt: skip
    assert set(answers) == {422}
