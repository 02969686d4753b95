#!/usr/bin/env python3
"""Makes a release of the last commit in `dist/`: for Windows setup, MSI and packs of updates; for Linux .deb and wheel; pins, list of parts, sums.

    python3 installer/start.py release [--omgeving NAME] [--python ZIP --python-sha256 HEX] [--certificaat P12 --wachtwoord FILE]

Only what is committed is in it, and the same commit with the same options gives the same bytes (the list of parts: on the same Python; with a time
stamp in the signatures never). What this machine cannot make is left out, and a line says so. Nothing is uploaded. docs/uitgeven.md.
What it does not know: whether a part has a known hole; run `audit.py` before. Source: RELIABILITY D20, D21.
"""

import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from io import BytesIO
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
from environments import built_in
from icons import ico
from linux import deb
from pins import pins_of_the_program, wheels
from sbom import ROOT
from start import AS_PINNED, child_environment, pip_environment
from windows import inputs, products, sign, tree, wine

DIST = ROOT / "dist"
PIP = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input")


def git(*arguments: str) -> bytes:
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, capture_output=True).stdout


def run(python: Path | str, *arguments: str, folder: Path, environment: dict[str, str]) -> None:
    subprocess.run([str(python), *arguments], cwd=folder, env=environment, check=True)


def wheel(source: Path, into: Path, moment: str) -> Path:
    """Built of what stands in `source`, with the tools of this environment; every file in it is of that moment."""
    run(
        sys.executable,
        "-m",
        "hatchling",
        "build",
        "-t",
        "wheel",
        "-d",
        str(into),
        folder=source,
        environment=child_environment() | {"SOURCE_DATE_EPOCH": moment},
    )
    (made,) = into.glob("*.whl")
    return made


def try_out(made: Path, pins: Path) -> None:
    """As an administrator installs it: an empty environment, exactly these pins, this wheel, and the program checks itself."""
    with tempfile.TemporaryDirectory(prefix="bronsync-release-") as name:
        folder = Path(name)
        venv.create(folder / "env", with_pip=True, symlinks=os.name != "nt")
        python = folder / "env" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        reach = pip_environment(python)
        run(python, *PIP, *AS_PINNED, str(pins), folder=folder, environment=reach)
        run(python, *PIP, "--no-deps", "--no-index", str(made), folder=folder, environment=reach)
        run(python, "-m", "pip", "check", folder=folder, environment=reach)
        without_screen = child_environment() | {"QT_QPA_PLATFORM": "offscreen"}
        run(python, "-P", "-m", "bronsync", "--self-test", folder=folder, environment=without_screen)


def compiled(windows: wine.Windows, python: Path, part: Path) -> None:
    """The modules of one part of the tree, by the Python that will read them: nothing needs to be written or looked up on the PC."""
    site = part / tree.SITE
    if site.is_dir():
        # Without the name of this folder in them, which is another one each time.
        mode = ("-q", "--invalidation-mode", "unchecked-hash", "-s", wine.windows_path(part))
        done = windows.run(python, "-I", "-X", "utf8", "-m", "compileall", *mode, wine.windows_path(site))
        if done.returncode:
            raise OSError(f"compileall: {done.stdout[-2000:]}")


def for_windows(
    made: Path,
    pins: str,
    source: Path,
    work: Path,
    head: dict[str, object],
    options: argparse.Namespace,
    signer: sign.Signer | None,
) -> None:
    """Setup, MSI and packs, into `dist/`."""
    version, moment = str(head["version"]), int(str(head["moment"]))
    reach = pip_environment(Path(sys.executable))
    fetched = wheels(pins, "3.13", ["win_amd64"], work / "inputs", reach)
    python = inputs.python(options.python, options.python_sha256, work / "inputs", reach)
    icon, start, boom = work / "bron-sync.ico", work / "start", work / "tree"
    ico(source / "resources/iconen/bron-sync.svg", icon)
    products.launchers(version, icon, work / "launchers", start)
    with wine.passing_windows() as windows:

        def finish(part: Path) -> None:
            compiled(windows, part.with_name("tree.python") / "python.exe", part)
            if signer:
                signer.sign_what_is_not(part)

        held = tree.build(python, fetched, made, start, boom, finish)
    packs = DIST / "packs"
    packs.mkdir()
    told = tree.pack_all(boom, held, packs)
    manifest = (json.dumps(head | {"packs": told}, indent=1) + "\n").encode()
    (packs / "manifest.json").write_bytes(manifest)
    name = f"{version}-{hashlib.sha256(manifest).hexdigest()[:12]}"
    script = signer.script(work / "sign.sh") if signer else None
    installs = boom / tree.SITE / "bronsync_install"
    built = [products.setup(version, icon, boom, packs, installs, work / "setup", DIST, moment, script)]
    if not options.alleen_setup:
        built.append(products.msi(version, name, boom, manifest, work, DIST, moment))
    if signer:
        for one in built:
            signer.sign(one)


def export(into: Path) -> None:
    """What was committed, also where git would write other line ends."""
    with zipfile.ZipFile(BytesIO(git("-c", "core.autocrlf=false", "archive", "--format=zip", "HEAD"))) as archive:
        archive.extractall(into)


def read_options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="start.py release", description="Maakt een uitgave van de laatste commit in dist/."
    )
    parser.add_argument(
        "--omgeving",
        default="",
        metavar="NAAM",
        help="bestand in installer/omgevingen; anders opent BRON Sync op de demoschool",
    )
    parser.add_argument(
        "--updates", type=Path, metavar="MAP", help="map met root.json en adres.txt: waar BRON Sync zijn updates haalt"
    )
    parser.add_argument(
        "--python",
        default="",
        metavar="ZIP",
        help="de 'embeddable package' (64-bit) van python.org: bestand of https-adres",
    )
    parser.add_argument("--python-sha256", default="", metavar="HEX", help="de SHA-256 ervan")
    parser.add_argument(
        "--certificaat", type=Path, metavar="P12", help="om programma's voor Windows mee te ondertekenen"
    )
    parser.add_argument(
        "--wachtwoord", type=Path, metavar="BESTAND", help="bestand met het wachtwoord van het certificaat"
    )
    parser.add_argument(
        "--tijdstempel", default="", metavar="ADRES", help="tijdstempeldienst (RFC 3161) voor de handtekeningen"
    )
    parser.add_argument(
        "--proefcertificaat",
        action="store_true",
        help="ondertekent met een certificaat dat niemand vertrouwt, om te proberen",
    )
    parser.add_argument(
        "--alleen-setup",
        action="store_true",
        help="zonder MSI en .deb, en zonder de wheel in een lege omgeving te beproeven: voor CI",
    )
    return parser.parse_args(arguments)


def signer_of(options: argparse.Namespace, work: Path, moment: int) -> sign.Signer | None:
    """Who signs, if anyone."""
    if not options.certificaat and not options.proefcertificaat:
        return None
    certificate, password = (
        (options.certificaat, options.wachtwoord) if options.certificaat else sign.test_certificate(work)
    )
    return sign.Signer(certificate, password, options.tijdstempel, moment)


def main(arguments: list[str]) -> int:
    options = read_options(arguments)
    if git("status", "--porcelain"):
        print("Er zijn wijzigingen die niet zijn vastgelegd; leg ze eerst vast (git commit).", file=sys.stderr)
        return 3
    moment = git("log", "-1", "--format=%ct").decode().strip()
    commit = git("rev-parse", "HEAD").decode().strip()
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir()
    with tempfile.TemporaryDirectory(prefix="bronsync-release-") as name:
        work, source = Path(name), Path(name) / "source"
        export(source)
        built_in(source, options.omgeving, options.updates)
        made = wheel(source, DIST, moment)
        version = made.name.split("-")[1]
        pins = pins_of_the_program((source / "installer/lock.txt").read_text(encoding="utf-8"))
        head = {"form": 1, "version": version, "moment": int(moment), "commit": commit, "environment": options.omgeving}
        if missing := [*products.missing(), *wine.missing()]:
            print(products.tools(missing))
        else:
            for_windows(made, pins, source, work, head, options, signer_of(options, work, int(moment)))
        if options.alleen_setup:
            print("OVERGESLAGEN  MSI, .deb en de proef van de wheel: alleen de setup is gevraagd")
        elif deb.missing():
            print("OVERGESLAGEN  .deb: op dit systeem is geen dpkg-deb")
        else:
            deb.build(
                made, pins, source, version, work / "deb", DIST, int(moment), pip_environment(Path(sys.executable))
            )
    begin = made.name.split("-py3")[0]
    lock = DIST / f"{begin}-lock.txt"
    lock.write_text(pins, encoding="utf-8", newline="\n")
    parts = DIST / f"{begin}-sbom.cdx.json"
    sbom = str(ROOT / "installer" / "sbom.py")
    run(sys.executable, sbom, "--uit", str(parts), folder=ROOT, environment=child_environment())
    if not options.alleen_setup:
        try_out(made, lock)
    names = sorted(one.relative_to(DIST).as_posix() for one in DIST.rglob("*") if one.is_file())
    sums = [f"{hashlib.sha256((DIST / one).read_bytes()).hexdigest()}  {one}\n" for one in names]
    (DIST / "SHA256SUMS").write_text("".join(sums), encoding="utf-8", newline="\n")
    where = options.omgeving or "geen: BRON Sync opent op de demoschool"
    print(f"Uitgave van {commit[:12]} in {DIST.name} (register: {where}):\n{''.join(sums)}", end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
