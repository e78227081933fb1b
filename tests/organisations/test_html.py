from __future__ import annotations

from verkosto.organisations import (
    Contact,
    Identifier,
    Membership,
    Name,
    Network,
    Organisation,
    Person,
    Quantity,
    Statement,
    Term,
)
from verkosto.sources import Source
from verkosto.text import LocalText

ADDRESS = "maija@example.org"
SOURCE = Source("Tiedote", publisher="Sotunet")


def row(title: str, cell: str) -> str:
    return f'<tr><th scope="row">{title}</th><td>{cell}</td></tr>'


def test_an_organisation_with_what_is_stated_of_it() -> None:
    shown = Organisation(
        "mvn",
        LocalText("Neuvottelukunta <MVN>", sv="Delegation"),
        classification="council",
        registered=False,
        terms=[
            Term("2000-05-11", source=SOURCE, note="announced"),
            Term("2000", "2001", observed_at="2000-06"),
            Term(observed_at="2000", planned=True),
            Term(),
        ],
        areas=["maakunta/13", "maakunta/21"],
        other_names=[Name("MVN", note="short name"), Name("Foorumi")],
        identifiers=Identifier("y-tunnus", "0112038-9"),
        statements=[
            Statement("resources", None, source=SOURCE),
            Statement("associations", Quantity(10000, "nearly"), as_of="2022"),
            Statement("open", value=True),
            Statement("aim", "Yhteistyö"),
            Statement("secret", "salaisuus", publishable=False),
        ],
        contacts=Contact("email", ADDRESS),
        sources=SOURCE,
    )._repr_html_()
    for expected in (
        '<th scope="col">Neuvottelukunta &lt;MVN&gt;</th>',
        row("Id", "mvn"),
        row("Finnish", "Neuvottelukunta &lt;MVN&gt;"),
        row("Swedish", "Delegation"),
        row("short name", "MVN"),
        row("Other name", "Foorumi"),
        row("Classification", "council"),
        row("In the register", "no"),
        row("Existence", "2000-05-11/.., announced — Sotunet: Tiedote."),
        row("Existence", "2000/2001, observed 2000-06"),
        row("Existence", "observed 2000, planned"),
        row("Existence", "without a date"),
        row("Areas", "maakunta/13 Keski-Suomi, maakunta/21 Ahvenanmaa"),
        row("y-tunnus", "0112038-9"),
        row("resources", "stated none — Sotunet: Tiedote."),
        row("associations", "nearly 10000 (2022)"),
        row("open", "yes"),
        row("aim", "Yhteistyö"),
        row("secret", "not to be published"),
        row("Contacts", "1, not shown"),
        row("Source", "Sotunet: Tiedote."),
    ):
        assert expected in shown
    assert "English" not in shown
    assert ADDRESS not in shown
    assert "salaisuus" not in shown


def test_the_status_of_today_says_how_sure_it_is() -> None:
    assert "active on " in (shown := Organisation("a", "A", terms=Term("2000"))._repr_html_())
    assert "(presumed)" in shown
    assert "dissolved on " in (shown := Organisation("a", "A", terms=Term(end="2000"))._repr_html_())
    assert "(no)" in shown
    bare = Organisation("a", "A")._repr_html_()
    assert "nothing is stated of its existence" in bare
    assert "Classification" not in bare
    assert "In the register" not in bare
    assert "Contacts" not in bare


def test_a_person_without_contacts() -> None:
    shown = Person("a", "Maija <M>", contacts=Contact("email", ADDRESS), sources=SOURCE)._repr_html_()
    assert "Maija &lt;M&gt;" in shown
    assert row("Name may be published", "yes") in shown
    assert row("Contacts", "1, not shown") in shown
    assert ADDRESS not in shown
    assert row("Name may be published", "no") in Person("a", "A", publishable=False)._repr_html_()


def counted(title: str, n: int) -> str:
    return f'<tr><th scope="row">{title}</th><td style="text-align: right">{n}</td></tr>'


def test_a_network_with_its_memberships_by_role() -> None:
    network = Network(organisations=Organisation("a", "A"), people=Person("b", "B"))
    assert "Role" not in network._repr_html_()
    assert "further" not in network.add(Membership("a", person="b"))._repr_html_()
    roles = ["member", "member", *(f"r{n:02}" for n in range(60))]
    shown = network.add(*(Membership("a", role, person="b") for role in roles))._repr_html_()
    assert counted("organisations", 1) in shown
    assert counted("memberships", 62) in shown
    assert counted("member", 2) in shown
    assert counted("r48", 1) in shown
    assert counted("r49", 1) not in shown
    assert counted("11 further roles", 11) in shown
