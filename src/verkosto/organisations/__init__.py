"""Organisations, the people in them and how they belong together, at any date and each with its source.

The words follow Popolo (organisation, person, post, membership), with what Finnish networks need beside:
dates as precise as their source, several statements of one fact, plans, quantities such as "nearly 10 000",
organisations as members and office holders, nomination apart from representation.

>>> from verkosto.organisations import Membership, Network, Organisation, Person, Term
>>> network = Network(
...     organisations=[
...         Organisation("sotunet", "Sotunet"),
...         Organisation("lapsote", "Lapin sosiaali- ja terveysturvayhdistys"),
...     ],
...     people=[Person("ahtiainen", "Veli-Matti Ahtiainen")],
...     memberships=[Membership("sotunet", "chair", person="ahtiainen", on_behalf_of="lapsote",
...                             terms=[Term(observed_at="2019")])],
... )
>>> [network.holder(m).name for m in network.memberships_of("sotunet", role="chair", on="2019-06-01")]
['Veli-Matti Ahtiainen']
"""

from __future__ import annotations

from verkosto.organisations._audit import AUDIT_CODES
from verkosto.organisations._data import from_data, to_data
from verkosto.organisations._files import Document
from verkosto.organisations._findings import Finding
from verkosto.organisations._graph import graph
from verkosto.organisations._identifiers import association_number, business_id, check_identifier
from verkosto.organisations._imported import Imported
from verkosto.organisations._network import Fact, Network
from verkosto.organisations._organisation import Identifier, Name, Organisation, Status
from verkosto.organisations._people import Contact, ContactKind, Ground, Person
from verkosto.organisations._popolo import from_popolo, to_popolo
from verkosto.organisations._posts import Change, ChangeKind, Membership, Post
from verkosto.organisations._register import AssociationCounts, CoverageRow, registered_associations
from verkosto.organisations._row_headings import TARGETS
from verkosto.organisations._rows import from_rows
from verkosto.organisations._statements import Qualifier, Quantity, Statement, total
from verkosto.organisations._terms import HELD, Standing, Term, change_days, standing, terms_of

__all__ = [
    "AUDIT_CODES",
    "HELD",
    "TARGETS",
    "AssociationCounts",
    "Change",
    "ChangeKind",
    "Contact",
    "ContactKind",
    "CoverageRow",
    "Document",
    "Fact",
    "Finding",
    "Ground",
    "Identifier",
    "Imported",
    "Membership",
    "Name",
    "Network",
    "Organisation",
    "Person",
    "Post",
    "Qualifier",
    "Quantity",
    "Standing",
    "Statement",
    "Status",
    "Term",
    "association_number",
    "business_id",
    "change_days",
    "check_identifier",
    "from_data",
    "from_popolo",
    "from_rows",
    "graph",
    "registered_associations",
    "standing",
    "terms_of",
    "to_data",
    "to_popolo",
    "total",
]
