"""Faults in the text edition."""

from tests.faults import Fault
from tests.faults.planting import words

FAULTS = (
    Fault("a paragraph lost", words("Each had a speaker and a record.\n\n", ""), "text-lost", "line", "Each had"),
    Fault("a paragraph doubled", words("A fifth seminar is planned.\n", "A fifth seminar is planned.\n\nA fifth seminar is planned.\n"), "text-added", "line"),
    Fault("a number changed", words("by 40 per", "by 400 per"), "text-lost", "line", "40 per cent"),
    Fault("sections in another order", words("[Section 1.1] Tools", "[Section 3] Tools"), "heading-lost", "line", "<h3>Tools"),
    Fault("cells swapped", words("Received: 211\nWest — Closed: 112", "Received: 112\nWest — Closed: 211"), "cell-lost", "line", "211"),
    Fault("a wrong column header", words("West — Received", "West — Closed"), "cell-lost", "line", "211"),
    Fault("a wrong row header", words("Centre — Received: 223", "West — Received: 223"), "cell-lost", "line", "223"),
    Fault("another number of rows", words("3 columns] Table 1", "4 columns] Table 1"), "table-lost", "line", "<table>"),
    Fault("a note dropped", words("[Note 2] Preliminary figures.\n", ""), "note-lost", None, "Preliminary"),
    Fault("a citation dropped", words("per cent. [note 2]", "per cent."), "citation-lost", None, "40 per cent"),
    Fault("a citation of another note", words("per cent. [note 2]", "per cent. [note 1]"), "citation-lost", "line", "40 per cent"),
    Fault("an alternative altered", words("second bar is higher.]\n\n[Cap", "first bar is higher.]\n\n[Cap"), "image-lost", "line", "Bar chart"),
    Fault("a decorative image announced", words("A rule follows.", "A rule follows. [Image: line]"), "image-added", "line"),
    Fault("an expansion lost", words("The RCMP [short for Royal Canadian Mounted Police]", "The RCMP"), "text-expansion-lost", None, "RCMP"),
    Fault("an address changed", words("example.ca/centre", "example.ca/center"), "link-lost", "line", "centre.html"),
    Fault("a list flattened", words("      - from the public", "  - from the public"), "item-lost", "line", "from the public"),
    Fault("a number of a list changed", words("  4. Fourth", "  5. Fourth"), "item-lost", "line", "Fourth step"),
    Fault("white space of code lost", words("    return  12", "    return 12"), "code-lost", "line", "<pre>"),
    Fault("a term made a paragraph", words("[Term] Seminar", "Seminar"), "term-lost", None, "<dt>Seminar"),
    Fault("a caption detached", words("[Caption] Figure 1", "Figure 1"), "caption-lost", None, "<figure>"),
    Fault("a deletion said as text", words("[deleted: three]", "three"), "emphasis-lost", "line", "old rule"),
    Fault("a formula altered", words("r = n/p", "r = p/n"), "text-lost", "line", "The rate"),
    Fault("another title", words("Title: Seminar report", "Title: Seminar"), "title-lost", "line"),
)  # fmt: skip
