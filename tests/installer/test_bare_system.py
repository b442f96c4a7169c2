"""The packages on a bare Debian 12; tools/prove_bare_system.py does the same by hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from installer import bare_system, proofs

# The packages are built first, and a system is fetched once.
pytestmark = [pytest.mark.slow, pytest.mark.timeout(3600)]
CACHE = Path(__file__).parents[2] / "build" / "bare"


@pytest.fixture(scope="module", params=proofs.KINDS)
def found(request, provided, packages):
    provided("debootstrap", "Xvfb")
    if why := bare_system.refusal():
        pytest.skip(why)
    (package,) = packages.glob(f"*.{request.param}")
    with proofs.installed(package, CACHE) as installed:
        yield installed


def test_the_bare_system_has_no_network_no_rights_and_nothing_to_write_to_but_the_home(found):
    interfaces = found.system.as_reader("cat", "/proc/net/dev").stdout
    assert re.findall(r"^\s*(\w+):", interfaces, re.MULTILINE) == ["lo"]
    assert found.system.as_reader("id", "--user").stdout == "1000\n"
    for folder in ("/usr/lib", "/opt", "/etc", "/var"):
        refused = found.system.as_reader("touch", f"{folder}/new")
        assert "Read-only file system" in refused.stderr
    assert found.system.as_reader("sh", "-c", "touch ~/new && rm ~/new").returncode == 0


def test_nothing_stays_mounted(found):
    found.system.as_reader("true")
    assert str(found.system.root) not in Path("/proc/self/mounts").read_text(encoding="utf-8")


def test_the_exported_copy_passes_verapdf(found, verapdf):
    proofs.export(found)
    copy = (found.system.home / proofs.COPY).read_bytes()
    assert verapdf({"copy": copy}) == {"copy": []}


@pytest.mark.parametrize("proof", proofs.PROOFS, ids=lambda proof: proof.__name__)
def test_on_a_bare_system(found, proof):
    assert proof(found)
