"""How large is too large, or so large that the work is done otherwise."""

from __future__ import annotations

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a document and of what belongs to one: its picture, its captured text."""
LARGEST_COPY = 200 * 1024 * 1024
"""Bytes of a copy that is checked, some hundred photographs; one of 85 MB is set again in 9 s and 1 GB."""
LARGEST_COMPARED = 5 * 1024 * 1024
"""Bytes of each of two documents that are compared: both are read in ten seconds, and compared in as many."""
LARGEST_FRONT_MATTER = 100_000
"""Characters of front matter that are given to a library; what a program writes has a few thousand."""
SLOW_TO_OPEN = 500_000
"""Bytes of a document from which on opening it takes half a second and more: some 2,500 sections, of
which Python-Markdown reads a megabyte a second."""
LARGEST_READING = 1_150_000_000
"""Bytes of memory that reading may take: 20 MB of prose take 0.4 GB, 18 MB of items of a letter 1.1 GB."""
MOST_SECTIONS = 300_000
"""Sections of a document, of which the window keeps 2 kB each; one of 20 MB has 100,000 as a rule."""
LARGEST_PDF = 1_000_000
"""Words of a PDF, some 3,000 pages, which take 4 GB to set; Typst, out of memory, ends the process."""
WORDS_TO_A_LEAF = 20
"""Words of a usual paragraph; a PDF of many more and shorter ones takes more memory,"""
WORDS_FOR_A_LEAF = 6
"""each as much as so many words: the cells of a table 18 kB, an item or a paragraph 14 to 28."""
LARGEST_TRACKED = 200_000
"""Paragraphs, items and cells of two texts with tracked changes, which take a minute to write."""
LARGEST_PICTURE = 50_000_000
"""Pixels of a picture, which unpacked take 200 MB; the largest cameras' have so many."""
LONGEST_OWN_WORDS = 200_000
"""Characters of the preparer's own words, some 80 pages, which are read anew for each copy."""
