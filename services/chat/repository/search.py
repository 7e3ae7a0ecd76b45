"""What customers and messages are found by, and what an agent's search asks for. Pure.

Nothing that an agent types becomes an operator or a pattern: words are compared as strings. Words
of messages are indexed beside the messages' order, which the database's own text index cannot:
it would read, and sort, every message in which a common word stands.
"""

import re
import unicodedata

from services.chat.domain.people import Customer

WORDS = 8
"""How many words of a search count."""

WORD_CHARACTERS = 64

_TOKEN = re.compile(r"\w(?:\S*\w)?")
_WORD = re.compile(r"\w+")
_LAST_CHARACTER = "\U0010ffff"


def terms(customer: Customer) -> list[str]:
    """Every beginning that finds ``customer``: words of name and address, address, domain."""
    known = _normalised(f"{customer.name} {customer.email}")
    domain = _normalised(customer.email.rpartition("@")[2])
    return sorted({domain, *_TOKEN.findall(known), *_WORD.findall(known)})


def words(query: str) -> list[str]:
    """What ``query`` looks for, in the form of ``terms``."""
    return _TOKEN.findall(_normalised(query))[:WORDS]


def beginning_with(word: str) -> dict[str, str]:
    """A condition on one term: it begins with ``word``."""
    return {"$gte": word, "$lt": word + _LAST_CHARACTER}


def words_of(text: str) -> list[str]:
    """Every word of ``text``, once, in the form in which it is looked for."""
    return sorted({word[:WORD_CHARACTERS] for word in _WORD.findall(_normalised(text))})


def _normalised(text: str) -> str:
    """Without case and accents, so that “jose” finds José."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
