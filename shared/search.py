"""Words as they are looked for: without case and accents, found by their beginnings. Pure.

Nothing that is typed becomes an operator or a pattern: words are compared as strings.
"""

import re
import unicodedata

WORDS = 8
"""How many words of a search count."""

WORD_CHARACTERS = 64

_TOKEN = re.compile(r"\w(?:\S*\w)?")
_WORD = re.compile(r"\w+")
_LAST_CHARACTER = "\U0010ffff"


def terms(*known: str) -> list[str]:
    """Every term that finds something of which ``known`` is known: its words, with what joins
    them (``ann@shop.example``) and without.
    """
    text = normalised(" ".join(known))
    return sorted({*_TOKEN.findall(text), *_WORD.findall(text)})


def words(query: str) -> list[str]:
    """What ``query`` looks for, in the form of ``terms``."""
    return _TOKEN.findall(normalised(query))[:WORDS]


def words_of(text: str) -> list[str]:
    """Every word of ``text``, once, in the form in which it is looked for."""
    return sorted({word[:WORD_CHARACTERS] for word in _WORD.findall(normalised(text))})


def beginning_with(word: str) -> dict[str, str]:
    """A condition on one term: it begins with ``word``."""
    return {"$gte": word, "$lt": word + _LAST_CHARACTER}


def normalised(text: str) -> str:
    """Without case and accents, so that “jose” finds José."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
