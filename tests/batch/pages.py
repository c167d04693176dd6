"""Reports to convert many of, and folders of them."""

from pathlib import Path

from tests.documents import png


def page(words: str, image: str | None = None) -> str:
    """Return a small report, with an image if its address is given."""
    shown = f'<p><img src="{image}" alt="A square"></p>' if image else ""
    return (
        '<!doctype html><html lang="en"><head><title>Small report</title></head><body><main>'
        f"<h1>Small report</h1><p>{words}</p>{shown}<h2>A section</h2><p>More.</p>"
        "</main></body></html>"
    )


def tree(folder: Path, count: int) -> Path:
    """Write a tree of reports, the first with an image, and return its folder."""
    (folder / "deep").mkdir(parents=True)
    for number in range(count):
        place = folder / "deep" if number % 2 else folder
        image = "square.png" if number == 0 else None
        (place / f"report-{number}.html").write_text(page(f"Number {number}.", image), "utf-8")
    (folder / "square.png").write_bytes(png(8, 8))
    return folder


def made(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
