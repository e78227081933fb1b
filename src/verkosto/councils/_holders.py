"""Answers about posts: who holds one, where one is empty, and the whole course of time."""

from __future__ import annotations

from attrs import field, frozen

from verkosto.dates import Period
from verkosto.organisations import Membership, Organisation, Person, Post, Standing

__all__ = ["Holder", "Sitting", "Vacancy"]


@frozen
class Holder:
    """Who holds a post on a day.

    Attributes:
        post: The post.
        who: The person or the organisation that holds it.
        membership: The membership that says so.
        standing: How sure it is on that day, see `verkosto.organisations.standing`.
        others: Further memberships on that day: of the same holder, and of those for whom the post has no place
            left; these stand beside the weakest of its holders. An audit judges them.

    Example:
        >>> from verkosto.councils import SeatRule, Structure
        >>> from verkosto.organisations import Network, Term
        >>> network = Network(organisations=[Organisation("tv", "Työvaliokunta")], people=[Person("a", "Aino")],
        ...     memberships=[Membership("tv", "chair", person="a", terms=[Term(observed_at="2023-04")])])
        >>> (chair,) = Structure("tv", network, rules=[SeatRule(role="chair")]).holders(on="2024-01-01")
        >>> print(chair.post, chair.who, chair.standing)
        chair Aino presumed
    """

    post: Post
    who: Person | Organisation
    membership: Membership
    standing: Standing
    others: tuple[Membership, ...] = ()


@frozen
class Vacancy:
    """A post with fewer holders than places on a day.

    Attributes:
        post: The post.
        missing: How many places have no holder; None where the number of places is not stated.
        known: Whether it is known to be empty. False where only some members were published, or where somebody
            may have held it whose start is not known.
        candidates: Memberships that may have held it.

    Example:
        >>> from verkosto.councils import SeatRule, Structure
        >>> from verkosto.organisations import Network
        >>> network = Network(organisations=[Organisation("tv", "Työvaliokunta")])
        >>> (empty,) = Structure("tv", network, rules=[SeatRule(n=5)]).vacancies(on="2024-01-01")
        >>> print(empty.post, empty.missing, empty.known)
        member 5 True
    """

    post: Post
    missing: int | None
    known: bool
    candidates: tuple[Membership, ...] = ()


@frozen
class Sitting:
    """A run of days on which one holder held a post, or nobody did.

    Attributes:
        post: The post. A post with several places has a sitting for each holder, and one for all that are empty.
        who: The person or organisation; None for days without a holder.
        membership: The membership; None for days without a holder.
        span: The days, both ends included; an open end is None.
        standing: How sure it is; for days without a holder "no" where it is known that nobody held the post,
            otherwise "unknown".

    Example:
        >>> from verkosto.councils import SeatRule, Structure
        >>> from verkosto.organisations import Network, Term
        >>> network = Network(organisations=[Organisation("tv", "Työvaliokunta", terms=[Term("2023-04-24")])])
        >>> (empty,) = Structure("tv", network, rules=[SeatRule(role="chair")]).timeline()
        >>> print(empty.span, empty.who, empty.standing)
        2023-04-24/.. None no
    """

    post: Post
    who: Person | Organisation | None
    membership: Membership | None
    span: Period = field(factory=Period)
    standing: Standing = "stated"
