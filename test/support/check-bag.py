"""Checks a bag in a folder by RFC 8493 alone, and prints what is wrong with it, a line each."""

import hashlib
import os
import re
import sys

bag = sys.argv[1]


def read(name):
    with open(os.path.join(bag, name), "rb") as file:
        return file.read()


def files(below):
    for folder, _, names in os.walk(os.path.join(bag, below)):
        for name in names:
            path = os.path.join(folder, name)
            yield os.path.relpath(path, bag).replace(os.sep, "/")


def digest(algorithm, path):
    return hashlib.new(algorithm, read(path)).hexdigest()


declaration = read("bagit.txt")
if declaration != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
    print("bagit.txt is wrong")

payload = sorted(files("data"))
for algorithm in ("sha256", "sha512"):
    listed = {}
    for line in read(f"manifest-{algorithm}.txt").decode("utf-8").split("\n"):
        if line == "":
            continue
        checksum, path = re.match(r"^([0-9a-f]+) +(.+)$", line).groups()
        path = re.sub("%(0A|0D|25)", lambda found: chr(int(found[1], 16)), path)
        listed[path] = checksum
    for path in payload:
        if path not in listed:
            print(f"{path} is not in the manifest of {algorithm}")
        elif listed.pop(path) != digest(algorithm, path):
            print(f"{path} has another {algorithm}")
    for path in listed:
        print(f"{path} is missing")
    tags = {}
    for line in read(f"tagmanifest-{algorithm}.txt").decode("utf-8").split("\n"):
        if line != "":
            checksum, path = line.split("  ", 1)
            tags[path] = checksum
    expected = ["bag-info.txt", "bagit.txt", "manifest-sha256.txt", "manifest-sha512.txt"]
    if sorted(tags) != expected:
        print(f"the tag manifest of {algorithm} names {sorted(tags)}")
    for path, checksum in tags.items():
        if checksum != digest(algorithm, path):
            print(f"{path} has another {algorithm}")

oxum = re.search(r"^Payload-Oxum: (\d+)\.(\d+)$", read("bag-info.txt").decode("utf-8"), re.M)
size = sum(os.path.getsize(os.path.join(bag, path)) for path in payload)
if (int(oxum[1]), int(oxum[2])) != (size, len(payload)):
    print(f"the oxum is {oxum[0]}, the payload has {size} bytes in {len(payload)} files")
others = sorted(set(os.listdir(bag)) - {"data", "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt", "tagmanifest-sha512.txt"})
if others:
    print(f"there are other files: {others}")
