"""The same batch on a Dask cluster and an S3 store, both real and both on this machine.

``make test-cluster`` installs what it needs; without that, it is skipped and says so.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path, PurePath
from typing import Any

import pytest

from pipeline.batch import environment
from pipeline.batch.engine import Job, Outcome
from pipeline.cli import main
from tests.batch.pages import made, page, tree

distributed = pytest.importorskip("distributed", reason="not installed: make test-cluster")
pytest.importorskip("s3fs", reason="not installed: make test-cluster")
config = pytest.importorskip("dask.config")

# Dask and the stores leave sockets and loops to the collector, and use what is deprecated.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

FORMATS = ["--formats", "text,docx,epub"]


@contextmanager
def cluster_of_two() -> Iterator[Any]:
    """Start a cluster here that starts its workers again however often they are lost."""
    with (
        config.set({"distributed.deploy.lost-worker-timeout": "1 h"}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0", host="127.0.0.1"
        ) as cluster,
    ):
        yield cluster


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a cluster with two worker processes."""
    with cluster_of_two() as cluster:
        yield cluster.scheduler_address


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket of an S3 server that runs here; the environment says where it is."""
    server_of = pytest.importorskip("moto.server", reason="not installed: make test-cluster")
    server = server_of.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "test")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
        import s3fs

        s3fs.S3FileSystem(skip_instance_cache=True).mkdir("reports")
        yield "s3://reports"
    server.stop()


def locally(reports: Path, output: Path) -> dict[str, bytes]:
    assert main(["all", str(reports), "-o", str(output), *FORMATS, "-qj1"]) == 0
    return made(output)


def dying(mark: Path, job: Job) -> Outcome:
    """Take the worker along: the first time, or always where the name says so."""
    if job.stem.name == "poison":
        os._exit(9)
    if job.stem.name == "once" and not mark.exists():
        mark.touch()
        os._exit(9)
    return Outcome(job, {"source": str(job.path)}, 0)


def test_dask_makes_the_same_bytes(
    scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = locally(tree(tmp_path / "reports", 6), tmp_path / "local")
    monkeypatch.chdir(tmp_path)
    dask = ["--engine", "dask", "--scheduler", scheduler]
    assert main(["all", "reports", "-o", "dask", *FORMATS, "-q", *dask]) == 0
    assert made(tmp_path / "dask") == expected


def test_a_store_is_given_the_same_bytes_and_a_second_run_none(
    bucket: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import s3fs

    reports = tree(tmp_path / "reports", 4)
    expected = locally(reports, tmp_path / "local")
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    store.put(str(reports) + "/", "reports/in/", recursive=True)
    arguments = ["all", f"{bucket}/in", "-o", f"{bucket}/out", *FORMATS, "-j1"]
    assert main(arguments) == 0
    store.invalidate_cache()
    found = {
        name.removeprefix("reports/out/"): store.cat_file(name)
        for name in store.find("reports/out")
    }
    assert found == expected
    capsys.readouterr()
    assert main(arguments) == 0
    assert "0 of 4 reports written, 4 unchanged" in capsys.readouterr().err
    store.pipe_file("reports/in/report-2.html", page("Changed.").encode())
    assert main(arguments) == 0
    assert "1 of 4 reports written, 3 unchanged" in capsys.readouterr().err
    assert b"Changed." in store.cat_file("reports/out/report-2.txt")


def test_workers_take_from_a_store_and_put_into_it(bucket: str, tmp_path: Path) -> None:
    """These workers are started after the store, so that they know where it is."""
    import s3fs

    reports = tree(tmp_path / "reports", 4)
    expected = locally(reports, tmp_path / "local")
    store = s3fs.S3FileSystem(skip_instance_cache=True)
    store.put(str(reports) + "/", "reports/both/", recursive=True)
    arguments = ["all", f"{bucket}/both", "-o", f"{bucket}/made", *FORMATS, "-q"]
    assert main([*arguments, "--engine", "dask", "-j2"]) == 0
    store.invalidate_cache()
    found = {
        name.removeprefix("reports/made/"): store.cat_file(name)
        for name in store.find("reports/made")
    }
    assert found == expected


def test_what_is_not_in_the_store_is_told(bucket: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["all", f"{bucket}/none.html", "-o", f"{bucket}/out"]) == 2
    assert "s3://reports/none.html: no such file" in capsys.readouterr().err
    assert main(["all", "nonsense://x/a.html", "-o", f"{bucket}/out"]) == 2
    assert "nonsense" in capsys.readouterr().err


def test_a_lost_worker_costs_no_report_and_a_poisonous_report_only_itself(
    scheduler: str, tmp_path: Path
) -> None:
    from pipeline.batch.dask_engine import dask

    names = ["once", "poison", *map(str, range(10))]
    jobs = [Job(Path(name), PurePath(name)) for name in names]
    work = partial(dying, tmp_path / "died")
    outcomes = list(dask(work, jobs, scheduler=scheduler, count=2))
    assert sorted(one.job.stem.name for one in outcomes) == sorted(names)
    assert [one.job.stem.name for one in outcomes if one.problem] == ["poison"]


def test_workers_that_are_killed_during_a_run_cost_no_report(tmp_path: Path) -> None:
    reports = tree(tmp_path / "reports", 24)
    expected = locally(reports, tmp_path / "local")
    with cluster_of_two() as cluster:
        run = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "all", str(reports), "-o", str(tmp_path / "dask"),
             *FORMATS, "--engine", "dask", "--scheduler", cluster.scheduler_address],
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert run.stderr is not None
        with run:
            run.stderr.readline()
            first = next(iter(cluster.workers.values()))
            os.kill(first.pid, signal.SIGKILL)
            rest = run.stderr.read()
    assert run.returncode == 0, rest
    assert made(tmp_path / "dask") == expected


def test_a_worker_of_another_version_is_refused(
    scheduler: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    facts = {**environment.compared(), "zlib": "0.0"}
    monkeypatch.setattr(environment, "compared", lambda: facts)
    reports = tree(tmp_path / "reports", 2)
    dask = ["--engine", "dask", "--scheduler", scheduler]
    assert main(["all", str(reports), "-o", str(tmp_path / "out"), *FORMATS, *dask]) == 2
    assert "instead of 0.0" in capsys.readouterr().err


def test_a_scheduler_that_is_not_there_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline.batch import dask_engine

    monkeypatch.setattr(dask_engine, "TIMEOUT", 1)
    reports = tree(tmp_path / "reports", 2)
    dask = ["--engine", "dask", "--scheduler", "tcp://127.0.0.1:9"]
    assert main(["all", str(reports), "-o", str(tmp_path / "out"), *dask]) == 2
    assert "no Dask scheduler at tcp://127.0.0.1:9" in capsys.readouterr().err
