"""Known attacks on programs of this kind find nothing here to attack.

Each page is converted in a process that notes every file it opens, every process it starts and
every connection it makes, from the first line of the page on.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PROJECT

WATCH = """
import json, sys
from pathlib import Path
from pipeline import build, choices
from pipeline.formats import FORMATS
from pipeline.options import Options
from pipeline.reader.source import ReaderOptions, Source
for one in FORMATS:
    one.writer, one.verifier
page, folder = Path(sys.argv[1]), Path(sys.argv[1]).parent
harmless = b"<title>T</title><h1>T</h1><p>x<math><mi>y</mi></math><svg></svg>"
def convert(data):
    document = build.examine(Source("p.html", data, folder), ReaderOptions()).document
    for artefact in build.render(document, FORMATS, Options()):
        for _ in build.verify(artefact.data, artefact.format, document, Options()):
            pass
    return document
convert(harmless)  # what is loaded when it is first needed is loaded now
data, noted = page.read_bytes(), []
def note(event, values):
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn",
                         "urllib.", "http.", "ftplib.", "ctypes.dlopen", "shutil.")):
        noted.append(f"{event} {values!r}")
    elif event == "open" and isinstance(values[0], (str, bytes)):
        noted.append(f"open {values[0]!s}")
sys.addaudithook(note)
convert(data)
print(json.dumps(noted))
"""

EXEC = "[[[getattr(pow, Word('__globals__'))['os'].system('touch {hacked}')]]]"
ATTACKS = {
    "CVE-2023-33733 (code in a colour)": f"""<p><font color="{EXEC}">x</font>
        <para><font color="{EXEC}">exploit</font></para>
        <span style="color: {EXEC}">x</span><table bgcolor="{EXEC}"><tr><td>x</table>""",
    "CVE-2020-28463 (image addresses reach inwards)": """<p>&lt;img src="{server}/x.png"/&gt;
        <img src="{server}/a.png" alt="a"><para><img src="{server}/b" valign="top"/></para>
        <img src="//127.0.0.1/c.png" alt="c"><img srcset="{server}/d.png 2x" alt="d">""",
    "CVE-2025-68616 (redirects lead past the list)": """<img src="{server}/redirect" alt="a">
        <link rel=stylesheet href="{server}/s.css"><style>@import "{server}/t.css";
        body {{ background: url({server}/u.png) }}</style>
        <link rel=attachment href="{server}/v">""",
    "CVE-2025-51591 (a frame shows what only this machine sees)": """
        <iframe src="{server}/latest/meta-data/iam"></iframe><object data="{server}/o"></object>
        <embed src="{server}/e"><video src="{server}/v"></video><frameset>
        <frame src="{server}/f">""",
    "files of this machine": """<img src="file:///etc/passwd" alt="x">
        <img src="/etc/passwd" alt="y">
        <img src="../../../../../../etc/passwd" alt="z"><iframe src="file:///etc/passwd"></iframe>
        <svg><image href="file:///etc/passwd"/><use href="/etc/passwd#x"/></svg>
        <img src="link.svg" alt="w"><math><mglyph src="file:///etc/passwd"/></math>""",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_opens_starts_and_reaches_nothing(attack: str, tmp_path: Path) -> None:
    (tmp_path / "link.svg").symlink_to("/etc/passwd")
    hacked = tmp_path / "hacked"
    markup = ATTACKS[attack].format(server="http://127.0.0.1:9", hacked=hacked)
    page = tmp_path / "page.html"
    page.write_text(f"<title>T</title><h1>T</h1><p>Words</p>{markup}", "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(page)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    noted = json.loads(done.stdout)
    outside = [each for each in noted if not each.startswith("open ")]
    assert outside == []
    # The program's own parts (a font, an engine's class) may be loaded; nothing else is opened.
    own = (str(PROJECT), sys.prefix, sys.base_prefix)
    opened = [each.removeprefix("open ") for each in noted]
    assert [name for name in opened if "passwd" in name or not name.startswith(own)] == []
    assert not hacked.exists()
