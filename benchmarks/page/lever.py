"""From a moved lever to drawn figures, in the browser: what a visitor waits for.

    fabcast serve --port 8000 &
    python benchmarks/page/lever.py --port 8000

Moves a lever to positions that the server has not seen; prints milliseconds until all figures are
drawn, of them the server's share, the first paint, and the bytes that were sent.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics

from playwright.sync_api import Page, sync_playwright

ADDRESS = "http://127.0.0.1:{port}/compare?a=h200_licensed&b=h200_denied"
MOVE = """async ([value, quarter]) => {
  const set = (id, to) => { document.getElementById(id).value = to; };
  set("q-a-licence_grant-H200", quarter);
  const lever = document.getElementById("v-a-licence_grant-H200");
  lever.value = value;
  delete document.documentElement.dataset.drawn;
  const before = performance.getEntriesByType("resource").length;
  const began = performance.now();
  lever.dispatchEvent(new Event("input", { bubbles: true }));
  while (!document.documentElement.dataset.drawn) await new Promise(requestAnimationFrame);
  const took = performance.now() - began;
  const asked = performance.getEntriesByType("resource").slice(before).find((e) => e.name.includes("/live"));
  return [took, asked ? asked.duration : 0];
}"""
PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"
SENT = """performance.getEntriesByType('resource').reduce((sum, e) => sum + e.transferSize,
  performance.getEntriesByType('navigation')[0].transferSize)"""


def measure(page: Page, moves: int) -> dict[str, float]:
    """Move the lever and give medians, in milliseconds."""
    chance = random.Random()  # noqa: S311  no secret hangs on it
    took, server = [], []
    for _ in range(moves):
        found = page.evaluate(MOVE, [chance.randrange(1, 20) / 20, chance.randrange(44, 66)])
        took.append(found[0])
        server.append(found[1])
        page.wait_for_timeout(200)
    return {"median_ms": round(statistics.median(took)), "server_ms": round(statistics.median(server))}


def main() -> None:
    """Read the options, measure, print JSON."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=8000)
    options.add_argument("--moves", type=int, default=30)
    given = options.parse_args()
    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(ADDRESS.format(port=given.port))
        page.wait_for_timeout(3000)
        told = {"first_paint_ms": round(page.evaluate(PAINT)), "bytes_sent": page.evaluate(SENT)}
        print(json.dumps(told | measure(page, given.moves), indent=1))
        browser.close()


if __name__ == "__main__":
    main()
