"""What a record shows and lets hear: as an editor names it, and as the build wrote it."""

from dataclasses import dataclass

from formservice.catalogue.kinds import LINE, choice, pattern, whole
from formservice.catalogue.typed import key
from formservice.folding import words

FILE = pattern("fichier", r"[a-z0-9]+([-.][a-z0-9]+)*\.[a-z0-9]{2,4}", "écrivez un nom de fichier : portrait.jpg.")

NEEDLESS = ("image", "photo", "illustration")
"""What an alternative need not begin with: one knows that it is a picture."""
OF = ("de", "du", "d", "des", "montrant", "representant")
FEWEST = 3
"""Words of an alternative, at least."""
SAY = "Dites ce qu’on voit, en une phrase."


def unsaid(alt: str, file: str, title: str, caption: str = "") -> str:
    """What is wrong with an alternative, and the mend, as the end of a sentence; "" when it says what one sees."""
    said, stem = words(alt), words(file.rpartition(".")[0].replace("-", " "))
    if said in (stem, [*stem, *words(file)[-1:]]):
        return f"répète le nom du fichier. {SAY}"
    if said == words(title):
        return f"répète le titre. {SAY}"
    if caption and said == words(caption):
        return "répète la légende : elle serait lue deux fois. Dites ce qu’on voit."
    if len(said) < FEWEST:
        return f"est trop court. {SAY}"
    if said[0] in NEEDLESS and said[1] in OF:
        return "dit que c’est une image : on le sait. Dites tout de suite ce qu’on voit, sans « image de »."
    return ""


@dataclass(frozen=True)
class Sized:
    """One size of a picture, as the build wrote it."""

    url: str = key(LINE)
    form: str = key(choice("avif", "webp", "jpeg"))
    width: int = key(whole(1))
    height: int = key(whole(1))


@dataclass(frozen=True)
class Picture:
    """An image of content/images, in words for who does not see it, and whose it is."""

    file: str = key(FILE)
    alt: str = key(LINE)
    credit: str = key(LINE)
    caption: str | None = key(LINE, default=None)
    sizes: tuple[Sized, ...] = key(Sized, many=True, given=True)

    def srcset(self, form: str, most: int) -> str:
        """The files of a form up to a width, as `srcset` lists them."""
        return ", ".join(f"{one.url} {one.width}w" for one in self.sizes if one.form == form and one.width <= most)

    @property
    def plain(self) -> Sized:
        """The one for browsers that know none of the newer forms."""
        return next(one for one in self.sizes if one.form == "jpeg")

    def box(self, wide: int, high: int) -> tuple[int, int]:
        """Its width and height within a frame; never wider than it was drawn."""
        wide = min(wide, max(one.width for one in self.sizes))
        scale = min(wide / self.plain.width, high / self.plain.height)
        return round(self.plain.width * scale), round(self.plain.height * scale)


@dataclass(frozen=True)
class Sound:
    """A recording of content/sons, as the build wrote it."""

    url: str = key(LINE)
    form: str = key(LINE)
    """`audio/mpeg`."""
    size: int = key(whole(1))
    """In bytes."""

    @property
    def kind(self) -> str:
        """`MP3`."""
        return self.url.rpartition(".")[2].upper()
