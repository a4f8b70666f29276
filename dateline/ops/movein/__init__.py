"""Moving in from an old site: its pages are read (`reading`), and what they hold is written as stories (`importing`).

Reading is pure: bytes in, a frozen `OldPage` out, or a `BadPage` with the line and what was expected there.
"""
