"""The editor: where a story is written, checked by a second pair of eyes, and sent out. See docs/editor.md.

form         the fields, checked; `typed` is what was typed and not saved, `locks` who sits at a story
saving       one save: by one person, against the text it was begun from, or set aside
acts         what can be done with a story now, and by whom; all of it through `desk.workflow`
screens      the addresses
"""
