"""The report as Chromium sees it: it asks for nothing, complains about nothing, and fits every width."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Browser, find_chromium
from test_report import SAMPLES

import headway

pytestmark = pytest.mark.skipif(find_chromium() is None, reason="CHROMIUM IS NOT INSTALLED: the report was not looked at in a browser")

if find_chromium() is None:
    warnings.warn("Chromium is not installed: the report was not looked at in a browser", stacklevel=1)


@pytest.fixture(scope="module")
def report_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    rubric = headway.read_rubric(SAMPLES / "rubric.json")
    headway.read([SAMPLES / "scores_long.csv", SAMPLES / "scores_long_dirty.csv"], rubric, consensus=SAMPLES / "consensus_with_reasons.csv").report(path, audience="room")
    return path


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    program = find_chromium()
    assert program is not None
    with Browser(program) as found:
        yield found


@pytest.mark.parametrize("width", [320, 390, 600, 1200])
def test_it_asks_for_nothing_and_fits(browser: Browser, report_file: Path, width: int) -> None:
    browser.open(report_file, width=width)
    assert browser.requests() == [report_file.resolve().as_uri()]
    assert browser.complaints() == []
    browser.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert browser.evaluate("document.documentElement.scrollWidth") <= width
    assert browser.complaints() == []


@pytest.mark.parametrize(("width", "shown"), [(390, "narrow"), (1200, "wide")])
def test_one_of_two_widths_is_shown(browser: Browser, report_file: Path, width: int, shown: str) -> None:
    browser.open(report_file, width=width)
    count = "[...document.querySelectorAll('figure .{}')].filter(each => each.getBoundingClientRect().height > 0).length"
    other = "narrow" if shown == "wide" else "wide"
    assert browser.evaluate(count.format(shown)) == browser.evaluate("document.querySelectorAll('figure').length") >= 18
    assert browser.evaluate(count.format(other)) == 0


def test_letters_in_pictures_are_large_enough(browser: Browser, report_file: Path) -> None:
    sizes = "Math.min(...[...document.querySelectorAll('svg text')].filter(e => e.getBoundingClientRect().height > 0).map(e => parseFloat(e.getAttribute('font-size')) * e.ownerSVGElement.getBoundingClientRect().width / e.ownerSVGElement.viewBox.baseVal.width))"
    for width in (390, 1200):
        browser.open(report_file, width=width)
        assert browser.evaluate(sizes) >= 9.5


def test_no_text_in_a_picture_lies_on_another(browser: Browser, report_file: Path) -> None:
    collisions = """(() => {
      const found = [];
      for (const svg of document.querySelectorAll('svg')) {
        const boxes = [...svg.querySelectorAll('text')].map(e => [e.textContent, e.getBoundingClientRect()]).filter(([, b]) => b.height > 0);
        for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
          const [a, p] = boxes[i], [b, q] = boxes[j], slack = 4;
          if (p.left < q.right - 1 && q.left < p.right - 1 && p.top < q.bottom - slack && q.top < p.bottom - slack) found.push(a + ' | ' + b);
        }
      }
      return found;
    })()"""
    for width in (390, 1200):
        browser.open(report_file, width=width)
        assert browser.evaluate(collisions) == []


def test_the_skip_link_comes_first_and_boxes_can_be_reached(browser: Browser, report_file: Path) -> None:
    browser.open(report_file, width=1200)
    assert browser.evaluate("[...document.querySelectorAll('a[href], summary, [tabindex=\"0\"]')][0].className") == "skip"
    assert browser.evaluate("[...document.querySelectorAll('.box')].every(each => each.tabIndex === 0)")


def test_tables_are_open_on_paper(browser: Browser, report_file: Path) -> None:
    browser.open(report_file, width=1200)
    browser.call("Emulation.setEmulatedMedia", media="print")
    try:
        heights = browser.evaluate("[...document.querySelectorAll('details table')].map(each => each.getBoundingClientRect().height)")
        assert len(heights) > 18 and min(heights) > 20
        assert browser.evaluate("[...document.querySelectorAll('figure .wide')].every(each => each.getBoundingClientRect().height > 0)")
    finally:
        browser.call("Emulation.setEmulatedMedia", media="")


def test_no_script_runs_even_if_one_got_in(browser: Browser, report_file: Path, tmp_path: Path) -> None:
    page = report_file.read_text(encoding="utf-8").replace("</main>", "<script>document.title = 'ran'</script><img src='data.png' onerror=\"document.title = 'ran'\"></main>")
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    browser.open(path, width=1200)
    assert browser.evaluate("document.title") != "ran"
    assert browser.complaints()
