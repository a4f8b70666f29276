"""XMP packets: RDF in XML (ISO 16684-1), read without entities and without a network.

Property names: IPTC Photo Metadata Standard 2023.2, PLUS LDF 2.0, Adobe's XMP specification, part 2.
"""

import re
from collections.abc import Iterable, Mapping

from lxml import etree

from dateline.media.metadata.facts import KEYWORDS_MAX, PEOPLE_MAX, TEXT_MAX, Facts, moment, tidy, web_address

PACKET_MAX = 2_000_000  # bytes; Lightroom's longest histories are a tenth of it

SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "photoshop": "http://ns.adobe.com/photoshop/1.0/",
    "xmpRights": "http://ns.adobe.com/xap/1.0/rights/",
    "Iptc4xmpCore": "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/",
    "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
    "plus": "http://ns.useplus.org/ldf/xmp/1.0/",
}
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
MINING = "http://ns.useplus.org/ldf/vocab/"
_META = "adobe:ns:meta/"
_XML = "http://www.w3.org/XML/1998/namespace"
_START, _END = b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n', b'\n<?xpacket end="r"?>'


def _name(short: str) -> str:
    space, local = short.split(":")
    return f"{{{SPACES[space]}}}{local}"


_LI, _DESCRIPTION, _LANG, _RESOURCE = _name("rdf:li"), _name("rdf:Description"), f"{{{_XML}}}lang", _name("rdf:resource")


# --- reading ------------------------------------------------------------------------------------------------------------


def read(packet: bytes) -> Facts:
    """The facts of a packet. One that is broken, too long or has a document type says nothing."""
    found = _descriptions(packet)
    if not found:
        return Facts()
    place = _place(found)
    return Facts(
        title=tidy(_text(found, "photoshop:Headline") or _text(found, "dc:title")),
        captions=_by_language(found, "dc:description"),
        alt_texts=_by_language(found, "Iptc4xmpCore:AltTextAccessibility"),
        extended_descriptions=_by_language(found, "Iptc4xmpCore:ExtDescrAccessibility"),
        credit_line=tidy(_text(found, "photoshop:Credit")),
        creators=tuple(filter(None, (tidy(name) for name in _texts(found, "dc:creator")[:PEOPLE_MAX]))),
        source=tidy(_text(found, "photoshop:Source")),
        copyright_notice=tidy(_text(found, "dc:rights")),
        usage_terms=tidy(_text(found, "xmpRights:UsageTerms"), TEXT_MAX),
        web_statement=web_address(_text(found, "xmpRights:WebStatement")),
        licensor_url=_licensor(found),
        data_mining=_code(_text(found, "plus:DataMining")),
        digital_source_type=_code(_text(found, "Iptc4xmpExt:DigitalSourceType")),
        city=place[0],
        country=place[1],
        taken=moment(_text(found, "photoshop:DateCreated")),
        keywords=tuple(filter(None, (tidy(word, 80) for word in _texts(found, "dc:subject")[:KEYWORDS_MAX]))),
        instructions=tidy(_text(found, "photoshop:Instructions"), TEXT_MAX),
    )


def _descriptions(packet: bytes) -> list[etree._Element]:
    if len(packet) > PACKET_MAX or b"<!DOCTYPE" in packet or b"<!ENTITY" in packet:
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(packet.strip(b"\x00 \r\n\t"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root.getroottree().docinfo.internalDTD is not None:  # written in another encoding than the words above
        return []
    return list(root.iterfind(f".//{{{SPACES['rdf']}}}RDF/{_DESCRIPTION}"))


def _found(among: Iterable[etree._Element], short: str) -> list[etree._Element | str]:
    """The values of a property: an attribute or an element of a description."""
    name = _name(short)
    found: list[etree._Element | str] = []
    for description in among:
        if attribute := description.get(name):
            found.append(attribute)
        found += description.findall(name)
    return found


def _texts(among: Iterable[etree._Element], short: str) -> list[str]:
    """The texts of a property, be it one or a list."""
    return [text for value in _found(among, short) for text in _of(value)]


def _of(value: etree._Element | str) -> list[str]:
    if isinstance(value, str):
        return [value]
    items = list(value.iter(_LI)) or [value]
    return [item.text or item.get(_RESOURCE) or "" for item in items]


def _text(among: Iterable[etree._Element], short: str) -> str:
    """The first text of a property that is not empty; of several languages the default."""
    return next((text for text in _texts(among, short) if text.strip()), "")


def _by_language(among: Iterable[etree._Element], short: str) -> dict[str, str]:
    """The texts of a language alternative by language. The default is "", unless one that names its language says the same."""
    found: dict[str, str] = {}
    for value in _found(among, short):
        items = [] if isinstance(value, str) else list(value.iter(_LI))
        for code, text in [(_language(item), item.text) for item in items] or [("", _of(value)[0])]:
            if text := tidy(text, TEXT_MAX):
                found.setdefault(code, text)
    default = found.get("")
    return {code: text for code, text in found.items() if code or default not in [t for c, t in found.items() if c]}


def _language(item: etree._Element) -> str:
    code = (item.get(_LANG) or "").lower()
    return "" if code == "x-default" else code.split("-")[0]


def _structures(among: Iterable[etree._Element], short: str) -> list[etree._Element]:
    """The structures of a property: what holds their parts, in any of the ways in which RDF writes that."""
    found = []
    for value in _found(among, short):
        for item in [] if isinstance(value, str) else list(value.iter(_LI)) or [value]:
            inner = item.find(_DESCRIPTION)
            found.append(item if inner is None else inner)
    return found


def _place(among: list[etree._Element]) -> tuple[str, str]:
    """City and country: where it was taken, else what it shows, else the two old properties that mean either."""
    for short in ("Iptc4xmpExt:LocationCreated", "Iptc4xmpExt:LocationShown"):
        for place in _structures(among, short):
            city, country = (tidy(_text([place], f"Iptc4xmpExt:{part}")) for part in ("City", "CountryName"))
            if city or country:
                return city, country
    return tidy(_text(among, "photoshop:City")), tidy(_text(among, "photoshop:Country"))


def _licensor(among: list[etree._Element]) -> str:
    addresses = (web_address(_text([one], "plus:LicensorURL")) for one in _structures(among, "plus:Licensor"))
    return next(filter(None, addresses), "")


def _code(address: str) -> str:
    """The last part of a vocabulary's address, or ""."""
    found = address.strip().rstrip("/").rpartition("/")[2].rpartition(":")[2]
    return found if re.fullmatch(r"[A-Za-z0-9-]{1,60}", found) else ""


# --- writing ------------------------------------------------------------------------------------------------------------


def write(facts: Facts) -> bytes:
    """A packet that says `facts`. The instructions are the newsroom's and stay out; so does the position, see `exif`."""
    meta = etree.Element(f"{{{_META}}}xmpmeta", nsmap={"x": _META})
    rdf = etree.SubElement(meta, _name("rdf:RDF"), nsmap=SPACES)
    one = etree.SubElement(rdf, _DESCRIPTION, {_name("rdf:about"): ""})
    for short, container, values in (
        ("dc:creator", "Seq", facts.creators),
        ("dc:subject", "Bag", facts.keywords),
    ):
        _list(one, short, container, values)
    for short, texts in (
        ("dc:title", {"": facts.title}),
        ("dc:description", facts.captions),
        ("dc:rights", {"": facts.copyright_notice}),
        ("xmpRights:UsageTerms", {"": facts.usage_terms}),
        ("Iptc4xmpCore:AltTextAccessibility", facts.alt_texts),
        ("Iptc4xmpCore:ExtDescrAccessibility", facts.extended_descriptions),
    ):
        _alternative(one, short, texts)
    for short, text in (
        ("photoshop:Headline", facts.title),
        ("photoshop:Credit", facts.credit_line),
        ("photoshop:Source", facts.source),
        ("photoshop:City", facts.city),
        ("photoshop:Country", facts.country),
        ("photoshop:DateCreated", facts.taken),
        ("xmpRights:Marked", "True" if facts.copyright_notice else ""),
        ("xmpRights:WebStatement", facts.web_statement),
        ("plus:DataMining", facts.data_mining and MINING + facts.data_mining),
        ("Iptc4xmpExt:DigitalSourceType", facts.digital_source_type and SOURCE_TYPES + facts.digital_source_type),
    ):
        if text:
            etree.SubElement(one, _name(short)).text = text
    _structure(one, "Iptc4xmpExt:LocationCreated", {"Iptc4xmpExt:City": facts.city, "Iptc4xmpExt:CountryName": facts.country})
    _structure(one, "plus:Licensor", {"plus:LicensorURL": facts.licensor_url})
    etree.cleanup_namespaces(meta, keep_ns_prefixes=["x", "rdf"])
    return _START + etree.tostring(meta, encoding="utf-8") + _END


def _list(parent: etree._Element, short: str, container: str, values: Iterable[str]) -> None:
    if present := [value for value in values if value]:
        inside = etree.SubElement(etree.SubElement(parent, _name(short)), _name(f"rdf:{container}"))
        for value in present:
            etree.SubElement(inside, _LI).text = value


def _alternative(parent: etree._Element, short: str, texts: Mapping[str, str]) -> None:
    """A text in languages: the first one is the default too, because readers that know one text take that."""
    present = {code: text for code, text in texts.items() if text}
    if not present:
        return
    inside = etree.SubElement(etree.SubElement(parent, _name(short)), _name("rdf:Alt"))
    default = next(iter(present.values()))
    for code, text in {"x-default": default, **{code: text for code, text in present.items() if code}}.items():
        etree.SubElement(inside, _LI, {_LANG: code}).text = text


def _structure(parent: etree._Element, short: str, values: Mapping[str, str]) -> None:
    if any(values.values()):
        inside = etree.SubElement(etree.SubElement(parent, _name(short)), _name("rdf:Bag" if "Location" in short else "rdf:Seq"))
        item = etree.SubElement(inside, _LI, {_name("rdf:parseType"): "Resource"})
        for name, value in values.items():
            if value:
                etree.SubElement(item, _name(name)).text = value
