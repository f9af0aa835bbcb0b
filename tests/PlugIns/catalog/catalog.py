"""The two steps of MirrorType=catalog."""
import json
import os
import sys
import urllib.request

catalog, plan, upstream = os.environ["CATALOG"], os.environ["PLAN"], os.environ["UPSTREAM"]


def replace(path, text):
    """A file is there whole or not at all."""
    with open(path + ".new", "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
    os.replace(path + ".new", path)


def fetch():
    with urllib.request.urlopen(upstream + "/catalog.json", timeout=60) as response:
        text = response.read(10_000_000).decode()
    json.loads(text)
    if not os.path.exists(catalog) or open(catalog, encoding="utf-8").read() != text:
        # The plan goes before what it is made of: after a kill, it is made again.
        if os.path.exists(plan):
            os.remove(plan)
        replace(catalog, text)


def write_plan():
    channels = os.environ["CHANNELS"].split(",")
    with open(catalog, encoding="utf-8") as file:
        releases = [release for release in json.load(file)["releases"] if release["channel"] in channels]
    header = {"format": "chantal-plan", "version": 1, "type": "catalog", "upstreams": [upstream + "/"]}
    entries = [
        {"path": f"{release['channel']}/{release['file']}", "urls": [release["url"]], "size": release["size"], "sha256": release["sha256"],
         "role": "package", "name": release["name"], "version": release["version"], "scope": release["channel"]}
        for release in releases
    ]
    entries.sort(key=lambda entry: entry["path"].encode())
    replace(plan, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in [header, *entries]))


{"fetch": fetch, "plan": write_plan}[sys.argv[1]]()
