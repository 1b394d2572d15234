"""Look at the documentation site in a real Chromium: ``python tools/check_site.py`` after ``make docs``.

Every page is opened at the width of a telephone: no page is wider than the screen, no slide is fuller than it can show,
every picture loads, and the search finds Japanese words. Chromium comes from the system (``apt install chromium``).
Status 1 when something is wrong.
"""

import functools
import http.server
import json
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

SITE = Path(__file__).resolve().parents[1] / "build" / "site"
WIDTH = 390
WORDS = ("整然", "クロス集計", "差の差", "調査票")

_LOOK = """<!doctype html><meta charset="utf-8"><body><script>
const pages = %s, words = %s, told = {wide: [], full: [], broken: [], unfound: [], seen: 0};
const frame = document.createElement("iframe");
frame.style.width = "%dpx"; frame.style.height = "800px"; document.body.append(frame);
const wait = ms => new Promise(done => setTimeout(done, ms));
const open = url => Promise.race([new Promise(done => { frame.onload = done; frame.src = url; }), wait(5000)]);
(async () => {
  for (const page of pages) {
    await open("/" + page); await wait(300);
    const root = frame.contentDocument.documentElement; told.seen += 1;
    if (root.scrollWidth > root.clientWidth + 1) told.wide.push(page + " " + root.scrollWidth);
    frame.contentDocument.body.classList.remove("one");  // all slides at once
    for (const slide of frame.contentDocument.querySelectorAll(".slide, .slide .body")) {
      if (slide.scrollHeight > slide.clientHeight + 1) told.full.push(page + " " + slide.closest(".page").id);
    }
    for (const image of frame.contentDocument.images) {
      image.loading = "eager";
      for (let turn = 0; turn < 50 && !image.complete; turn++) await wait(100);
      if (!image.naturalWidth) told.broken.push(page + " " + image.src);
    }
  }
  for (const word of words) {
    await open("/index.html?q=" + encodeURIComponent(word));
    let found = 0;
    for (let turn = 0; turn < 100 && !found; turn++) {
      await wait(100); found = frame.contentDocument.querySelectorAll(".md-search-result__item").length;
    }
    if (!found) told.unfound.push(word);
  }
  await fetch("/told", { method: "POST", body: JSON.stringify(told) });
})();
</script>"""


class _Site(http.server.SimpleHTTPRequestHandler):
    """Serves the site, and takes what the browser tells."""

    told: "queue.Queue[dict[str, Any]]" = queue.Queue()

    def do_POST(self) -> None:
        """Take the answer."""
        self.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> int:
    """Open every page and print what is wrong."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None or not (SITE / "index.html").exists():
        print("chromium と build/site（make docs）が要ります")
        return 1
    pages = sorted(path.relative_to(SITE).as_posix() for path in SITE.rglob("*.html") if path.name != "404.html")
    (SITE / "look.html").write_text(_LOOK % (json.dumps(pages), json.dumps(WORDS), WIDTH), encoding="utf-8")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Site, directory=str(SITE)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        told = _told(chromium, f"http://127.0.0.1:{server.server_port}/look.html")
    finally:
        server.shutdown()
        (SITE / "look.html").unlink()
    print(json.dumps(told, ensure_ascii=False, indent=1))
    return int(told["seen"] != len(pages) or bool(told["wide"] or told["full"] or told["broken"] or told["unfound"]))


def _told(chromium: str, url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as profile:
        browser = subprocess.Popen(
            [
                chromium,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--remote-debugging-port=0",
                f"--user-data-dir={profile}",
                url,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            return _Site.told.get(timeout=300)
        finally:
            browser.terminate()
            browser.wait()


if __name__ == "__main__":
    sys.exit(main())
