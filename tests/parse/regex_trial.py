"""Runs each expression of the reader over texts that are meant to be slow for it, in a child with a limit on its time.

Prints the name of each expression before it is tried, and what it took: so whoever is killed is the last one named.
"""

import resource
import sys
import time

from tests.parse.regex_shapes import AnyPattern, patterns, texts

SECONDS = 3  # of processor time for one expression, several times what any of them takes
SIZE = 30_000  # characters of a text: a step for each pair of them takes longer than that


def search(pattern: AnyPattern, text: str) -> None:
    """All matches in the text, the way the reader looks for them."""
    subject = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
    for _ in pattern.finditer(subject):  # type: ignore[arg-type]
        pass
    pattern.match(subject)  # type: ignore[arg-type]


def main() -> None:
    """Tries them all, or those whose name has a word of the command line in it."""
    for name, pattern in patterns().items():
        if sys.argv[1:] and not any(word in name for word in sys.argv[1:]):
            continue
        print(name, end=" ", flush=True)
        until = int(time.process_time()) + 1 + SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
        began = time.process_time()
        for text in texts(pattern, SIZE):
            search(pattern, text)
        print(f"{time.process_time() - began:.2f}", flush=True)


if __name__ == "__main__":
    main()
