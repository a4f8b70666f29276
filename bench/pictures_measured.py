"""See `bench/pictures`.

The real server with two web processes and the background work, on two processor cores if there are more. Uploads go two at
a time, as the upload screen sends them. The clock runs from the first byte to the last size made.
"""

import http.cookiejar
import io
import json
import os
import random
import re
import resource
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import made_up

WIDTH, HEIGHT = 6000, 4000
CORES = 2
MOST_S = 30.0
USER, PASSWORD = "bench", "a password of a benchmark"
WAIT_S = 300


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    folder = made_up.use_data_folder(sys.argv[2] if len(sys.argv) > 2 else "")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, set(sorted(os.sched_getaffinity(0))[:CORES]))  # the server inherits it
    made_up.migrate()
    _make_user()
    files = [photograph(number) for number in range(count)]
    average_mb = sum(map(len, files)) / count / 1e6
    print(f"{count} pictures of {WIDTH} × {HEIGHT}, {average_mb:.1f} MB on average; load before: {os.getloadavg()[0]:.1f}")
    plain_s = _plain(files[0]) * count
    with _server(folder) as address:
        total_s = _measure(address, files)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"processor time of the whole server, its start included: {used.ru_utime + used.ru_stime:.1f} s")
    print(f"a plain resize of the same, one after another: {plain_s:.1f} s; ours is {total_s / plain_s:.2f} of that")
    print(made_up.figure(f"pictures_{count}x8MB", total_s, "s", MOST_S * count / 20))


def photograph(number: int) -> bytes:
    """A scene with slopes, blots and grain, some 8 MB as a camera would write it; the same for the same number."""
    from PIL import Image

    chance = random.Random(number)
    size = (WIDTH, HEIGHT)
    slope, glow = (draw("L").resize(size) for draw in (Image.linear_gradient, Image.radial_gradient))
    blots = Image.frombytes("RGB", (24, 16), chance.randbytes(24 * 16 * 3)).resize(size, Image.Resampling.BICUBIC)
    noise = Image.frombytes("RGB", (WIDTH // 4, HEIGHT // 4), chance.randbytes(WIDTH * HEIGHT // 16 * 3))
    grain = noise.resize(size, Image.Resampling.BILINEAR)
    scene = Image.blend(Image.blend(Image.merge("RGB", (slope, glow, slope)), blots, 0.6), grain, 0.11)
    data = io.BytesIO()
    scene.save(data, "JPEG", quality=95, subsampling=0)
    return data.getvalue()


def _make_user() -> None:
    from dateline.people.models import User

    user, _made = User.objects.get_or_create(username=USER, defaults={"email": "bench@example.org"})
    user.is_superuser = user.is_staff = True
    user.set_password(PASSWORD)
    user.save()


def _plain(data: bytes) -> float:
    """Seconds for every size of one picture: opened, resized and saved anew for each, as one would write it first."""
    from PIL import Image

    from dateline.media.encoding import _OPTIONS
    from dateline.media.sizes import of_picture

    start = time.perf_counter()
    for size in of_picture(WIDTH):
        with Image.open(io.BytesIO(data)) as picture:
            height = round(size.width / (size.aspect or WIDTH / HEIGHT))
            picture.resize((size.width, height), Image.Resampling.LANCZOS).save(io.BytesIO(), size.kind.upper(), **_OPTIONS[size.kind])
    return time.perf_counter() - start


class _server:  # noqa: N801  (used as a function)
    """`dateline run` in a data folder, on a free port, until the block ends."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as sock:
            sock.bind(("127.0.0.1", 0))
            self.port = sock.getsockname()[1]
        self.folder = folder

    def __enter__(self) -> str:
        environment = {**os.environ, "DATELINE_DATA": str(self.folder), "PORT": str(self.port), "DEMO": "0", "LOG_LEVEL": "ERROR"}
        self.process = subprocess.Popen([sys.executable, "-m", "dateline", "run"], env=environment, stdout=subprocess.DEVNULL)
        address = f"http://127.0.0.1:{self.port}"
        for _try in range(WAIT_S * 5):
            try:
                urllib.request.urlopen(f"{address}/robots.txt", timeout=5).close()
                return address
            except OSError:
                time.sleep(0.2)
        raise SystemExit("the server did not start")

    def __exit__(self, *_what: object) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=30)


def _measure(address: str, files: list[bytes]) -> float:
    from dateline.media.models import Picture, Rendition

    browser = _Browser(address)
    token = browser.sign_in()
    start = time.perf_counter()
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda pair: browser.upload(token, *pair), enumerate(files)))
    uploaded_s = time.perf_counter() - start
    numbers = [answer["number"] for answer in answers]
    while Picture.objects.filter(pk__in=numbers, sizes_due_at__isnull=False).exists():
        if time.perf_counter() - start > WAIT_S:
            raise SystemExit("the sizes were not made in time")
        time.sleep(0.05)
    total_s = time.perf_counter() - start
    made = Rendition.objects.filter(image__in=numbers)
    print(f"uploaded, examined and kept: {uploaded_s:.1f} s, {uploaded_s / len(files) * 1000:.0f} ms each")
    print(f"all sizes made: {total_s:.1f} s after the start; {made.count()} files, {sum(one.file.size for one in made) / 1e6:.1f} MB")
    return total_s


class _Browser:
    """As much of one as an upload needs: cookies, the sign-in form, a form with a file."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))

    def sign_in(self) -> str:
        """Returns the token of the upload form."""
        page = self._get("/newsroom/pictures/upload/")
        fields = {"csrfmiddlewaretoken": _token(page), "login": USER, "password": PASSWORD, "next": "/newsroom/pictures/upload/"}
        self.opener.open(f"{self.address}/newsroom/login/", urllib.parse.urlencode(fields).encode()).close()
        page = self._get("/newsroom/pictures/upload/")
        if "data-upload" not in page:
            raise SystemExit("signing in did not work")
        return _token(page)

    def _get(self, path: str) -> str:
        with self.opener.open(self.address + path) as answer:
            return str(answer.read().decode())

    def upload(self, token: str, number: int, data: bytes) -> dict[str, int]:
        border = uuid.uuid4().hex
        head = (
            f'--{border}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{token}\r\n--{border}\r\n'
            f'Content-Disposition: form-data; name="files"; filename="scene-{number}.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        body = head.encode() + data + f"\r\n--{border}--\r\n".encode()
        headers = {"Content-Type": f"multipart/form-data; boundary={border}", "Accept": "application/json"}
        request = urllib.request.Request(f"{self.address}/newsroom/pictures/upload/", body, headers)
        with self.opener.open(request, timeout=WAIT_S) as answer:
            found: dict[str, int] = json.load(answer)
            return found


def _token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if not found:
        raise SystemExit("the page has no form")
    return found[1]


if __name__ == "__main__":
    main()
