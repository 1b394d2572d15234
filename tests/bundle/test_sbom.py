"""The bill of materials has the structure CycloneDX 1.6 asks for (bom-1.6.schema.json), told here by hand."""

import re

import pytest

from shirube_macros.bundle.listing import sbom
from shirube_macros.bundle.lock import read_lock
from support import bundles

DIGEST = "0123456789abcdef" * 4
TYPES = {
    "application", "framework", "library", "container", "platform", "operating-system", "device", "device-driver",
    "firmware", "file", "machine-learning-model", "data", "cryptographic-asset",
}  # fmt: skip
#: By kind: the keys the standard requires, and the others it knows. It allows no further ones.
KEYS = {
    "bom": (
        {"bomFormat", "specVersion"},
        {"$schema", "serialNumber", "version", "metadata", "components", "dependencies"},
    ),
    "metadata": (set(), {"timestamp", "tools", "authors", "component", "supplier", "licenses", "properties"}),
    "component": (
        {"type", "name"},
        {"bom-ref", "version", "purl", "cpe", "hashes", "licenses", "supplier", "description", "scope"},
    ),
    "hash": ({"alg", "content"}, set()),
    "dependency": ({"ref"}, {"dependsOn", "provides"}),
}


def problems(bom):
    """What is wrong with the structure, in words."""
    found = [*_keys("bom", bom), *_keys("metadata", bom["metadata"])]
    if (bom["bomFormat"], bom["specVersion"]) != ("CycloneDX", "1.6") or type(bom["version"]) is not int:
        found.append("head")
    if not re.fullmatch("urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", bom["serialNumber"]):
        found.append("serial number")
    parts = [bom["metadata"]["component"], *bom["components"]]
    for part in parts:
        found += _component(part)
    refs = [part["bom-ref"] for part in parts]
    for entry in bom["dependencies"]:
        found += _keys("dependency", entry)
        needs = entry.get("dependsOn", [])
        if len(set(needs)) != len(needs) or not {entry["ref"], *needs} <= set(refs):
            found.append(f"dependencies of {entry['ref']}")
    if len(set(refs)) != len(refs) or sorted(entry["ref"] for entry in bom["dependencies"]) != sorted(refs):
        found.append("references")
    return found


def _keys(kind, thing):
    required, others = KEYS[kind]
    wrong = (required - thing.keys()) | (thing.keys() - required - others)
    return [f"{kind}: {name}" for name in sorted(wrong)]


def _component(part):
    found = _keys("component", part)
    if part["type"] not in TYPES or not part["name"] or not part["bom-ref"] or not part.get("version", "x"):
        found.append(f"component {part['name']}")
    if not re.fullmatch(r"pkg:[a-z]+/[a-z0-9.-]+(@[0-9A-Za-z.+-]+)?", part["purl"]):
        found.append(f"purl {part['purl']}")
    if not re.fullmatch(r"cpe:2\.3:a(:[^:]+){10}", part.get("cpe", "cpe:2.3:a" + ":*" * 10)):
        found.append(f"cpe {part['cpe']}")
    for entry in part.get("hashes", []):
        found += _keys("hash", entry)
        if entry["alg"] != "SHA-256" or not re.fullmatch("[0-9a-f]{64}", entry["content"]):
            found.append(f"hash of {part['name']}")
    choices = part.get("licenses", [])
    if any({*entry} not in ({"license"}, {"expression"}) for entry in choices):
        found.append(f"licences of {part['name']}")
    if any("license" in entry and len({"id", "name"} & entry["license"].keys()) != 1 for entry in choices):
        found.append(f"licence of {part['name']}")
    if any("expression" in entry for entry in choices) and len(choices) != 1:
        found.append(f"expressions of {part['name']}")
    return found


@pytest.mark.parametrize("python", ["3.11.9", ""])
def test_bill_of_the_committed_lock_has_the_structure_of_the_standard(python):
    bom = sbom(read_lock(), python, DIGEST)
    assert problems(bom) == []
    assert len(bom["components"]) == len(read_lock()) + 1
    assert [part["purl"] for part in bom["components"] if not part.get("hashes")] == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda bom: bom.pop("bomFormat") and bom.update(bomFormat="x"),
        lambda bom: bom["components"][1].update(extra=1),
        lambda bom: bom["components"][1].update(type="wheel"),
        lambda bom: bom["components"][0].update(cpe="cpe:2.3:a:python:python::*:*:*:*:*:*:*"),
        lambda bom: bom["components"][1]["hashes"][0].update(content="0"),
        lambda bom: bom["components"][1].update(licenses=[{"license": {}}]),
        lambda bom: bom["dependencies"][0]["dependsOn"].append("pkg:pypi/other@1"),
        lambda bom: bom["dependencies"].pop(),
    ],
)
def test_a_structure_that_is_wrong_is_seen(spoil):
    bom = sbom(read_lock(), "3.11.9", DIGEST)
    spoil(bom)
    assert problems(bom) != []


def test_what_needs_what_is_said(tmp_path):
    tree = {
        entry["ref"]: entry["dependsOn"] for entry in sbom(bundles.wheels(tmp_path), "3.11.9", DIGEST)["dependencies"]
    }
    assert tree["pkg:pypi/xlwings@1.0"] == ["pkg:pypi/pywin32@1.0"]


def test_licences_are_expressions_where_they_are_ones():
    said = {part["name"]: part.get("licenses") for part in sbom(read_lock(), "3.11.9", DIGEST)["components"]}
    names = {wheel.name: wheel.licence for wheel in read_lock()}
    assert said["cryptography"] == [{"expression": "Apache-2.0 OR BSD-3-Clause"}]
    assert said["et-xmlfile"] == [{"license": {"name": names["et-xmlfile"]}}]
