"""Where somebody calls from, and who is believed about it."""
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request

from bot.channels.visitors import PROXIES, client_address, networks, origin


def request(remote, forwarded=None, proxies=None):
    app = web.Application()
    if proxies is not None:
        app[PROXIES] = networks(proxies)
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}
    return make_mocked_request("GET", "/", headers, app=app).clone(remote=remote)


@pytest.mark.parametrize(("remote", "forwarded", "address"), [
    ("172.18.0.2", "203.0.113.9", "203.0.113.9"),              # our proxy
    ("172.18.0.2", "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # what the visitor wrote before it is not read
    ("::ffff:172.18.0.2", "203.0.113.9", "203.0.113.9"),
    ("172.18.0.2", None, "172.18.0.2"),
    ("172.18.0.2", "<script>", "172.18.0.2"),
    ("203.0.113.9", "198.51.100.1", "203.0.113.9"),            # a visitor who calls us directly
    ("10.0.0.4", "198.51.100.1", "10.0.0.4"),                  # somebody of our own network
    ("", "198.51.100.1", ""),
])
def test_only_our_proxy_is_believed(remote, forwarded, address):
    assert client_address(request(remote, forwarded, ["172.18.0.0/16"])) == address


def test_where_nothing_is_said_a_proxy_on_the_same_machine_is_believed():
    assert client_address(request("127.0.0.1", "203.0.113.9")) == "203.0.113.9"
    assert client_address(request("127.0.0.1", "203.0.113.9", proxies=[])) == "127.0.0.1"


@pytest.mark.parametrize(("remote", "home"), [
    ("203.0.113.9", "203.0.113.9"), ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"), ("::ffff:203.0.113.9", "203.0.113.9"),
    ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"), ("nobody", "nobody")])
def test_a_home_has_one_origin_however_many_addresses(remote, home):
    assert origin(request(remote)) == home
