"""Which addresses may be called: what anybody could reach, and what an operator allows."""

from ipaddress import ip_address, ip_network

import pytest

from services.webhooks.domain import addresses
from services.webhooks.domain.addresses import AddressNotAllowed

HERE = (ip_network("10.1.0.0/16"), ip_network("fd00::/8"))


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104 - nothing listens on it
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",  # where clouds give out credentials
        "100.64.0.1",
        "100.100.100.200",
        "192.0.2.1",
        "198.18.0.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",  # NAT64
        "64:ff9b::8.8.8.8",
        "64:ff9b:1::1",
        "2002:7f00:1::",  # 6to4
        "2002:808:808::",
        "2001:0:4136:e378::1",  # Teredo
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
    ],
)
def test_what_not_everybody_can_reach_is_refused(address: str) -> None:
    with pytest.raises(AddressNotAllowed, match="public address"):
        addresses.require("https", ip_address(address), ())


@pytest.mark.parametrize(
    "address", ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1"]
)
def test_what_everybody_can_reach_is_allowed_with_https_alone(address: str) -> None:
    addresses.require("https", ip_address(address), ())
    with pytest.raises(AddressNotAllowed, match="https://"):
        addresses.require("http", ip_address(address), ())


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize("address", ["10.1.2.3", "::ffff:10.1.2.3", "fd12::1"])
def test_an_allowed_network_may_be_called_either_way(scheme: str, address: str) -> None:
    addresses.require(scheme, ip_address(address), HERE)


@pytest.mark.parametrize("address", ["10.2.0.1", "127.0.0.1", "::1"])
def test_a_network_beside_an_allowed_one_is_refused_as_ever(address: str) -> None:
    with pytest.raises(AddressNotAllowed):
        addresses.require("https", ip_address(address), HERE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hooks.example.com",
        "//hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://",
        "https:///path",
        "https://hooks.example.com:99999/",
        "https://hooks.example.com\\@127.0.0.1/",
        "https://hooks.example.com/\r\nX-Other: header",
        "https://hooks.example.com/\x00",
        "https://127.1/",
        "https://2130706433/",
        "https://[::1/",
    ],
)
def test_what_is_no_whole_address_is_refused(text: str) -> None:
    with pytest.raises(AddressNotAllowed, match="whole address"):
        addresses.target(text)


@pytest.mark.parametrize(
    "text",
    [
        "https://mia@hooks.example.com/",
        "https://mia:pass@hooks.example.com/",
        "https://:p@x.example/",
    ],
)
def test_user_names_and_passwords_are_refused(text: str) -> None:
    with pytest.raises(AddressNotAllowed, match="user name"):
        addresses.target(text)


def test_an_address_is_called_as_it_was_given_but_for_its_fragment() -> None:
    url = addresses.target("https://hooks.example.com:8443/a%2Fb?key=1%202#part")
    assert str(url) == "https://hooks.example.com:8443/a%2Fb?key=1%202"


def test_an_address_without_a_name_is_known_as_one() -> None:
    assert addresses.literal(addresses.target("https://[::1]:8443/")) == ip_address("::1")
    assert addresses.literal(addresses.target("https://10.0.0.1/")) == ip_address("10.0.0.1")
    assert addresses.literal(addresses.target("https://0x7f.example/")) is None
