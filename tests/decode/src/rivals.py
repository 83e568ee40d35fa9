"""Reads the pictures named on standard input, one a line, with the reader named as the first argument; answers a JSON
object a line: file, texts, ms (this thread's time on the processor, opening not counted)."""

import json
import sys
import time

import numpy
from PIL import Image


def reader(name):
    if name == "zxing-cpp":
        import zxingcpp

        formats = zxingcpp.BarcodeFormat.QRCode
        return lambda picture: [code.text for code in zxingcpp.read_barcodes(numpy.asarray(picture), formats=formats)]
    from pyzbar import pyzbar

    only = [pyzbar.ZBarSymbol.QRCODE]
    return lambda picture: [code.data.decode("utf-8", "replace") for code in pyzbar.decode(picture, symbols=only)]


read = reader(sys.argv[1])
for path in sys.stdin.read().splitlines():
    picture = Image.open(path).convert("L")
    picture.load()
    begun = time.thread_time()
    try:
        texts = read(picture)
    except Exception:  # a reader that throws has read nothing
        texts = []
    ms = (time.thread_time() - begun) * 1e3
    print(json.dumps({"file": path, "texts": texts, "ms": ms}))
