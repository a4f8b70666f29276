"""Languages: which versions are lacking or behind, the translator's screen, the translation memory, the machine's hook.

parity.py        which stories lack which language, and which versions are behind: the board of languages
marks.py         a paragraph as light text with marks, and back to clean HTML
parts.py         a story as the parts that are translated, and back
alignment.py     which paragraph of one text belongs to which of another
rows.py          the rows of the translator's screen: source, translation, what changed
working.py       take it, save, settle: what the screen does
names.py, memory.py, remembering.py   earlier translations: what is a name, how to find them, how they are kept
machine.py       the hook for machine translation
"""
