"""The contact sheet in a browser, by the WebDriver protocol (W3C): test_sheet.py BUILD_FOLDER. Exit status 77: there is
no Chromium here."""
import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import urllib.request

HOSTILE = '<img src=x onerror=alert(1)>"&\'.pcap'


class Browser:
    def __init__(self, driver, browser):
        self.process = subprocess.Popen([driver, "--port=0"], stdout=subprocess.PIPE, text=True)
        port = None
        for line in self.process.stdout:
            if "started successfully on port" in line:
                port = line.rsplit(None, 1)[1].rstrip(".")
                break
        self.base = f"http://127.0.0.1:{port}/session"
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        wanted = {"browserName": "chrome", "goog:chromeOptions": {"binary": browser, "args": arguments},
                  "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"}}
        self.base += "/" + self.post("", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]

    def send(self, request):
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def post(self, path, body):
        return self.send(urllib.request.Request(self.base + path, json.dumps(body).encode(),
                                                {"Content-Type": "application/json"}))

    def run(self, script, *arguments):
        return self.post("/execute/sync", {"script": script, "args": list(arguments)})

    def command(self, name, **parameters):
        return self.post("/goog/cdp/execute", {"cmd": name, "params": parameters})

    def log(self, kind):
        return self.post("/se/log", {"type": kind})

    def show(self, url, width, dark, script=True):
        self.command("Emulation.setScriptExecutionDisabled", value=not script)
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=1000, deviceScaleFactor=1, mobile=False)
        self.command("Emulation.setEmulatedMedia",
                     features=[{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}])
        self.post("/url", {"url": url})

    def picture(self, path):
        with open(path, "wb") as file:
            file.write(base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"]))

    def close(self):
        try:
            self.send(urllib.request.Request(self.base, method="DELETE"))
        finally:
            self.process.terminate()
            self.process.wait()


def make_sheet(build, folder):
    captures = os.path.join(folder, "in")
    os.mkdir(captures)
    for shape, packets, name in (("office", 400, "office.pcap"), ("pair", 20, "pair.pcapng"), ("scan", 300, "scan.pcap"),
                                 ("islands", 200, HOSTILE)):
        subprocess.run([f"{build}/samples/make_capture", shape, str(packets), os.path.join(captures, name)], check=True)
    with open(os.path.join(captures, "office.pcap"), "rb") as file, open(os.path.join(captures, "cut"), "wb") as cut:
        cut.write(file.read(5000))
    with open(os.path.join(captures, "broken"), "wb") as file:
        file.write(b"\xd4\xc3\xb2\xa1")
    sheet = os.path.join(folder, "sheet")
    result = subprocess.run([f"{build}/pcapshade", "thumbs", captures, "-o", sheet, "-q"], check=False)
    assert result.returncode == 1, result.returncode
    return "file://" + os.path.join(sheet, "index.html")


NAMES = """return [...document.querySelectorAll("#captures > li")].filter((e) => e.checkVisibility())
           .map((e) => e.dataset.name)"""
VALUES = """return [...document.querySelectorAll("#captures > li")].filter((e) => e.checkVisibility())
            .map((e) => Number(e.dataset[arguments[0]]))"""
SET = """const e = document.getElementById(arguments[0]); e.value = arguments[1];
         e.dispatchEvent(new Event(arguments[2]));"""
COLOURS = """const s = getComputedStyle(document.body); return [s.backgroundColor, s.color]"""


def brightness(colour):
    return sum(int(part) for part in colour[colour.index("(") + 1:-1].split(",")[:3]) / 3


def check_looks(browser, url, folder):
    for width in (1280, 400):
        for dark in (True, False):
            browser.show(url, width, dark)
            ground, text = map(brightness, browser.run(COLOURS))
            assert (ground < 60 and text > 200) if dark else (ground > 200 and text < 60), (ground, text)
            assert browser.run("return document.documentElement.scrollWidth <= innerWidth"), f"too wide for {width}"
            for image in browser.run("return [...document.images].map((i) => [i.complete, i.naturalWidth, i.src])"):
                assert image[1] == 256 or not image[0], image
            browser.picture(os.path.join(folder, f"sheet-{width}-{'dark' if dark else 'light'}.png"))


def check_script(browser, url):
    browser.show(url, 1280, True)
    assert sorted(browser.run(NAMES)) == sorted(["office.pcap", "pair.pcapng", "scan.pcap", HOSTILE, "cut", "broken"])
    assert browser.run('return document.querySelectorAll("#captures img").length') == 5
    for key in ("hosts", "packets", "bytes", "size", "duration", "begin"):
        browser.run(SET, "sort", key, "change")
        values = browser.run(VALUES, key)
        assert values == sorted(values) and len(set(values)) > 1, (key, values)
        browser.run('document.getElementById("order").click()')
        values = browser.run(VALUES, key)
        assert values == sorted(values, reverse=True), (key, values)
        browser.run('document.getElementById("order").click()')
    browser.run(SET, "find", "ONERROR", "input")
    assert browser.run(NAMES) == [HOSTILE]
    browser.run(SET, "find", "", "input")
    browser.run(SET, "hosts", "3", "input")
    assert "pair.pcapng" not in browser.run(NAMES) and "scan.pcap" in browser.run(NAMES)
    browser.run(SET, "hosts", "0", "input")
    browser.run(SET, "state", "broken", "input")
    assert browser.run(NAMES) == ["broken"]
    browser.run(SET, "state", "", "input")
    before = browser.run(COLOURS)
    browser.run('document.getElementById("theme").click()')
    assert browser.run(COLOURS) != before


def press(browser, key):
    for kind in ("keyDown", "keyUp"):
        browser.command("Input.dispatchKeyEvent", type=kind, key=key, text=key if len(key) == 1 and kind == "keyDown" else "")


def check_keys(browser, url):
    focused = "return document.activeElement.closest('li')?.dataset.name ?? document.activeElement.id"
    browser.show(url, 1280, False)
    press(browser, "/")
    assert browser.run(focused) == "find"
    links = browser.run('return [...document.querySelectorAll("li a")].map((a) => a.parentElement.dataset.name)')
    browser.run('document.querySelector("li a").focus()')
    press(browser, "ArrowRight")
    assert browser.run(focused) == links[1], browser.run(focused)
    press(browser, "End")
    assert browser.run(focused) == links[-1]


def check_without_script(browser, url):
    browser.show(url, 1280, True, script=False)
    # The driver's own scripts run nevertheless.
    assert len(browser.run(NAMES)) == 6
    assert browser.run('return document.getElementById("controls").hidden')


def check_network(browser):
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            asked = message["params"]["request"]["url"]
            assert asked.startswith(("file:", "data:")), asked
    said = [entry for entry in browser.log("browser") if entry["level"] in ("WARNING", "SEVERE")]
    assert not said, said


def main():
    build = os.path.abspath(sys.argv[1])
    driver = shutil.which("chromedriver")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not driver or not chromium:
        print("skipped: the contact sheet in a browser (needs chromium and chromedriver)")
        return 77
    with tempfile.TemporaryDirectory(prefix="pcapshade-sheet-") as folder:
        url = make_sheet(build, folder)
        browser = Browser(driver, chromium)
        try:
            check_looks(browser, url, os.environ.get("PCS_SCREENSHOTS", folder))
            check_script(browser, url)
            check_keys(browser, url)
            check_without_script(browser, url)
            check_network(browser)
        finally:
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
