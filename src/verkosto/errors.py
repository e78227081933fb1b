"""Every exception of verkosto, one tree.

```
VerkostoError
├── CodebookError (ValueError)              a codebook file or an instrument that contradicts itself
├── DateError (ValueError)                  text that is no date, or a period that ends before it starts
├── AreaError
│   ├── UnknownAreaError (LookupError)      no such area, municipality or kind of area
│   ├── AmbiguousAreaError (LookupError)    a name that several areas bear; they are listed
│   ├── DateNotCoveredError (ValueError)    a date outside the years that a kind of area is covered
│   └── NonNestingError (ValueError)        areas of one kind do not lie inside areas of the other
├── NetworkError (ValueError)               organisations, people and councils that contradict one another
├── UnknownObjectError (LookupError)        no such organisation, person, post or council
├── IdentifierError (ValueError)            a business id or register number that cannot be one
├── SourceError (ValueError)                a file or service that cannot be read as it was asked
│   ├── SourceNotFoundError (FileNotFoundError)
│   ├── EmptySourceError                    nothing to read
│   ├── EncodingError                       bytes that are not text in the stated encoding
│   ├── RaggedRowsError                     rows shorter or longer than the header, a file cut off
│   └── AmbiguousSourceError                several readings fit; the candidates are listed
├── BackendError
│   ├── UnknownBackendError (LookupError)
│   └── BackendConflictError                two plugins of one name, or one that fails to import
├── OptionError (TypeError)                 an option that the called reader does not take
├── BindingError (ValueError)               columns and codebook do not meet
├── InvalidResponsesError (ValueError)      strict reading met issues; it carries them all
├── UnknownVariableError (LookupError)      no such variable in the responses
├── DerivationError (ValueError)            a recoding that leaves answers out or counts them twice
├── AnalysisError (ValueError)              weights, bases or variables that an estimate cannot use
├── TableFormatError (ValueError)           JSON that is not a verkosto table
├── UnprotectedTableError (ValueError)      a table that nobody protected, on its way to a report
├── DisclosureError (ValueError)            a table that cannot be published as it was asked
├── UnknownThemeError (LookupError)         no such theme in a codebook for open answers
├── CodingError (ValueError)                codings that their codebook or their answers contradict
├── ClaimError (ValueError)                 sentences that their tables contradict; it carries them all
└── MissingExtraError (ImportError)         an extra is not installed; the message names the command
```

Every exception carries data only, pickles, and its message ends with what to do next.
Respondents' identities and answers never stand in a message.
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from verkosto.issues import Issue

__all__ = [
    "AmbiguousAreaError",
    "AmbiguousSourceError",
    "AnalysisError",
    "AreaError",
    "BackendConflictError",
    "BackendError",
    "BindingError",
    "ClaimError",
    "CodebookError",
    "CodingError",
    "DateError",
    "DateNotCoveredError",
    "DerivationError",
    "DisclosureError",
    "EmptySourceError",
    "EncodingError",
    "IdentifierError",
    "InvalidResponsesError",
    "MissingExtraError",
    "NetworkError",
    "NonNestingError",
    "OptionError",
    "RaggedRowsError",
    "SourceError",
    "SourceNotFoundError",
    "TableFormatError",
    "UnknownAreaError",
    "UnknownBackendError",
    "UnknownObjectError",
    "UnknownThemeError",
    "UnknownVariableError",
    "UnprotectedTableError",
    "VerkostoError",
    "VerkostoWarning",
    "did_you_mean",
]


class VerkostoError(Exception):
    """Root of every exception that a public call of verkosto raises."""


class VerkostoWarning(UserWarning):
    """The one warning of verkosto: reading went on, and something wants a look."""


class CodebookError(VerkostoError, ValueError):
    """A codebook file that cannot be read, or an instrument that contradicts itself."""


class DateError(VerkostoError, ValueError):
    """Text that is no date, or a period that ends before it starts."""


class AreaError(VerkostoError):
    """Parent of the errors of `verkosto.regions`."""


class UnknownAreaError(AreaError, LookupError):
    """No such area, municipality or kind of area."""


class AmbiguousAreaError(AreaError, LookupError):
    """A name that several areas bear; the message lists them, and `candidates` has their references."""

    def __init__(self, message: str, candidates: tuple[str, ...] = ()) -> None:
        """Keep the message and the references, such as "maakunta/07", so that the exception pickles."""
        super().__init__(message, candidates)
        self.candidates = candidates

    def __str__(self) -> str:
        """Give the message alone."""
        return str(self.args[0])


class DateNotCoveredError(AreaError, ValueError):
    """A date outside the years that the register covers for a kind of area."""


class NonNestingError(AreaError, ValueError):
    """Areas of one kind do not lie inside the areas of another."""


class NetworkError(VerkostoError, ValueError):
    """Organisations, people, posts or councils that contradict one another; every fault is listed."""


class UnknownObjectError(VerkostoError, LookupError):
    """No organisation, person, post or council of that id."""


class IdentifierError(VerkostoError, ValueError):
    """A business id or register number that cannot be one."""


class SourceError(VerkostoError, ValueError):
    """A file or service that cannot be read as it was asked."""


class SourceNotFoundError(SourceError, FileNotFoundError):
    """The named source does not exist."""

    def __str__(self) -> str:
        """Give the message alone, without the operating system's error number."""
        return str(self.args[0]) if self.args else ""


class EmptySourceError(SourceError):
    """A source without a header or without cells."""


class EncodingError(SourceError):
    """Bytes that are not text in the stated encoding."""


class RaggedRowsError(SourceError):
    """Rows shorter or longer than the header, or a file that was cut off."""


class AmbiguousSourceError(SourceError):
    """Several readings fit a source; the message lists them with their evidence.

    Where several backends fit, `candidates` has the name of each and its `Evidence`.
    """

    def __init__(self, message: str, candidates: tuple[tuple[str, Any], ...] = ()) -> None:
        """Keep the message and the candidates, so that the exception pickles."""
        super().__init__(message, candidates)
        self.candidates = candidates

    def __str__(self) -> str:
        """Give the message alone."""
        return str(self.args[0])


class BackendError(VerkostoError):
    """Parent of the errors about backends themselves."""


class UnknownBackendError(BackendError, LookupError):
    """No backend of that name is installed."""


class BackendConflictError(BackendError):
    """Two plugins of one name, or a plugin that fails to import."""


class OptionError(VerkostoError, TypeError):
    """An option that the called reader does not take, or a value that it cannot have."""


class BindingError(VerkostoError, ValueError):
    """The columns of a source and the questions of a codebook do not meet."""


class InvalidResponsesError(VerkostoError, ValueError):
    """Strict reading met issues; `issues` carries them all, the message only counts them."""

    def __init__(self, message: str, issues: tuple[Issue, ...] = ()) -> None:
        """Keep the message and the issues, so that the exception pickles."""
        super().__init__(message, issues)
        self.issues = issues

    def __str__(self) -> str:
        """Give the message alone."""
        return str(self.args[0])

    def __repr__(self) -> str:
        """Name the class and the message; issues only as a count."""
        return f"{type(self).__name__}({self.args[0]!r}, {len(self.issues)} issues)"


class UnknownVariableError(VerkostoError, LookupError):
    """No such variable in the responses."""


class DerivationError(VerkostoError, ValueError):
    """A recoding that leaves answers out, or counts one answer twice."""


class AnalysisError(VerkostoError, ValueError):
    """Weights, bases or variables that an estimate cannot use."""


class TableFormatError(VerkostoError, ValueError):
    """JSON that is not a verkosto table."""


class UnprotectedTableError(VerkostoError, ValueError):
    """A table that nobody protected was on its way to a report."""


class DisclosureError(VerkostoError, ValueError):
    """A table that cannot be published as it was asked: it would reveal what must stay hidden."""


class UnknownThemeError(VerkostoError, LookupError):
    """No such theme in a codebook for open answers."""


class CodingError(VerkostoError, ValueError):
    """Codings of open answers that their codebook or their answers contradict."""


class ClaimError(VerkostoError, ValueError):
    """Sentences that their tables contradict; `findings` has what is wrong with each."""

    def __init__(self, message: str, findings: tuple[str, ...] = ()) -> None:
        """Keep the message and the findings, so that the exception pickles."""
        super().__init__(message, findings)
        self.findings = findings

    def __str__(self) -> str:
        """Give the message alone."""
        return str(self.args[0])


class MissingExtraError(VerkostoError, ImportError):
    """A library of an extra is not installed."""

    @classmethod
    def of(cls, extra: str, purpose: str) -> MissingExtraError:
        """Make the error for an extra, with the command that installs it."""
        return cls(f"{purpose} needs the extra '{extra}'. Install it: pip install 'verkosto[{extra}]'")


def did_you_mean(word: object, known: Iterable[str], *, most: int = 3) -> str:
    """Return `" Did you mean 'x'?"` for the nearest known words, or an empty string."""
    known = list(known)
    folded = {k.casefold(): k for k in known}
    near = difflib.get_close_matches(str(word).casefold(), folded, n=most, cutoff=0.6)
    if not near:
        return ""
    return " Did you mean " + " or ".join(repr(folded[n]) for n in near) + "?"
