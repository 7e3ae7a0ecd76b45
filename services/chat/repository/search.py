"""What customers and messages are found by, and what an agent's search asks for. Pure.

Words of messages are indexed beside the messages' order, which the database's own text index
cannot: it would read, and sort, every message in which a common word stands.
"""

from services.chat.domain.people import Customer
from shared import search
from shared.search import WORD_CHARACTERS, WORDS, beginning_with, words, words_of

__all__ = ["WORDS", "WORD_CHARACTERS", "beginning_with", "terms", "words", "words_of"]


def terms(customer: Customer) -> list[str]:
    """Every beginning that finds ``customer``: words of name and address, address, domain."""
    domain = customer.email.rpartition("@")[2]
    return search.terms(customer.name, customer.email, domain)
