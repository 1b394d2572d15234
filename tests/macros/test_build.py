"""The add-in as a whole: same bytes at every build, every part declared, every module exactly its source."""

import hashlib
import io
import os
import posixpath
import re
import subprocess
import sys
import zipfile

import olefile
import pytest
from lxml import etree

from shirube.errors import WriteError
from shirube_macros.build import build_addin, modules, sheets
from shirube_macros.functions import catalogue
from support.ole import decompress, macros
from support.shared import ROOT, shared

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CT = "{http://schemas.openxmlformats.org/package/2006/content-types}"


@pytest.fixture(scope="module")
def addin(tmp_path_factory):
    return build_addin(tmp_path_factory.mktemp("addin") / "shirube.xlam")


@pytest.fixture(scope="module")
def parts(addin) -> dict[str, bytes]:
    with zipfile.ZipFile(addin) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_two_builds_are_the_same_bytes(addin, tmp_path):
    """The second one in another process, time zone and hash seed."""
    other = tmp_path / "other.xlam"
    rooms = os.pathsep.join(str(ROOT / room) for room in ("python", "udfs", "macros"))
    env = {**os.environ, "PYTHONPATH": rooms, "TZ": "Pacific/Apia", "PYTHONHASHSEED": "7", "LC_ALL": "C"}
    subprocess.run([sys.executable, "-m", "shirube_macros.build", str(other)], check=True, env=env, capture_output=True)
    assert hashlib.sha256(other.read_bytes()).digest() == hashlib.sha256(addin.read_bytes()).digest()


def test_every_module_comes_back_as_written(addin, parts):
    """Through olevba as a whole, and stream by stream to the last line end."""
    file = olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"]))
    for module in modules(sheets()):
        assert decompress(file.openstream(f"VBA/{module.name}").read()) == module.text.encode("ascii")
    found = macros(addin)
    expected = {module.name: module.text.replace("\r\n", "\n") for module in modules(sheets())}
    assert found.keys() == expected.keys()
    for name, text in expected.items():
        assert found[name].rstrip("\n") == text.rstrip("\n"), name


def test_source_files_are_in_the_project(addin):
    """Compared with the files themselves, so that the loader is not its own judge."""
    found = macros(addin)
    folder = ROOT / "macros" / "shirube_macros" / "vba"
    for path in folder.glob("*.[bc][al]s"):
        lines = [x for x in path.read_text(encoding="ascii").splitlines() if not x.startswith("Attribute VB_")]
        lines = lines[4:] if path.suffix == ".cls" else lines
        for line in (x for x in lines if x != "'@wrappers"):
            assert line in found[path.stem].splitlines(), (path.name, line)
    assert "'@wrappers" not in found["modFunctions"]


def test_every_function_of_the_catalogue_has_a_wrapper_and_nothing_else_is_public(addin):
    text = macros(addin)["modFunctions"]
    public = re.findall(r"^(?:Public )?Function (\w+)\(", text, re.MULTILINE)
    assert sorted(public) == sorted(f.name for f in catalogue())


def test_no_function_of_another_module_can_be_called_from_a_cell(addin):
    for name, text in macros(addin).items():
        callable_ones = re.findall(r"^ *(?:Public )?(?:Declare )?(?:PtrSafe )?Function (\w+)", text, re.MULTILINE)
        if name != "modFunctions":
            assert "Option Private Module" in text or not callable_ones, name


def test_procedures_called_across_modules_exist(addin):
    found = macros(addin)
    declared = {n for t in found.values() for n in re.findall(r"\b(?:Function|Sub) (\w+)", t)}
    own = "\n".join(t for name, t in found.items() if name.startswith(("mod", "ThisWorkbook")))
    used = set(re.findall(r"\b(Sb\w+|TextOf|RememberError|ExplainError|RunCommand|RegisterFunctions?|XLPy)\b", own))
    assert used <= declared
    keys = set(re.findall(r'TextOf\("(\w+)"\)', own)) | set(re.findall(r'KindOf = "(\w+)"', own))
    assert keys == {row[0] for row in sheets()[1].rows}


def test_sources_are_ascii(addin):
    assert all(text.isascii() for text in macros(addin).values())


def test_compound_file_is_sound(parts):
    file = olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"]), raise_defects=olefile.DEFECT_POTENTIAL)
    assert not file.parsing_issues
    assert {"/".join(p) for p in file.listdir()} >= {"PROJECT", "PROJECTwm", "VBA/dir", "VBA/_VBA_PROJECT"}


def test_content_types(parts):
    types = etree.fromstring(parts["[Content_Types].xml"])
    default = {e.get("Extension"): e.get("ContentType") for e in types.iter(f"{CT}Default")}
    override = {e.get("PartName"): e.get("ContentType") for e in types.iter(f"{CT}Override")}
    assert override["/xl/workbook.xml"] == "application/vnd.ms-excel.addin.macroEnabled.main+xml"
    assert default["bin"] == "application/vnd.ms-office.vbaProject"
    assert {name[1:] for name in override} <= parts.keys()
    assert next(iter(parts)) == "[Content_Types].xml"
    assert all(f"/{name}" in override or name.rsplit(".", 1)[-1] in default for name in parts)


def test_relationships(parts):
    kinds = {}
    for name in (n for n in parts if n.endswith(".rels")):
        base = posixpath.dirname(posixpath.dirname(name))
        links = list(etree.fromstring(parts[name]))
        assert len({link.get("Id") for link in links}) == len(links)
        for link in links:
            target = posixpath.normpath(posixpath.join(base, link.get("Target")))
            assert target in parts
            kinds[target] = link.get("Type")
    assert kinds["xl/vbaProject.bin"] == "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
    ribbon = kinds["customUI/customUI14.xml"]
    assert ribbon == "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


def test_names_and_ids_excel_would_repair(parts):
    """What Excel refuses or repairs without saying why: the table of rules in the notes on building without Excel."""
    book = etree.fromstring(parts["xl/workbook.xml"])
    names = [sheet.get("name") for sheet in book.iter(f"{S}sheet")]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(1 <= len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)
    ids = [e.get("Id") for n in parts if n.endswith(".rels") for e in etree.fromstring(parts[n])]
    assert all(re.fullmatch(r"rId[1-9]\d*", i) for i in ids)
    ui = etree.fromstring(parts["customUI/customUI14.xml"])
    assert ui.tag == "{http://schemas.microsoft.com/office/2009/07/customui}customUI"


def test_every_stream_has_one_header_and_the_project_lists_each_module_once(parts):
    file = olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"]))
    expected = [module.name for module in modules(sheets())]
    for name in expected:
        text = decompress(file.openstream(f"VBA/{name}").read()).decode("cp932")
        assert text.startswith(f'Attribute VB_Name = "{name}"\r\n')
        assert len(re.findall("^Attribute VB_Name", text, re.MULTILINE)) == 1
        assert "VERSION 1.0 CLASS" not in text
        assert text.endswith("\r\n")
        assert len(name) <= 31
    project = file.openstream("PROJECT").read().decode("cp932")
    assert re.findall(r"^(?:Module|Class|Document)=([^/\r\n]+)", project, re.MULTILINE) == expected
    assert project.count("[Workspace]") == project.count("[Host Extender Info]") == 1
    workspace = project.split("[Workspace]")[1]
    assert re.findall(r"^(\w+)=", workspace, re.MULTILINE) == expected


def test_document_modules_are_the_code_names(parts):
    names = [etree.fromstring(parts["xl/workbook.xml"]).find(f"{S}workbookPr").get("codeName")]
    sheet_parts = sorted(n for n in parts if n.startswith("xl/worksheets/"))
    names += [etree.fromstring(parts[n]).find(f"{S}sheetPr").get("codeName") for n in sheet_parts]
    file = olefile.OleFileIO(io.BytesIO(parts["xl/vbaProject.bin"]))
    project = file.openstream("PROJECT").read().decode("ascii")
    assert re.findall(r"^Document=([^/]+)/", project, re.MULTILINE) == names


def cells(part: bytes) -> list[list[str]]:
    rows = etree.fromstring(part).iter(f"{S}row")
    return [["".join(c.itertext()) for c in row.iter(f"{S}c")] for row in rows]


def test_settings_sheet_is_named_after_the_project_constant(parts, addin):
    assert 'PROJECT_NAME As String = "shirube"' in macros(addin)["xlwings"]
    tabs = [s.get("name") for s in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{S}sheet")]
    assert tabs == ["shirube.conf", "shirube.text", "shirube.functions"]
    settings = dict(cells(parts["xl/worksheets/sheet1.xml"]))
    assert settings["INTERPRETER_WIN"] == r"%ADDIN_DIR%\python\pythonw.exe"
    assert all(key == key.upper() for key in settings)


def test_wizard_sheet_holds_every_help_text(parts):
    rows = cells(parts["xl/worksheets/sheet3.xml"])
    for function, row in zip(catalogue(), rows[1:], strict=True):
        assert row == [function.name, function.category, function.description, *(a.help for a in function.arguments)]


def test_parts_follow_the_schemas(parts):
    def schema(*names: str) -> etree.XMLSchema:
        return etree.XMLSchema(etree.parse(str(shared("schemas", *names))))

    sml = schema("sml.xsd")
    for name in ("xl/workbook.xml", "xl/styles.xml", *(n for n in parts if n.startswith("xl/worksheets/"))):
        tree = etree.fromstring(parts[name])
        for element in tree.iter():  # Excel writes xml:space on <t> too, though the schema does not list it
            element.attrib.pop("{http://www.w3.org/XML/1998/namespace}space", None)
        sml.assertValid(tree)
    schema("opc-xsd", "opc-contentTypes.xsd").assertValid(etree.fromstring(parts["[Content_Types].xml"]))
    for name in (n for n in parts if n.endswith(".rels")):
        schema("opc-xsd", "opc-relationships.xsd").assertValid(etree.fromstring(parts[name]))
    schema("shared-documentPropertiesExtended.xsd").assertValid(etree.fromstring(parts["docProps/app.xml"]))


def test_place_that_cannot_be_written(tmp_path):
    (tmp_path / "shirube.xlam").mkdir()
    with pytest.raises(WriteError) as caught:
        build_addin(tmp_path / "shirube.xlam")
    assert caught.value.code == "SB-W209"
