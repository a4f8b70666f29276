"""The mark of the site, drawn: the line between its two posts, and one story on it.

`python -m dateline.website.icons` draws the files of static/website/ anew; they are kept in the repository because they are tiny.
"""

from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

SKY, LINE, STORY = "#0a5788", "#ffffff", "#ffc62b"
GRID = 32  # the drawing's own units; a maskable icon keeps its middle 80 %
BARS = (  # left, top, right, bottom, colour
    (4.0, 6.0, 28.0, 9.0, LINE),
    (4.0, 6.0, 7.0, 14.0, LINE),
    (25.0, 6.0, 28.0, 14.0, LINE),
    (11.5, 14.0, 14.5, 27.0, STORY),
)
PNG_SIZES_PX = (180, 192, 512)
ICO_SIZE_PX = 32
FOLDER = Path(__file__).parent / "static" / "website"


def picture(size_px: int) -> Image.Image:
    """The mark as a square of `size_px`; drawn four times as large and shrunk, so that edges are clean."""
    large = size_px * 4
    image = Image.new("RGB", (large, large), SKY)
    draw = ImageDraw.Draw(image)
    for left, top, right, bottom, colour in BARS:
        corners = [round(edge * large / GRID) for edge in (left, top, right, bottom)]
        draw.rectangle((corners[0], corners[1], corners[2] - 1, corners[3] - 1), fill=colour)
    return image.resize((size_px, size_px), Image.Resampling.LANCZOS)


def png(size_px: int) -> bytes:
    data = BytesIO()
    picture(size_px).convert("P", palette=Image.Palette.ADAPTIVE, colors=32).save(data, "PNG", optimize=True)
    return data.getvalue()


def ico() -> bytes:
    data = BytesIO()
    picture(ICO_SIZE_PX).save(data, "ICO", sizes=[(ICO_SIZE_PX, ICO_SIZE_PX)])
    return data.getvalue()


def svg() -> str:
    bars = "".join(
        f'<path fill="{colour}" d="M{left:g} {top:g}H{right:g}V{bottom:g}H{left:g}z"/>' for left, top, right, bottom, colour in BARS
    )
    ground = f'<path fill="{SKY}" d="M0 0h{GRID}v{GRID}H0z"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {GRID} {GRID}">{ground}{bars}</svg>\n'


def draw_all(folder: Path = FOLDER) -> None:
    """Write icon.svg, icon-<size>.png and favicon.ico into `folder`."""
    (folder / "icon.svg").write_text(svg(), encoding="ascii")
    (folder / "favicon.ico").write_bytes(ico())
    for size_px in PNG_SIZES_PX:
        (folder / f"icon-{size_px}.png").write_bytes(png(size_px))


if __name__ == "__main__":
    draw_all()
