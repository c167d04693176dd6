"""Tables with the header cells that each data cell must have, written by hand.

``TABLES`` holds a name, the table, and for each data cell that is not empty its text and the
texts of its header cells. What the tables mean to a reader decides; where that is not what
HTML's algorithm (4.9.12.2) gives, the comment beside the table says so.
"""

from __future__ import annotations

TABLES: dict[str, tuple[str, str]] = {
    "column headers in thead": (
        """<thead><tr><th>Year<th>Cases</thead>
        <tbody><tr><td>2020<td>11<tr><td>2021<td>12</tbody>""",
        """2020: Year
        11: Cases
        2021: Year
        12: Cases""",
    ),
    "column headers without thead": (
        "<tr><th>Year<th>Cases<tr><td>2020<td>11",
        """2020: Year
        11: Cases""",
    ),
    "row headers only": (
        "<tr><th>Year<td>2020<tr><th>Cases<td>11<td>12",
        """2020: Year
        11: Cases
        12: Cases""",
    ),
    "both, with an empty corner that is data": (
        "<tr><td><th>2020<th>2021<tr><th>North<td>1<td>2<tr><th>South<td>3<td>4",
        """1: North, 2020
        2: North, 2021
        3: South, 2020
        4: South, 2021""",
    ),
    "both, with an empty corner that is a header": (
        "<tr><th><th>2020<th>2021<tr><th>North<td>1<td>2<tr><th>South<td>3<td>4",
        """1: North, 2020
        2: North, 2021
        3: South, 2020
        4: South, 2021""",
    ),
    "both, with a corner that heads the row headers": (
        """<tr><th>Region<th>2020<th>2021
        <tr><th>North<td>1<td>2<tr><th>South<td>3<td>4""",
        """1: North, 2020
        2: North, 2021
        3: South, 2020
        4: South, 2021""",
    ),
    "two header rows": (
        """<thead><tr><th rowspan=2>Region<th colspan=2>2020<th colspan=2>2021
        <tr><th>In<th>Out<th>In<th>Out</thead>
        <tr><th>North<td>1<td>2<td>3<td>4""",
        """1: North, 2020, In
        2: North, 2020, Out
        3: North, 2021, In
        4: North, 2021, Out""",
    ),
    "two header rows without thead, the corner in two cells": (
        """<tr><td><th colspan=2>2020<th colspan=2>2021
        <tr><td><th>In<th>Out<th>In<th>Out
        <tr><th>North<td>1<td>2<td>3<td>4""",
        """1: North, 2020, In
        2: North, 2020, Out
        3: North, 2021, In
        4: North, 2021, Out""",
    ),
    "three header rows": (
        """<thead><tr><th rowspan=3>Region<th colspan=4>Persons
        <tr><th colspan=2>Women<th colspan=2>Men
        <tr><th>2020<th>2021<th>2020<th>2021</thead>
        <tr><th>North<td>1<td>2<td>3<td>4""",
        """1: North, Persons, Women, 2020
        2: North, Persons, Women, 2021
        3: North, Persons, Men, 2020
        4: North, Persons, Men, 2021""",
    ),
    "four header rows, some of the same width": (
        """<thead><tr><th colspan=2>All<tr><th colspan=2>Canada<tr><th>A<th>B
        <tr><th>per cent<th>number</thead><tr><td>1<td>2""",
        """1: All, Canada, A, per cent
        2: All, Canada, B, number""",
    ),
    "row headers in two columns, the first over several rows": (
        """<thead><tr><th>Region<th>City<th>Cases</thead><tbody>
        <tr><th rowspan=2 scope=rowgroup>North<th scope=row>Inuvik<td>1
        <tr><th scope=row>Yellowknife<td>2</tbody><tbody>
        <tr><th scope=rowgroup>South<th scope=row>Hull<td>3</tbody>""",
        """1: North, Inuvik, Cases
        2: North, Yellowknife, Cases
        3: South, Hull, Cases""",
    ),
    "row headers in two columns without scope": (
        """<thead><tr><th>Region<th>City<th>Cases</thead>
        <tr><th rowspan=2>North<th>Inuvik<td>1<tr><th>Yellowknife<td>2
        <tr><th>South<th>Hull<td>3""",
        """1: North, Inuvik, Cases
        2: North, Yellowknife, Cases
        3: South, Hull, Cases""",
    ),
    "row headers in the second column with scope": (
        """<tr><th scope=col>No.<th scope=col>Name<th scope=col>Mark
        <tr><td>1<th scope=row>Ada<td>A<tr><td>2<th scope=row>Bea<td>B""",
        # HTML looks for row headers before the cell only.
        """1: No.
        A: Ada, Mark
        2: No.
        B: Bea, Mark""",
    ),
    "row headers in the second column without scope": (
        "<tr><th>No.<th>Name<th>Mark<tr><td>1<th>Ada<td>A<tr><td>2<th>Bea<td>B",
        """1: No.
        A: Ada, Mark
        2: No.
        B: Bea, Mark""",
    ),
    "a header row in the middle, over the whole width": (
        """<thead><tr><th>Item<th>Cost</thead>
        <tr><th colspan=2>Food<tr><td>Bread<td>3<tr><th colspan=2>Drink<tr><td>Milk<td>2""",
        """Bread: Item, Food
        3: Cost, Food
        Milk: Item, Drink
        2: Cost, Drink""",
    ),
    "a header row in the middle, of the same shape as the head": (
        "<tr><th>A<th>B<tr><td>1<td>2<tr><th>C<th>D<tr><td>3<td>4",
        # C and D stand where A and B stand: they hide them, as in two tables one after another.
        """1: A
        2: B
        3: C
        4: D""",
    ),
    "a data cell over two columns": (
        "<tr><th>Region<th>2020<th>2021<tr><th>North<td colspan=2>7",
        "7: North, 2020, 2021",
    ),
    "a data cell over two rows": (
        "<tr><th>Region<th>2020<th>2021<tr><th>North<td rowspan=2>7<td>1<tr><th>South<td>2",
        """7: North, South, 2020
        1: North, 2021
        2: South, 2021""",
    ),
    "a row header over two columns": (
        "<thead><tr><th>Region<th>City<th>Cases</thead><tr><th colspan=2>All<td>3",
        "3: All, Cases",
    ),
    "named headers": (
        """<tr><th id=a>A<th id=b>B<tr><th id=r>R<td headers="r b">1
        <tr><td headers=a>2<td headers="b r">3""",
        """1: R, B
        2: A
        3: R, B""",
    ),
    "named headers against the position": (
        """<tr><th id=u>Up<th id=v>Vp<tr><td headers=v>1<td headers=u>2""",
        """1: Vp
        2: Up""",
    ),
    "named headers that are nowhere: position decides": (
        "<tr><th>A<th>B<tr><td headers=x1>1<td>2",
        """1: A
        2: B""",
    ),
    "a named header that is written as a data cell": (
        "<tr><th>A<th>B<tr><td id=k>key<td headers=k>2",
        "2: key",
    ),
    "colgroup scope": (
        """<colgroup><col><colgroup span=2><colgroup span=2>
        <thead><tr><td rowspan=2><th colspan=2 scope=colgroup>Mars<th colspan=2 scope=colgroup>Venus
        <tr><th scope=col>Made<th scope=col>Sold<th scope=col>Made<th scope=col>Sold</thead>
        <tr><th scope=row>Bears<td>50<td>30<td>100<td>80""",
        """50: Bears, Mars, Made
        30: Bears, Mars, Sold
        100: Bears, Venus, Made
        80: Bears, Venus, Sold""",
    ),
    "a header of a column group over the first of its columns only": (
        """<colgroup><col><colgroup span=2>
        <tr><th>Region<th scope=colgroup>Total<td>x<tr><th>North<td>1<td>2""",
        """x: Region, Total
        1: North, Total
        2: North, Total""",
    ),
    "rowgroup scope in a row of its own": (
        """<thead><tr><th>Kind<th>Number</thead>
        <tbody><tr><th colspan=2 scope=rowgroup>Cats<tr><td>Paws<td>4</tbody>
        <tbody><tr><th colspan=2 scope=rowgroup>Birds<tr><td>Feet<td>2</tbody>""",
        """Paws: Cats, Kind
        4: Cats, Number
        Feet: Birds, Kind
        2: Birds, Number""",
    ),
    "a foot with its own row header": (
        """<thead><tr><th>Month<th>Sum</thead><tfoot><tr><th>Total<td>3</tfoot>
        <tbody><tr><td>May<td>1<tr><td>June<td>2</tbody>""",
        """May: Month
        1: Sum
        June: Month
        2: Sum
        3: Total, Sum""",
    ),
    "a thead of data cells heads nothing": (
        "<thead><tr><td>Year<td>Cases</thead><tbody><tr><td>2020<td>11</tbody>",
        """Year:
        Cases:
        2020:
        11:""",
    ),
    "empty header cells are not said": (
        "<tr><th>A<th> <th>C<tr><td>1<td>2<td>3",
        """1: A
        2:
        3: C""",
    ),
    "a rowspan of zero reaches the end of its group": (
        """<thead><tr><th>Region<th>City</thead><tbody>
        <tr><th rowspan=0 scope=row>North<td>Inuvik<tr><td>Hay River</tbody>
        <tbody><tr><th>South<td>Hull</tbody>""",
        """Inuvik: North, City
        Hay River: North, City
        Hull: South, City""",
    ),
    "a td with a scope heads its row": (
        "<tr><th>Region<th>Cases<tr><td scope=row>North<td>1",
        "1: North, Cases",
    ),
    "row headers of a matrix with totals at the right and below": (
        """<tr><th><th>A<th>B<th>Total<tr><th>x<td>1<td>2<td>3
        <tr><th>y<td>4<td>5<td>9<tr><th>Total<td>50<td>70<td>12""",
        """1: x, A
        2: x, B
        3: x, Total
        4: y, A
        5: y, B
        9: y, Total
        50: Total, A
        70: Total, B
        12: Total, Total""",
    ),
    "a header in the middle of a row, with scope": (
        """<tr><th scope=col>A<th scope=col>Key<th scope=col>B
        <tr><td>1<th scope=row>k<td>2""",
        """1: A
        2: k, B""",
    ),
    "two header columns, the second spans the rows of the first": (
        """<tr><th rowspan=4>Sex<th rowspan=2>Women<th>2020<td>1<tr><th>2021<td>2
        <tr><th rowspan=2>Men<th>2020<td>3<tr><th>2021<td>4""",
        """1: Sex, Women, 2020
        2: Sex, Women, 2021
        3: Sex, Men, 2020
        4: Sex, Men, 2021""",
    ),
}
