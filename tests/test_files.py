import errno
import os
import sys
from pathlib import Path

import pytest

from pipeline.errors import OutputError
from pipeline.files import write_whole


def test_a_file_is_written_with_the_folders_it_needs(tmp_path: Path) -> None:
    place = tmp_path / "new" / "folder" / "report.txt"
    write_whole(place, b"words")
    assert place.read_bytes() == b"words"
    assert [one.name for one in place.parent.iterdir()] == ["report.txt"]


def test_a_failure_leaves_the_old_file_whole_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "report.txt"
    place.write_bytes(b"old")

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="no space left") as caught:
        write_whole(place, b"new")
    assert "space" in caught.value.hint
    assert place.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.txt"]


def test_an_interruption_leaves_the_old_file_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "report.txt"
    place.write_bytes(b"old")

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(place, b"new")
    assert place.read_bytes() == b"old"
    assert [one.name for one in tmp_path.iterdir()] == ["report.txt"]


def test_a_folder_at_the_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        write_whole(tmp_path, b"words")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_pipe_or_device_is_not_put_out_of_the_way(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("pipe")
    for name in ("pipe", "link"):
        with pytest.raises(OutputError, match="a device, a pipe or a socket") as caught:
            write_whole(tmp_path / name, b"words")
        assert "-o -" in caught.value.hint
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.skipif(sys.platform == "win32", reason="there the whole path is bounded")
def test_a_name_of_any_length_that_may_be_is_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("x" * 255), b"words")
    with pytest.raises(OutputError, match="file name too long"):
        write_whole(tmp_path / ("x" * 256), b"words")
    assert [len(one.name) for one in tmp_path.iterdir()] == [255]


def test_a_file_where_a_folder_is_needed_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError) as caught:
        write_whole(tmp_path / "file" / "report.txt", b"words")
    assert "folder is needed" in caught.value.hint
