"""Install the built wheel in a new environment and use it from an empty folder: what a user's machine would do."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import bootstrap
from bootstrap import ROOT, call, say


def job() -> int:
    """Build, install, run; raises Stop at the first failure."""
    bootstrap.prepare()
    bootstrap.need_window_libraries()
    # Letters of two scripts and a space in the path, as on a real desktop.
    folder = Path(tempfile.mkdtemp(prefix="coprod смоук "))
    try:
        call(
            [
                str(bootstrap.python()),
                "-m",
                "pip",
                "wheel",
                "--quiet",
                "--no-deps",
                "--no-build-isolation",
                "-w",
                str(folder),
                str(ROOT),
            ]
        )
        wheel = next(folder.glob("*.whl"))
        with zipfile.ZipFile(wheel) as packed:
            if "coprod_desktop/resources/library.json" not in packed.namelist():
                raise bootstrap.Stop("The wheel lacks the library's pack.")
        call([sys.executable, "-m", "venv", str(folder / "env")])
        scripts = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
        python = str(scripts / "python")
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
        call([*pip, "--require-hashes", "-r", str(ROOT / "packaging/runtime.lock")])
        call([*pip, str(wheel)])
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "COPROD_DATA": str(folder / "data")}
        document, pdf = str(folder / "фильм.coprod"), str(folder / "досье.pdf")
        for arguments in (
            ["sample", document],
            ["verify", document],
            ["check", document],
            ["dossier", document, "-o", pdf],
            ["library"],
        ):
            _run([str(scripts / "coprod"), *arguments], folder, environment)
        if not Path(pdf).read_bytes().startswith(b"%PDF"):
            raise bootstrap.Stop("The dossier is no PDF.")
        _run([str(scripts / "coprod-desktop"), "--self-test", document], folder, environment)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    say("The installed wheel works.")
    return 0


def _run(command: list[str], folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", timeout=300, check=False
    )
    if done.returncode:
        raise bootstrap.Stop(
            f"{Path(command[0]).name} {command[1]} ended with code {done.returncode}:\n{done.stdout}{done.stderr}"
        )


if __name__ == "__main__":
    sys.exit(bootstrap.main(job))
