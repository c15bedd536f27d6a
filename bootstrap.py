"""Set everything up in .venv: ``python bootstrap.py``, or ``make setup``. Needs Python 3.11 or newer.

Runs on any Python, so that an old one gets a sentence instead of a syntax error; a second run takes no time.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.abspath(__file__))
VENV = os.path.join(ROOT, ".venv")
BIN = os.path.join(VENV, "Scripts" if os.name == "nt" else "bin")
PYTHON = os.path.join(BIN, "python.exe" if os.name == "nt" else "python")
STAMP = os.path.join(VENV, "ready")
INPUTS = ("requirements.lock", "pyproject.toml", "bootstrap.py")
UV = "uv==0.13.9"
NEEDED_BYTES = 1_500_000_000


def main():
    if sys.version_info < (3, 11):
        stop("OKR Share needs Python 3.11 or newer, and this is {}.{}.".format(*sys.version_info[:2]))
    if is_ready():
        return
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        stop("OKR Share needs 1.5 GB of disk space at {}; free some first.".format(ROOT))
    say("Setting up .venv (once; about a minute)")
    run([sys.executable, "-m", "venv", "--clear", VENV], "This Python cannot make virtual environments")
    no_index = "Packages cannot be installed: is there a way to the package index?"
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], no_index)
    uv = [PYTHON, "-m", "uv", "--quiet", "pip", "install"]
    no_wheel = (
        "Not all packages could be installed. Everything comes as wheels, without a compiler, "
        "for Linux (glibc), macOS on arm64, and Windows"
    )
    lock = os.path.join(ROOT, "requirements.lock")
    run([*uv, "--only-binary", ":all:", "--require-hashes", "-r", lock], no_wheel)
    run(
        [*uv, "--no-deps", "--no-build-isolation", "--editable", ROOT],
        "OKR Share itself could not be installed",
    )
    with open(STAMP, "w") as stamp:
        stamp.write(fingerprint())


def is_ready():
    """Whether .venv was made from the same files by the same Python."""
    try:
        with open(STAMP) as stamp:
            return stamp.read() == fingerprint()
    except OSError:
        return False


def fingerprint():
    digest = hashlib.sha256(sys.version.encode())
    for name in INPUTS:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def run(command, sentence):
    """Run quietly; when it fails, what it said and one sentence."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.stderr.write(done.stdout.decode("utf-8", "replace"))
        stop(sentence + ".")


def say(text):
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def stop(sentence):
    say(sentence)
    sys.exit(1)


main()
