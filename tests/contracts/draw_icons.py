"""Draws the icons of the app package: ``python -m tests.contracts.draw_icons``.

The mark is a target in a speech bubble: an objective that people talk about.
https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package#app-icons
"""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).parents[2] / "appPackage"
BRAND, WHITE = (0x5B, 0x5F, 0xC7), (255, 255, 255)
FINE = 8  # drawn so much larger, so that edges are smooth


BUBBLE = (1.0, 255)
RINGS = ((0.74, 0), (0.52, 255), (0.28, 0))  # how far each reaches, and whether it is drawn or cut out
THIN_BUBBLE = ((1.0, 255), (0.82, 0))
THIN_RINGS = ((0.52, 255), (0.33, 0), (0.16, 255))
TIP = ((-0.93, 1.02), (-0.86, 0.3), (-0.22, 0.9))  # of the bubble, from its centre

Layers = tuple[tuple[float, int], ...]


def color_icon(size: int = 192) -> Image.Image:
    """White on the brand's colour, up to the corners: Teams rounds them itself."""
    icon = Image.new("RGB", (size, size), BRAND)
    icon.paste(WHITE, mask=_mark(size, 0.34, (BUBBLE,), RINGS))
    return icon


def outline_icon(size: int = 32) -> Image.Image:
    """Pure white on nothing: Teams gives it its colour."""
    icon = Image.new("RGBA", (size, size), (*WHITE, 0))
    icon.putalpha(_mark(size, 0.46, THIN_BUBBLE, THIN_RINGS))
    return icon


def _mark(size: int, reach: float, bubbles: Layers, rings: Layers) -> Image.Image:
    """How much of each pixel the mark covers; ``reach`` is its radius as a part of the icon."""
    mark = Image.new("L", (size * FINE, size * FINE), 0)
    draw = ImageDraw.Draw(mark)
    radius, centre = mark.width * reach, mark.width / 2
    for part, shade in bubbles:
        draw.polygon([(centre + radius * part * x, centre + radius * part * y) for x, y in TIP], fill=shade)
        draw.circle((centre, centre), radius * part, fill=shade)
    for part, shade in rings:
        draw.circle((centre, centre), radius * part, fill=shade)
    return mark.resize((size, size), Image.Resampling.BOX)


if __name__ == "__main__":
    color_icon().save(FOLDER / "color.png", optimize=True)
    outline_icon().save(FOLDER / "outline.png", optimize=True)
