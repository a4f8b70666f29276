"""Stories: Story, Release, sections, dossiers; publish, update, correct, kill.

`publishing` holds the only doors to the public; `releases` is the log that everything outside the newsroom follows.
"""
