"""Badges as a laptop's camera sees them at a booth: a folder of JPEGs with a manifest.jsonl for `cargo xtask bench decode`.

    python booth.py FOLDER [--seed N] [--each N] [--class NAME]

The same seed and the same versions (requirements.txt) make the same pictures. All names are invented. Each row of the
manifest says what was drawn: the text, the class, pixels a module, and the code's own corners.
"""

import argparse
import json
import math
import pathlib

import cv2
import numpy as np
import segno
import zxingcpp

FIRST = ["Anna", "Jürgen", "Søren", "José", "Łukasz", "Zoë", "François", "Наталья", "Γιώργος", "太郎", "Şebnem", "Siân"]
LAST = ["Müller", "Smith", "García", "Nørgaard", "Wiśniewski", "Dvořák", "田中", "Петрова", "O’Brien", "Trần", "Weiß"]
COMPANY = ["Acme GmbH", "Nordic Valve AS", "Hydro Pumps Ltd", "Łódź Steel Sp. z o.o.", "Fabrikam Robotics", "Initech"]
TITLE = ["Head of Procurement", "Sales Engineer", "CEO", "Einkäufer", "Directeur achats", "R&D"]
LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

# Least and most pixels a module, degrees of tilt, and which effects a class has.
CLASSES = {
    "easy": ((3, 6), (0, 15), ()),
    "tilt": ((4, 6), (45, 62), ()),
    "tiny": ((1.5, 2.2), (0, 15), ()),
    "close-up": ((12, 26), (0, 25), ()),
    "lens": ((2.5, 6), (0, 25), ("lens",)),
    "rolling-shutter": ((2.5, 6), (0, 20), ("rolling",)),
    "dot-gain": ((2, 5), (0, 20), ("gain",)),
    "dot-loss": ((2, 5), (0, 20), ("loss",)),
    "motion": ((3, 6), (0, 15), ("motion",)),
    "defocus": ((3, 6), (0, 15), ("defocus",)),
    "dark": ((3, 6), (0, 15), ("dark",)),
    "glare": ((3, 6), (0, 15), ("glare",)),
    "curl": ((3, 6), (0, 20), ("curl",)),
    "dense": ((2, 3.2), (0, 15), ("dense",)),
    "negative": ((3, 6), (0, 15), ("negative",)),
    "pdf417": ((1.8, 4), (0, 12), ("PDF417",)),
    "data-matrix": ((3, 8), (0, 20), ("DataMatrix",)),
    "aztec": ((3, 8), (0, 20), ("Aztec",)),
    "code128": ((1.6, 3), (0, 8), ("Code128",)),
    "code39": ((1.6, 3), (0, 8), ("Code39",)),
    # Nobody can read these: what does the coach say?
    "cut": ((4, 7), (0, 15), ("cut",)),
    "too-dense": ((0.7, 0.9), (0, 10), ("dense",)),
    "out-of-focus": ((4, 8), (0, 15), ("blur",)),
}

# The sentence of the catalogue that would help.
ADVICE = {"cut": "coach-show-all", "too-dense": "coach-closer", "out-of-focus": "coach-steady"}

# Symbols that are not QR codes: what they are called where they are drawn.
OTHERS = ("PDF417", "DataMatrix", "Aztec", "Code128", "Code39")


class Chance:
    """All that is left to chance, from one seed."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)

    def between(self, low, high):
        return float(self.random.uniform(low, high))

    def one(self, of):
        return of[int(self.random.integers(len(of)))]

    def token(self, length):
        return "".join(self.one(LETTERS) for _ in range(length))


def payload(chance, dense):
    """What a badge says."""
    first, last, company = chance.one(FIRST), chance.one(LAST), chance.one(COMPANY)
    phone = "+49" + "".join(str(int(chance.random.integers(10))) for _ in range(10))
    email = f"{chance.token(6).lower()}@example.com"
    vcard = (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{last};{first};;;\r\nFN:{first} {last}\r\nORG:{company}\r\n"
        f"TITLE:{chance.one(TITLE)}\r\nTEL;TYPE=WORK,VOICE:{phone}\r\nEMAIL:{email}\r\n"
    )
    if dense:
        address = "ADR;TYPE=WORK:;;Hauptstraße 68;Wien;;80331;DE\r\nURL:https://www.example.com/\r\n"
        return vcard + address + f"NOTE:{chance.token(180)}\r\nEND:VCARD"
    return chance.one([
        vcard + "END:VCARD",
        f"MECARD:N:{last},{first};ORG:{company};TEL:{phone};EMAIL:{email};;",
        f"https://badge.example.com/v/{chance.token(24)}",
        f"EVT26|{chance.random.integers(1_000_000, 9_000_000)}|{chance.token(24)}",
        f"REG{chance.random.integers(10**9, 10**10)}",
    ])


def modules_of(text, effects, level):
    """A symbol's modules, 1 for dark."""
    other = [name for name in OTHERS if name in effects]
    if other:
        code = zxingcpp.create_barcode(text, getattr(zxingcpp.BarcodeFormat, other[0]))
        drawn = (np.array(code.to_image(scale=1, add_quiet_zones=False)) < 128).astype(np.uint8)
        # Bars as high as three tenths of their length: what badges have.
        return np.repeat(drawn[:1], round(drawn.shape[1] * 0.3), 0) if "Code" in other[0] else drawn
    charset = None if text.isascii() else "utf-8"
    code = segno.make(text, error=level, boost_error=False, micro=False, encoding=charset)
    return np.array([list(row) for row in code.matrix], np.uint8)


def badge(chance, text, module, effects, which):
    """A printed badge, and its code's corners on it; `module` is in pixels of this picture."""
    dark = modules_of(text, effects, chance.one("LMMQH"))
    side = dark.shape[1]
    ink, paper = chance.between(10, 70), chance.between(225, 255)
    printed = np.kron(dark, np.ones((module, module), np.uint8))
    spread = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, [2 * max(1, round(module * chance.between(0.12, 0.22))) + 1] * 2)
    if "gain" in effects:
        printed = cv2.dilate(printed, spread)
    if "loss" in effects:
        printed = cv2.erode(printed, spread)
    if "negative" in effects:
        printed = spoiled(chance, printed, module, which)
    span, high, quiet = side * module, len(dark) * module, (4 if side == len(dark) else 10) * module
    w = int(span / chance.between(0.45, 0.72))
    h = int(w * chance.between(1.25, 1.5))
    sheet = np.full((h, w), round(chance.between(225, 250)), np.uint8)
    sheet[: int(h * 0.16)] = chance.between(40, 180)
    for i, words in enumerate(["EXPO 2026", "Jana Lindqvist", "Procurement"]):
        cv2.putText(sheet, words, (int(w * 0.06), int(h * (0.1 + 0.1 * i))), cv2.FONT_HERSHEY_SIMPLEX, w / 420, 20, max(1, w // 150))
    left = min(int((w - span) * chance.between(0.15, 0.85)), w - span)
    top = min(int(h * 0.42), h - high - 2)
    sheet[max(0, top - quiet) : top + high + quiet, max(0, left - quiet) : left + span + quiet] = paper
    sheet[top : top + high, left : left + span] = np.where(printed == 1, ink, paper)
    corners = np.float32([[left, top], [left + span, top], [left + span, top + high], [left, top + high]])
    return sheet.astype(np.float32), corners, side


def spoiled(chance, printed, module, which):
    """Something like a code that is none: noise, half a code, a chessboard, nothing."""
    size = len(printed)
    y, x = np.mgrid[0:size, 0:size] // module
    half = printed.copy()
    half[size // 2 :] = 0
    noise = np.kron(chance.random.integers(0, 2, (size // module,) * 2), np.ones((module, module)))
    return [np.zeros_like(printed), noise, half, (x + y) % 2][which % 4].astype(np.uint8)


def curled(sheet, bend):
    """The sheet around a standing cylinder; `bend` is half the angle it goes around, in radians."""
    h, w = sheet.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    part = (x - w / 2) / (w / 2)
    seen = w / 2 + np.arcsin(np.clip(part * math.sin(bend), -1, 1)) / bend * (w / 2)
    return cv2.remap(sheet, seen.astype(np.float32), y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def pose(chance, corners, shape, module, pixels, tilt, width):
    """The projective map of the sheet, turned in space, to pixels around the code's middle."""
    h, w = shape
    middle = corners.mean(0)
    way, roll = chance.between(0, 2 * math.pi), chance.between(-20, 20)
    if chance.between(0, 1) < 0.2:
        roll = chance.between(-180, 180)
    a, b, c = (math.radians(v) for v in (tilt * math.cos(way), tilt * math.sin(way), roll))
    turn_y = np.array([[math.cos(a), 0, math.sin(a)], [0, 1, 0], [-math.sin(a), 0, math.cos(a)]])
    turn_x = np.array([[1, 0, 0], [0, math.cos(b), -math.sin(b)], [0, math.sin(b), math.cos(b)]])
    turn_z = np.array([[math.cos(c), -math.sin(c), 0], [math.sin(c), math.cos(c), 0], [0, 0, 1]])
    far = 1.1 * width
    edge = np.float32([(0, 0), (w, 0), (w, h), (0, h)])
    flat = np.concatenate([edge - middle, np.zeros((4, 1))], 1)
    turned = (turn_z @ turn_y @ turn_x @ flat.T).T * (pixels / module)
    seen = turned[:, :2] * (far / (far + turned[:, 2:]))
    return cv2.getPerspectiveTransform(edge, seen.astype(np.float32))


def through_lens(picture, points, strength):
    """Barrel distortion; returns the picture and the points as they are then."""
    h, w = picture.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    middle, radius = np.float32([w / 2, h / 2]), w / 2
    u, v = (x - middle[0]) / radius, (y - middle[1]) / radius
    k = 1 + strength * (u * u + v * v)
    bent = cv2.remap(picture, u * k * radius + middle[0], v * k * radius + middle[1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    # The map goes from the bent picture to the straight one: points are found by going back a few times.
    straight, place = (points - middle) / radius, (points - middle) / radius
    for _ in range(20):
        place = straight / (1 + strength * (place**2).sum(1, keepdims=True))
    return bent, place * radius + middle


def rolled(picture, points, shift):
    """Each row is seen a little later than the one above: a moving badge leans, here also with a tremble."""
    h, w = picture.shape
    x, y = np.meshgrid(np.arange(w, dtype=np.float32), np.arange(h, dtype=np.float32))
    off = lambda row: shift * (row / h) + 0.15 * abs(shift) * np.sin(row / h * 9)
    seen = cv2.remap(picture, (x - off(y)).astype(np.float32), y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return seen, np.stack([points[:, 0] + off(points[:, 1]), points[:, 1]], 1)


def background(chance, w, h):
    picture = np.full((h, w), chance.between(60, 170), np.float32)
    for _ in range(int(chance.random.integers(8, 22))):
        x, y = int(chance.between(-50, w)), int(chance.between(-50, h))
        corner = (x + int(chance.between(20, w * 0.3)), y + int(chance.between(20, h * 0.5)))
        cv2.rectangle(picture, (x, y), corner, chance.between(20, 230), -1)
    return cv2.GaussianBlur(picture, (0, 0), chance.between(2.5, 6) * w / 1280)


def disc(radius):
    size = 2 * math.ceil(radius) + 3
    y, x = np.mgrid[0 : size * 8, 0 : size * 8] / 8 - size / 2 + 1 / 16
    kernel = (x * x + y * y <= radius * radius).reshape(size, 8, size, 8).sum((1, 3)).astype(np.float32)
    return kernel / kernel.sum()


def streak(length, angle):
    size = 2 * math.ceil(length) + 3
    kernel = np.zeros((size * 4, size * 4), np.float32)
    middle, reach = size * 2, length * 2
    ends = [(round(middle + s * reach * math.cos(angle)), round(middle + s * reach * math.sin(angle))) for s in (-1, 1)]
    cv2.line(kernel, *ends, 1.0, 4)
    kernel = kernel.reshape(size, 4, size, 4).sum((1, 3))
    return kernel / kernel.sum()


def camera(chance, picture, effects, module, corners):
    """What lens and sensor add: blur, light, noise, and the sharpening of cheap cameras."""
    picture = cv2.GaussianBlur(picture, (0, 0), chance.between(0.45, 0.8))
    noise = chance.between(0.2, 0.8)
    if "motion" in effects:
        picture = cv2.filter2D(picture, -1, streak(module * chance.between(0.6, 1.6), chance.between(0, math.pi)))
    if "defocus" in effects:
        picture = cv2.filter2D(picture, -1, disc(module * chance.between(0.45, 0.85)))
    if "blur" in effects:
        picture = cv2.filter2D(picture, -1, disc(module * chance.between(1.5, 2.1)))
    if "glare" in effects:
        y, x = np.mgrid[0 : picture.shape[0], 0 : picture.shape[1]]
        span = np.ptp(corners, 0).max()
        gx, gy = corners.mean(0) + [chance.between(-0.5, 0.5) * span, chance.between(-0.5, 0.5) * span]
        width = span * chance.between(0.08, 0.22)
        picture = picture + chance.between(120, 260) * np.exp(-((x - gx) ** 2 + (y - gy) ** 2) / (2 * width**2))
    if "dark" in effects:
        picture, noise = picture * chance.between(0.1, 0.35) + chance.between(0, 12), chance.between(2.5, 5)
    else:
        picture = picture * chance.between(0.75, 1)
    picture = picture + chance.random.normal(0, 1, picture.shape) * (noise + np.sqrt(picture.clip(0)) * noise * 0.12)
    sharpen = chance.one([0, 0, 0.4, 0.8])
    if sharpen:
        picture = picture + sharpen * (picture - cv2.GaussianBlur(picture, (0, 0), 1.2))
    return picture.clip(0, 255).astype(np.uint8)


def frame(chance, name, which):
    """One picture of a class, and its row of the manifest without the file's name."""
    sizes, tilts, effects = CLASSES[name]
    w, h = chance.one([(1280, 720), (640, 480)])
    text = payload(chance, "dense" in effects)
    pixels, tilt = chance.between(*sizes), chance.between(*tilts)
    if name == "close-up":
        text = f"REG{chance.random.integers(10**5, 10**6)}"
    if name in ("code128", "code39"):
        text = f"REG-{chance.random.integers(10**5, 10**7)}"
    high, wide = modules_of(text, effects, "H").shape
    pixels = min(pixels, 0.86 * h / high, 0.86 * w / wide)
    printed = max(4, math.ceil(pixels * 2.2))
    sheet, corners, side = badge(chance, text, printed, effects, which)
    if "curl" in effects:
        sheet = curled(sheet, chance.between(0.5, 1.05))
    place = pose(chance, corners, sheet.shape, printed, pixels, tilt, w)
    seen = cv2.perspectiveTransform(corners[None], place)[0]
    room = np.array([w, h]) - np.ptp(seen, 0) - 6 * pixels
    offset = 3 * pixels - seen.min(0) + np.maximum(room, 0) * [chance.between(0, 1), chance.between(0, 1)]
    if "cut" in effects:
        # Less than half of it is in view, beyond one of the four edges.
        span, middle, side = np.ptp(seen, 0), seen.mean(0), int(chance.random.integers(4))
        out = chance.between(0.08, 0.22) * span[side % 2]
        offset[side % 2] = (-out if side < 2 else (w, h)[side % 2] + out) - middle[side % 2]
    place = np.array([[2, 0, 2 * offset[0] + 0.5], [0, 2, 2 * offset[1] + 0.5], [0, 0, 1]]) @ place
    seen = seen + offset
    # Drawn at twice the size and brought down, as a lens does.
    drawn = cv2.warpPerspective(sheet, place, (2 * w, 2 * h), flags=cv2.INTER_LINEAR)
    mask = cv2.warpPerspective(np.ones_like(sheet), place, (2 * w, 2 * h), flags=cv2.INTER_LINEAR)
    picture = cv2.resize(background(chance, w, h), (2 * w, 2 * h)) * (1 - mask) + drawn * mask
    picture = cv2.resize(picture, (w, h), interpolation=cv2.INTER_AREA)
    if "lens" in effects:
        picture, seen = through_lens(picture, seen, chance.between(0.08, 0.25))
    if "rolling" in effects:
        picture, seen = rolled(picture, seen, chance.between(30, 110) * chance.one([-1, 1]) * w / 1280)
    picture = camera(chance, picture, effects, pixels, seen)
    negative, advice = "negative" in effects, ADVICE.get(name)
    row = {
        "expected_text": None if negative or advice else text,
        "negative": negative,
        "class": name,
        "module_px": round(pixels, 2),
        "side": side,
        "tilt": round(tilt),
    }
    if advice:
        row["advice"] = advice
    # A curled sheet moves the code on it; its corners are then not known.
    if not negative and "curl" not in effects:
        row["corners"] = [[round(float(v), 1) for v in corner] for corner in seen]
    return picture, row


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("folder", type=pathlib.Path)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--each", type=int, default=16, help="pictures of each class")
    words.add_argument("--class", dest="only", choices=CLASSES)
    asked = words.parse_args()
    cv2.setNumThreads(1)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with open(asked.folder / "manifest.jsonl", "w", encoding="utf-8") as manifest:
        for at, name in enumerate(CLASSES):
            if asked.only not in (None, name):
                continue
            # A class's pictures do not depend on which others are made.
            chance = Chance([asked.seed, at])
            for which in range(asked.each):
                picture, row = frame(chance, name, which)
                file = f"{name}-{which:02}.jpg"
                cv2.imwrite(str(asked.folder / file), picture, [cv2.IMWRITE_JPEG_QUALITY, 82])
                manifest.write(json.dumps({"file": file, **row}, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
