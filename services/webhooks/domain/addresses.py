"""Which addresses may be called: what anybody on the internet could reach, and nothing of ours.

An admin of a workspace is a stranger to whoever runs Parley. Were any address allowed, they could
have us call the database, the metadata of a cloud, or another customer's router.
"""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from shared import refusals

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]


class AddressNotAllowed(refusals.Invalid):
    """Nothing is sent there; ``detail`` says what to do."""

    slug, title = "address-not-allowed", "This address is not allowed"


MALFORMED = "Give a whole address, such as https://hooks.example.com/parley."
NO_USER = "Leave user name and password out of the address: every request is signed instead."
NOT_PUBLIC = (
    "It does not lead to a public address. Give one that can be reached over the internet, or ask "
    "whoever runs Parley to allow its network."
)
NEEDS_HTTPS = "Give an address that begins with https://; http is for allowed networks alone."
UNKNOWN_NAME = "Its name is not known. Check it, or try again once it is."


def target(text: str) -> URL:
    """``text`` as what is called, and nothing else is. Raises ``AddressNotAllowed``."""
    try:
        url = URL(text)
    except ValueError:
        raise AddressNotAllowed(MALFORMED) from None
    if url.scheme not in ("https", "http") or not url.host or not text.isprintable():
        raise AddressNotAllowed(MALFORMED)
    if url.user is not None or url.password is not None:
        raise AddressNotAllowed(NO_USER)
    if literal(url) is None and url.host.replace(".", "").isdigit():
        raise AddressNotAllowed(MALFORMED)  # 127.1 and the like, which some read as an address
    return url.with_fragment(None)


def literal(url: URL) -> Address | None:
    """The address that stands in ``url`` itself, where no name does."""
    try:
        return ip_address(url.host or "")
    except ValueError:
        return None


def require(scheme: str, found: Address, allowed: Networks) -> None:
    """Raises ``AddressNotAllowed`` where ``found`` may not be called with ``scheme``."""
    address = _plain(found)
    if any(address in network for network in allowed):
        return
    if not is_public(address):
        raise AddressNotAllowed(NOT_PUBLIC)
    if scheme != "https":
        raise AddressNotAllowed(NEEDS_HTTPS)


def is_public(found: Address) -> bool:
    """Anybody on the internet could reach it, and it does not stand for another address."""
    address = _plain(found)
    is_odd = address.is_multicast or address.is_reserved or address.is_unspecified
    if isinstance(address, IPv6Address):
        leads_on = address.sixtofour is not None or address.teredo is not None
        is_odd = is_odd or address.is_site_local or leads_on
    return address.is_global and not is_odd


def _plain(address: Address) -> Address:
    """Of an IPv4 address that is written as one of IPv6, the former."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
