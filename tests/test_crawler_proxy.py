"""A source is reached through its proxy and never past it, and nothing private is handed to it."""

import json
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.home import make_home
from crawler.proxy import is_hidden, is_local, numeric, read_proxy
from tests.proxies import Http, Socks5
from tests.running import offerwatch
from tests.server import Board, link, page, post, small_board

LAUNCH = Path(__file__).parent / "hostile_launch.py"
ONION = "offers" + "a" * 50 + ".onion"
LOGIN = "anna:s3cret-word"
KINDS = [(Socks5, "socks5"), pytest.param(Http, "http", marks=pytest.mark.slow)]


@pytest.fixture
def home(tmp_path):
    return make_home(tmp_path / "home").root


def crawl(home, start, proxy, more="", **env):
    (home / "sources" / "one.yml").write_text(f"start: {start}\nproxy: {proxy}\ndelay: 0\n{more}")
    env |= {"LOOKED": str(home / "looked"), "SETTINGS": json.dumps({"RETRY_TIMES": 0})}
    (home / "looked").write_text("")
    ran = offerwatch(home, "crawl", "one", "--json", launch=LAUNCH, **env)
    counts = json.loads(ran.out)["counts"] if ran.code == 0 else {}
    return ran, counts, (home / "looked").read_text().split()


@pytest.mark.parametrize(
    ("kind", "scheme"), [*KINDS, pytest.param(Socks5, "socks5h", marks=pytest.mark.slow)]
)
def test_a_hidden_service_is_read_and_its_name_is_left_to_the_proxy(home, kind, scheme):
    with Board(small_board()) as board, kind({ONION: ("127.0.0.1", board.port)}) as proxy:
        ran, counts, looked = crawl(home, f"http://{ONION}/", f"{scheme}://{proxy.address}")
        assert counts.get("posts") == 5, ran.err
        assert board.asked[0] == "/robots.txt"
        assert {one["host"] for one in board.headers} == {ONION}
    assert set(proxy.asked) == {(ONION, 80)}
    assert ONION not in looked


@pytest.mark.parametrize(("kind", "scheme"), KINDS)
def test_nothing_private_is_handed_over_however_it_is_written(home, kind, scheme):
    inner = ["localhost", "printer.local", "db.internal", "router", "10.0.0.1", "2130706433",
             "0x7f.1", "0177.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "inside.example", "nas.home.arpa"]  # fmt: skip
    board = {"/": page("".join(link("board", f"http://{one}/") for one in inner) + post("w", "1"))}
    names = json.dumps({"inside.example": [["10.0.0.9"]]})
    with Board(board) as site, kind({ONION: ("127.0.0.1", site.port)}) as proxy:
        place, more = f"{scheme}://{proxy.address}", f"hosts: {json.dumps(inner)}\n"
        ran, counts, _ = crawl(home, f"http://{ONION}/", place, more, NAMES=names)
    assert counts.get("refused/private_address") == len(inner), ran.err
    assert {host for host, _ in proxy.asked} == {ONION}


@pytest.mark.slow
def test_a_public_name_is_looked_up_and_the_address_that_was_checked_is_handed_over(home):
    names = {"NAMES": json.dumps({"board.example": [["93.184.216.34"], ["10.0.0.1"]]})}
    with Board(small_board()) as board:
        place = ("127.0.0.1", board.port)
        with Socks5({"93.184.216.34": place}) as proxy:
            counts = crawl(home, "http://board.example/", f"socks5://{proxy.address}", **names)[1]
            assert counts.get("posts") == 5
        assert set(proxy.asked) == {("93.184.216.34", 80)}
        with Socks5({"board.example": place}) as proxy:
            more = "whole: true\n"
            _, counts, looked = crawl(
                home, "http://board.example/", f"socks5h://{proxy.address}", more, **names
            )
        assert set(proxy.asked) == {("board.example", 80)}
        assert looked == []


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "scheme"), KINDS)
def test_credentials_let_us_in_and_are_never_told(home, kind, scheme):
    with Board(small_board()) as board, kind({ONION: ("127.0.0.1", board.port)}, LOGIN) as proxy:
        start, debug = f"http://{ONION}/", {"SETTINGS": '{"LOG_LEVEL": "DEBUG"}'}
        ran, counts, _ = crawl(home, start, f"{scheme}://{LOGIN}@{proxy.address}", **debug)
        assert counts.get("posts") == 5, ran.err
        wrong = f"{scheme}://{LOGIN}-no@{proxy.address}"
        refused, _, _ = crawl(home, start, wrong, "whole: true\n", **debug)
        listed = offerwatch(home, "sources", "--json")
    assert refused.code == 1
    assert proxy.refused
    assert "proxy" in refused.err.lower()
    assert not any("authorization" in name for one in board.headers for name in one)
    for one in (ran, refused, listed):
        assert "s3cret" not in one.out + one.err
        assert "Traceback" not in one.err
    for kept in home.rglob("*"):
        if kept.is_file() and kept.name != "one.yml":
            assert b"s3cret" not in kept.read_bytes()


@pytest.mark.slow
def test_https_runs_inside_the_proxy_and_its_certificate_is_checked(home, tmp_path):
    cert = certificate(tmp_path / "cert.pem", ONION)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert)
    with Board(small_board()) as board:
        board.server.socket = context.wrap_socket(board.server.socket, server_side=True)
        for kind, scheme in ((Socks5, "socks5"), (Http, "http")):
            with kind({ONION: ("127.0.0.1", board.port)}) as proxy:
                place, more = f"{scheme}://{proxy.address}", "whole: true\n"
                trusted = crawl(home, f"https://{ONION}/", place, more, SSL_CERT_FILE=str(cert))
                assert trusted[1].get("posts") == 5, trusted[0].err
                assert set(proxy.asked) == {(ONION, 443)}
                assert crawl(home, f"https://{ONION}/", place, more)[0].code == 1


@pytest.mark.slow
def test_a_proxy_that_is_not_there_or_does_not_know_is_one_line(home):
    with Socks5({}) as proxy:
        ran, _, _ = crawl(home, f"http://{ONION}/", f"socks5://{proxy.address}")
        assert ran.code == 1
        assert "refused (proxy)" in ran.err or "proxy" in ran.err.splitlines()[-1]
    for scheme in ("socks5", "http"):
        ran, _, _ = crawl(home, f"http://{ONION}/", f"{scheme}://{proxy.address}")
        assert ran.code == 1
        assert "Traceback" not in ran.err


def test_a_hidden_service_without_a_proxy_is_never_looked_up(home):
    (home / "sources" / "one.yml").write_text(f"start: http://{ONION}/\ndelay: 0\n")
    (home / "looked").write_text("")
    ran = offerwatch(home, "crawl", "one", launch=LAUNCH, LOOKED=str(home / "looked"))
    assert ran.code == 1
    assert "needs a proxy" in ran.err
    assert (home / "looked").read_text() == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "socks5://",
        "127.0.0.1:9050",
        "socks5://host",
        "ftp://h:1",
        "socks5://h:99999",
        "http://h:1/x",
    ],
)
def test_what_is_no_proxy_is_said_without_repeating_it(text):
    with pytest.raises(ValueError, match="is no proxy; write it as") as caught:
        read_proxy(text)
    assert "99999" not in str(caught.value)


def test_a_proxy_never_shows_its_password():
    proxy = read_proxy("socks5://anna:s3%40cret@[::1]:9050")
    assert (proxy.username, proxy.password, proxy.address) == (
        "anna",
        "s3@cret",
        "socks5://[::1]:9050",
    )
    assert "s3" not in repr(proxy)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST.", "a.local", "x.internal", "router", "ａ.local", "n.home.arpa"],
)
def test_local_names(host):
    assert is_local(host)


@pytest.mark.parametrize(
    "host", ["board.example", "local.example", "internal.org", "127.0.0.1", ONION]
)
def test_names_that_are_not_local(host):
    assert not is_local(host)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.1", "127.0.0.1"), ("2130706433", "127.0.0.1"), ("0x7f000001", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"), ("１２７.0.0.1", "127.0.0.1"), ("127。0。0。1", "127.0.0.1"),
        ("::1", "::1"), ("fe80::1%eth0", "fe80::1"), ("board.example", None), ("0xboard", None),
    ],
)  # fmt: skip
def test_every_spelling_of_a_number_is_an_address(host, address):
    assert numeric(host) == address
    assert is_hidden(ONION.upper() + ".")


def certificate(path, name):
    """A certificate of its own for *name*, with its key, in one file."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "ours")])
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = (
        x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(pem))
    return path
