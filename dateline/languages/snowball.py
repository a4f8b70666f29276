"""The Snowball stemmers, one set for each thread: a stemmer keeps a cache and is not safe to share."""

import threading
from collections.abc import Callable

import Stemmer

_mine = threading.local()


def snowball(algorithm: str) -> Callable[[str], str]:
    """A function from a word to its stem by the Snowball algorithm of that name, such as `russian`."""

    def stem(word: str) -> str:
        stemmer = getattr(_mine, algorithm, None)
        if stemmer is None:
            stemmer = Stemmer.Stemmer(algorithm)
            setattr(_mine, algorithm, stemmer)
        found: str = stemmer.stemWord(word)
        return found

    return stem
