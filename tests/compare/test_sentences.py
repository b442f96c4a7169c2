"""What is said of figures that changed: what each is of, and which of them the summary tells."""

from __future__ import annotations

from unittest.mock import Mock

import pytest

from hkviewer.compare import replacements
from hkviewer.compare.comparing import compare_documents
from hkviewer.compare.sentences import figure_sentence
from hkviewer.compare.summary import summary
from tests.compare.rebuilding import document
from tests.examples import breadth


def sentences(old: str, new: str) -> list[str]:
    changes = compare_documents(document(old, "old"), document(new, "new"))
    return [figure_sentence(change) for change in changes.figures]


LEE = "Prime Minister LEE"
SAID = [
    (
        "In March 2021 it ended.",
        "In 2021 it ended.",
        "March 2021 became 2021, in “In 2021 it ended”",
    ),
    ("Limit 50 km/h now.", "Limit 50 mph now.", "Limit: 50 km/h became 50 mph"),
    ("5 per cent of it", "6 per cent of it", "5 per cent became 6 per cent"),
    ("人口：7,413,070", "人口：7,491,609", "人口: 7,413,070 became 7,491,609"),
    ("Trade grew by 3.4% then.", "Trade grew by 2.9% then.", "Trade grew: 3.4% became 2.9%"),
    ("Total: 5 km; coast: 3 km", "Total: 5 km; coast: 4 km", "coast: 3 km became 4 km"),
    ("It has 3 towns.", "It has 4 towns.", "3 towns became 4 towns"),
    (
        "45 seats and a 9-member board",
        "45 seats and a 7-member board",
        "9-member became 7-member, in “45 seats and a 7-member board”",
    ),
    (
        "A vote for a term of 6 years.",
        "A vote for a term of 5 years.",
        "term: 6 years became 5 years, in “A vote for a term of 5 years”",
    ),
    ("The U.S. sent 5 ships.", "The U.S. sent 6 ships.", "U.S. sent: 5 ships became 6 ships"),
    (
        "It was agreed by both on 9 May 1984.",
        "It was agreed by both on 8 May 1984.",
        "9 May 1984 became 8 May 1984, in “It was agreed by both on 8 May 1984”",
    ),
    ("Next to be held in 2029.", "Next to be held in 2030.", "Next to be held: 2029 became 2030"),
    ("5 tons of CO2 (2019)", "6 tons of CO2 (2020)", "5 tons of CO2 became 6 tons of CO2 (2019 to 2020)"),
    (
        "Held on 1 October (1949)",
        "Held on 2 October (1949)",
        "Held: 1 October became 2 October (both of 1949)",
    ),
    ("jewelry, gold (2021)", "jewelry, gold (2023)", "of 2023, before of 2021"),
    (
        f"{LEE} (since 12 May 2004)",
        f"{LEE} (since 12 May 2014)",
        f"{LEE}: since 12 May 2004 became since 12 May 2014",
    ),
    ("He said “so far 3 boats", "He said “so far 4 boats", "said “so far: 3 boats became 4 boats"),
    ("“Boats 3” it is", "“Boats 4” it is", "Boats: 3 became 4"),
    ("3.4% (2023 est.)", "3.4% (2024 est.)", "3.4% is of 2024, before of 2023"),
]


@pytest.mark.parametrize(("old", "new", "expected"), breadth(SAID, tried=3))
def test_a_figure_is_said_to_be_of_what_names_it_or_of_its_section_alone(old, new, expected):
    assert sentences(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n") == [f"Part: {expected}"]


OWNERS = [
    ("(4.2 a month)", "(4.5 a month)", "4.2 became 4.5, in “4.5 a month”"),
    (
        "Of that part, 30 were elected by the towns.",
        "Of that part, 40 were elected by the towns.",
        "30 became 40, in “40 were elected by the towns”",
    ),
    (
        "Workers’ Party (WPS) (10); Others (2)",
        "Workers’ Party (WPS) (12); Others (2)",
        "Workers’ Party: 10 became 12",
    ),
    (
        "Alliance for the Betterment and Progress of the City 19, B 2",
        "Alliance for the Betterment and Progress of the City 20, B 2",
        "Alliance for the Betterment and Progress of the City: 19 became 20",
    ),
    (
        "House - composition - men 5, women 2; Senate - men 3, women 1",
        "House - composition - men 5, women 2; Senate - men 3, women 2",
        "Senate: women: 1 became 2",
    ),
    (
        "House - composition - men 5, women 2, all 9",
        "House - composition - men 5, women 3, all 9",
        "House - composition: women: 2 became 3",
    ),
    (
        "percent of vote - A 60%, B 9%; seats by party - A 83, B 10",
        "percent of vote - A 60%, B 9%; seats by party - A 83, B 12",
        "seats by party: B: 10 became 12",
    ),
    (
        "note 3: in 2009, the city set up a port",
        "note 3: in 2010, the city set up a port",
        "2009 became 2010, in “note 3: in 2010, the city set up a port”",
    ),
    ("share: 2% of GDP", "share: 3% of GDP", "share: 2% became 3% of GDP"),
    ("It was set up in 1965 (2024)", "It was set up in 1965 (2025)", "of 2025, before of 2024"),
    (
        "and about 80,000 residents of the city",
        "and approximately 85,000 residents of the city",
        "80,000 became 85,000, in “and approximately 85,000 residents of the city”",
    ),
    ("rose to 1,500 then", "rose to 1,600 then", "rose: 1,500 became 1,600"),
]


@pytest.mark.parametrize(("old", "new", "expected"), breadth(OWNERS, tried=4))
def test_a_figure_that_no_name_stands_before_is_told_with_the_words_that_say_what_it_is_of(
    old, new, expected
):
    assert sentences(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n") == [f"Part: {expected}"]


OLDER = [
    (
        "### Exports\n\n#### Exports 2020\n\n$7\n\n#### Exports 2019\n\n$5 (2019 est.)",
        "### Exports\n\n#### Exports 2020\n\n$7\n\n#### Exports 2019\n\n$6 (2019 est.)",
        ["Exports 2019: $5 became $6 (an older year)"],
    ),
    (
        "### Exports\n\n#### Exports 2020\n\n$7",
        "### Exports\n\n#### Exports 2020\n\n$8\n\n#### Exports 2019\n\n$6 (2019 est.)",
        ["Exports 2020: $7 became $8", "Exports 2019: $6 (2019 est.) is new, for an older year"],
    ),
    ("### Debt\n\n5% (2021)", "### Debt\n\n6% (2021)", ["Debt: 5% became 6% (both of 2021)"]),
    ("### Debt\n\n5% (2021)", "### Debt\n\n6% (2018)", ["Debt: 5% became 6% (2021 to 2018, an older year)"]),
    (
        "### Debt\n\n5% (2021)",
        "### Debt\n\n5% (2018)",
        ["Debt: 5% is of 2018, an older year, before of 2021"],
    ),
    (
        "### Debt\n\n5% (2021)\n\n4% (2020)",
        "### Debt\n\n5% (2021)\n\n3% (2020)",
        ["Debt: 4% became 3% (both of 2020, an older year)"],
    ),
    (
        "### Debt\n\n5% (2015) ++ 4% (2014) ++ 3% (2013)",
        "### Debt\n\n7% (2016) ++ 6% (2015) ++ 4% (2014)",
        [
            "Debt: 7% (2016) is new",
            "Debt: 5% became 6% (both of 2015, an older year)",
            "Debt: 3% (2013) is gone",
        ],
    ),
    (
        "### Rates\n\nUS dollars: 1, 1.5 (2015 est.), 1.4 (2014 est.)",
        "### Rates\n\nUS dollars: 1.6 (2016 est.), 1.5 (2015 est.)",
        [
            "Rates: US dollars: 1 became 1.6",
            "Rates: US dollars: 1.4 (2014 est.) is gone",
        ],
    ),
    (
        "### Debt\n\n5% (2014) ++ 4% (2013)",
        "### Debt\n\n7% (2016) ++ 6% (2015)",
        [
            "Debt: 5% became 7% (2014 to 2016)",
            "Debt: 6% (2015) is new, for an older year",
            "Debt: 4% (2013) is gone",
        ],
    ),
    (
        "### Debt\n\n| Year | % |\n| - | - |\n| 2019 | 5% |\n| 2020 | 7% |",
        "### Debt\n\n| Year | % |\n| - | - |\n| 2019 | 6% |\n| 2020 | 8% |",
        ["Debt: 2019, %: 5% became 6% (an older year)", "Debt: 2020, %: 7% became 8%"],
    ),
    (
        "### Debt\n\n| | 2019 | 2020 |\n| - | - | - |\n| all | 5% | 7% |",
        "### Debt\n\n| | 2019 | 2020 |\n| - | - | - |\n| all | 6% | 8% |",
        ["Debt: all, 2019: 5% became 6% (an older year)", "Debt: all, 2020: 7% became 8%"],
    ),
]


@pytest.mark.parametrize(("old", "new", "expected"), breadth(OLDER, tried=8))
def test_a_figure_of_an_older_year_than_its_field_has_is_told_as_such(old, new, expected):
    assert sentences(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n") == expected


def test_a_name_that_its_heading_has_too_is_said_once():
    old = "## GDP\n\n### Real GDP\n\n#### Real GDP 2023\n\n$5 million\n\n### Crops: rice\n\nrice: 5%\n"
    assert sentences(old, old.replace("5", "6")) == [
        "Real GDP 2023: $5 million became $6 million",
        "Crops: rice: 5% became 6%",
    ]


def figures(old: str, new: str) -> tuple[str, ...]:
    return summary(compare_documents(document(old, "old"), document(new, "new"))).figures


def test_what_two_chapters_have_under_one_heading_is_told_apart():
    old = "".join(f"## {part}\n\n### Land use\n\n5%\n\n" for part in ("Geography", "Environment"))
    assert sentences(old, old.replace("5%", "4%")) == [
        "Geography: Land use: 5% became 4%",
        "Environment: Land use: 5% became 4%",
    ]
    assert figures(old, old.replace("5%", "4%")) == ("Geography: Land use: 5% became 4%.", "and 1 more")


def test_the_summary_tells_no_two_figures_in_the_same_words():
    old = "## A\n\nThere are 5 ships.\n\nElsewhere are towns\n\nThere are 5 ships.\n"
    assert figures(old, old.replace("5", "6")) == ("A: 5 ships became 6 ships.", "and 1 more")


def test_the_summary_tells_of_what_moved_and_of_what_is_no_word():
    moved = "A paragraph of some nine words [stands](https://a.example/) here.\n\n"
    one, other = "Something else about towns.\n\n", "And again of ships.\n\n"
    old = f"## A\n\n{one}{moved}## B\n\n{other}"
    new = f"## A\n\n{one}## B\n\n{other}{moved}"
    told = summary(compare_documents(document(old, "old"), document(new, "new")))
    assert "Paragraphs and rows: 1 moved." in told.whole
    assert "“A paragraph of some nine words stands here.” moved from “A” to “B”." in told.other
    of_years = (text.replace("## A", "## Debt 2019").replace("## B", "## Debt 2020") for text in (old, new))
    told = summary(compare_documents(*(document(text, str(n)) for n, text in enumerate(of_years))))
    assert told.other[0] == "1 block moved from one year’s section of a field to another’s."
    linked = summary(compare_documents(document(old, "old"), document(old.replace("a.ex", "b.ex"), "new")))
    assert linked.whole == "No section’s words changed. Changed besides the words: 1 link."


@pytest.mark.parametrize(
    ("chapters", "way"),
    [
        (("A", "B"), "from “A: Speech” to “B: Speech”"),
        (("A", "A"), "within “Speech”"),
    ],
)
def test_what_moves_between_sections_of_one_title_is_told_with_what_tells_them_apart(chapters, way):
    moved = "A paragraph of some nine words stands here.\n\n"
    one, other = "Something else about towns.\n\n", "And again of ships.\n\n"
    old = f"# T\n\n## {chapters[0]}\n\n### Speech\n\n{one}{moved}## {chapters[1]}\n\n### Speech\n\n{other}"
    new = f"# T\n\n## {chapters[0]}\n\n### Speech\n\n{one}## {chapters[1]}\n\n### Speech\n\n{other}{moved}"
    told = summary(compare_documents(document(old, "old"), document(new, "new")))
    assert told.other == (f"“A paragraph of some nine words stands here.” moved {way}.",)
    above = f"# T\n\n## A\n\n### Speech\n\n{moved}{one}#### Speech\n\n{other}"
    below = f"# T\n\n## A\n\n### Speech\n\n{one}#### Speech\n\n{other}{moved}"
    told = summary(compare_documents(document(above, "old"), document(below, "new")))
    assert told.other == ("“A paragraph of some nine words stands here.” moved within “Speech”.",)


def test_a_name_that_a_text_says_twice_is_quoted_once():
    old = "## A\n\n**note:** note: data in 2021 dollars\n"
    assert sentences("## A\n\nNone.\n", old) == [
        "A: data: 2021 dollars is new, in “note: data in 2021 dollars”"
    ]
    told = summary(compare_documents(document(old, "old"), document(old.replace("in 2021", "for all"), "n")))
    assert "note: note:" not in " ".join(told.words)


def test_of_one_heading_the_summary_tells_one_figure_before_others_of_it():
    old = "## A\n\n" + "".join(f"There are {n} ships, that is so.\n\n" for n in range(2, 9)) + "### B\n\n5%\n"
    told = figures(old, old.replace(" ships", "0 ships").replace("5%", "6%"))
    assert told[:2] == ("B: 5% became 6%.", "A: 2 ships became 20 ships.")
    assert told[2:] == (*(f"A: {n} ships became {n}0 ships." for n in (3, 4, 5)), "and 3 more")


BEFORE_OTHERS = [
    ("### Towns\n\n5\n\n### Debt\n\n5%", "### Towns\n\n9\n\n### Debt\n\n7%", "Debt: 5% became 7%"),
    (
        "### Held\n\n1 May 2019\n\n### Towns\n\n5",
        "### Held\n\n2 May 2020\n\n### Towns\n\n6",
        "Towns: 5 became 6",
    ),
    (
        "### Call\n\nTel: +852 2523 9011\n\n### Held\n\n1 May 2019",
        "### Call\n\nTel: +852 2523 9012\n\n### Held\n\n1 May 2020",
        "Held: 1 May 2019 became 1 May 2020",
    ),
    (
        "### Words\n\nThen it rose by $5 a day.\n\n### Debt\n\n$5",
        "### Words\n\nThen it rose by $6 a day.\n\n### Debt\n\n$6",
        "Debt: $5 became $6",
    ),
    (
        "### Debt\n\n#### Debt 2020\n\n50%\n\n#### Debt 2019\n\n40%",
        "### Debt\n\n#### Debt 2020\n\n51%\n\n#### Debt 2019\n\n50%",
        "Debt 2020: 50% became 51%",
    ),
    ("### A\n\n#### B\n\n$5\n\n### C\n\n$5", "### A\n\n#### B\n\n$6\n\n### C\n\n$6", "C: $5 became $6"),
    ("### A\n\nred 5%, blue 5%\n\n### B\n\n5%", "### A\n\nred 6%, blue 6%\n\n### B\n\n6%", "B: 5% became 6%"),
    ("### A\n\n$5.0\n\n### B\n\n$5.0", "### A\n\n$5.1\n\n### B\n\n$7.0", "B: $5.0 became $7.0"),
    ("### A\n\n5%\n\n### B\n\n50%", "### A\n\n6%\n\n### B\n\n55%", "B: 50% became 55%"),
    ("### A\n\n$5\n\n### B\n\n$5", "### A\n\n$6\n\n### B\n\n$6", "A: $5 became $6"),
    (
        "### Held\n\n1 May 2019\n\n### Debt\n\n#### Debt 2019\n\n40%",
        "### Held\n\n2 May 2019\n\n### Debt\n\n#### Debt 2020\n\n50% (2020)\n\n#### Debt 2019\n\n39% (2019)",
        "Debt 2020: 50% (2020) is new, after 39% (2019)",
    ),
]


@pytest.mark.parametrize(("old", "new", "first"), breadth(BEFORE_OTHERS, tried=11))
def test_the_summary_begins_with_the_figure_that_says_most(old, new, first):
    told = figures(*(f"## Part\n\nWords.\n\n{text}\n\n## Other\n\nWords.\n" for text in (old, new)))
    assert told[0] == f"{first}."


RENAMED = [
    (
        "Kikuyu 17.1%, Luhya 14.3%, other 2%",
        "Gikuyu 17.1%, Luhya 14.3%, other 3%",
        ["other: 2% became 3%"],
        1,
    ),
    ("Kikuyu 17.1%, other 2%", "Gikuyu 17.3%, other 2%", ["Gikuyu (before: Kikuyu): 17.1% became 17.3%"], 0),
    (
        "China 9%, South Korea 5%",
        "S. Korea 7%, China 6%",
        ["S. Korea (before: South Korea): 5% became 7%", "China: 9% became 6%"],
        0,
    ),
    ("NPP 5, B 7", "New People’s Party (NPP) 3, B 7", ["New People’s Party (before: NPP): 5 became 3"], 0),
    ("A 9%, Gambia 5%, B 2%", "A 9%, B 2%, Zambia 5%", ["Gambia: 5% is gone", "Zambia: 5% is new"], 0),
    ("Gambia 5%, B 2%", "Zambia 9%, B 2%", ["Gambia: 5% is gone", "Zambia: 9% is new"], 0),
    ("India 5%, B 2%", "Vietnam 5%, B 2%", ["India: 5% is gone", "Vietnam: 5% is new"], 0),
    ("Iran 5%, B 2%", "Iraq 5%, B 2%", ["Iran: 5% is gone", "Iraq: 5% is new"], 0),
    ("typical 5%, B 2%", "atypical 5%, B 2%", ["atypical: 5% is new", "typical: 5% is gone"], 0),
    ("S. Korea 5%, B 2%", "South Africa 5%, B 2%", ["S. Korea: 5% is gone", "South Africa: 5% is new"], 0),
]


@pytest.mark.parametrize(("old", "new", "expected", "count"), breadth(RENAMED, tried=10))
def test_what_a_figure_of_a_list_is_of_may_have_another_name_only_where_that_is_sure(
    old, new, expected, count
):
    changes = compare_documents(
        document(f"## Part\n\n{old}\n", "old"), document(f"## Part\n\n{new}\n", "new")
    )
    assert sorted(map(figure_sentence, changes.figures)) == sorted(f"Part: {each}" for each in expected)
    assert len(changes.renamed) == count
    if count:
        assert "“Part”: “Kikuyu” is called “Gikuyu” now." in summary(changes).other


def parts(old: str, new: str) -> tuple[str, ...]:
    return summary(compare_documents(document(old, "old"), document(new, "new"))).parts


def test_what_changed_is_told_of_each_outermost_section() -> None:
    old = "## A\n\n5%\n\n### A1\n\nx\n\n## B\n\ny\n"
    assert parts(old, old.replace("5", "6").replace("y", "z")) == (
        "A: 1 of 2 sections changed; figures: 1 changed.",
        "B: changed.",
    )


def test_below_a_lone_title_it_is_told_of_the_next_ones() -> None:
    old = "# T\n\nw\n\n## A\n\n5%\n\n## B\n\ny\n"
    new = old.replace("w", "v").replace("5", "6").replace("## B\n\ny\n", "")
    assert parts(old, new) == ("T: changed.", "A: changed; figures: 1 changed.", "B: removed.")


def test_sections_that_came_went_or_have_another_title_are_named_where_they_are_few() -> None:
    old = "## A\n\nx\n\n### P\n\none\n\n#### Q\n\ntwo\n\n### R\n\nthree\n\n## B\n\nfour\n"
    assert parts(old, old.replace("### P\n\none\n\n#### Q\n\ntwo\n\n", "")) == (
        "A: 2 of 4 sections removed (“P”).",  # what lies below it goes with it
    )
    assert parts(old, old.replace("#### Q\n\ntwo\n\n", "")) == ("A: 1 of 4 sections removed (“P: Q”).",)
    assert parts(old, old.replace("# R", "# Ports")) == ("A: 1 of 4 sections renamed (“R”, now “Ports”).",)
    assert parts(old, old.replace("# B", "# Ports")) == ("Ports: renamed (“B”, now “Ports”).",)
    many = "".join(f"### S{n}\n\nnew\n\n" for n in range(4))
    assert parts(old, old.replace("### P\n", f"{many}### P\n")) == ("A: 4 of 8 sections added.",)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    breadth(
        [
            ("0.6 cu km (2011)", "600 million cubic meters (2011)", []),
            ("0.6 cu km (2011)", "600 million cubic meters (2017)", [
                "Part: 600 million cubic meters is of 2017, before of 2011"
            ]),
            ("0.6 cu km (2011)", "700 million cubic meters (2011)", [
                "Part: 0.6 cu km became 700 million cubic meters (both of 2011)"
            ]),
            ("$1,200 million", "$1.2 billion", []),
            ("a 6-year term of 2 years", "a 6-years term of 3 years", [
                "Part: term: 2 years became 3 years"
            ]),
            ("5 percent", "5%", []),
            ("5 per cent", "5%", []),
            ("25 hectares", "0.25 square kilometers", []),
            ("12,500", "12500", []),
            ("in the 17th century and fell", "by the 17th century, falling", []),
            ("on 9 May 1984", "on May 9, 1984", []),
            ("5 m", "5 million", ["Part: 5 m became 5 million"]),
            ("5 million", "6 million", ["Part: 5 million became 6 million"]),
        ],
        tried=3,
    ),
)  # fmt: skip
def test_the_same_amount_in_other_words_is_no_change(old, new, expected):
    assert sentences(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    breadth(
        [
            ("Moody’s rating: Aa2 for 5", "Moody’s rating: Aa3 for 5", []),
            ("Moody’s rating: Aa2 (2016)", "Moody’s rating: Aa3 (2020)", [
                "Part: Moody’s rating: Aa2 became Aa3 (2016 to 2020)"
            ]),
            ("5 Mt carbon as CO2 (2016)", "6 Mt carbon as CO2 (2017)", [
                "Part: 5 became 6 (2016 to 2017), in “6 Mt carbon as CO2 (2017)”"
            ]),
            ("telephone: [65] 6476-0111", "telephone: [65] 6476-0112", [
                "Part: telephone: [65] 6476-0111 became [65] 6476-0112"
            ]),
            ("see https://a.example/2015/11 5 boats", "see https://a.example/2016/12 6 boats", [
                "Part: 5 boats became 6 boats, in “see https://a.example/2016/12 6 boats”"
            ]),
            ("FAX: (202) 537-0876", "FAX: 202 537-0876", []),
            ("call +852 2523 9011", "call +852 2523 9012", [
                "Part: call: +852 2523 9011 became +852 2523 9012"
            ]),
            ("FPO 96521-0006", "FPO 20521-8000", ["Part: FPO: 96521-0006 became 20521-8000"]),
            ("www.a.example/x2015", "www.a.example/x2016", []),
            ("mail a2015@b.example", "mail a2016@b.example", []),
            ("an H5N1 case", "an H7N9 case", []),
            ("of 1999-2004", "of 1999-2005", ["Part: 2004 became 2005"]),
            ("人口700万", "人口710万", ["Part: 人口: 700 became 710"]),
        ],
        tried=3,
    ),
)  # fmt: skip
def test_digits_of_words_addresses_and_telephones_are_no_figures_of_their_own(old, new, expected):
    assert sentences(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n") == expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    breadth(
        [
            ("President Tony TAN (since 1 May 2011)", "President HALIMAH Yacob (since 14 May 2017)", [
                "Part: President HALIMAH Yacob: since 14 May 2017 is new",
                "Part: President Tony TAN: since 1 May 2011 is gone",
            ]),
            ("It is led by Ann LI. She has held the office since 2017.",
             "It is led by Bea WU. She has held the office since 2022.", [
                "Part: 2022 is new, in “She has held the office since 2022”",
                "Part: 2017 is gone, from “She has held the office since 2017”",
            ]),
            ("It is led by Ann LI. She has held the office since 2017.",
             "It is led by Ann LI. She has held the office since 2018.", [
                "Part: 2017 became 2018, in “She has held the office since 2018”",
            ]),
            ("Head is Ann LI (took office in May 2011)", "Head is Bea WU (took office in June 2017)", [
                "Part: took office: June 2017 is new",
                "Part: took office: May 2011 is gone",
            ]),
            ("LEUNG Chun-ying [C.Y.] (since 1 July 2012)", "Carrie LAM (since 1 July 2017)", [
                "Part: since 1 July 2012 is gone, from “LEUNG Chun-ying [C.Y.] (since 1 July 2012)”",
                "Part: Carrie LAM: since 1 July 2017 is new",
            ]),
            ("China 52.7%", "India 4.3%", ["Part: India: 4.3% is new", "Part: China: 52.7% is gone"]),
            ("exports: 5%", "imports: 6%", ["Part: imports: 6% is new", "Part: exports: 5% is gone"]),
            ("Trade contracted by 5%", "Trade expanded by 6%", [
                "Part: Trade: 5% (“Trade contracted by 5%”) became 6% (“Trade expanded by 6%”)"
            ]),
            ("election last held on 9 May 2012", "last held on 4 May 2016", [
                "Part: last held: 9 May 2012 became 4 May 2016"
            ]),
            ("2014: Ann LI elected", "2019: Bea WU chosen", [
                "Part: 2019 is new, in “2019: Bea WU chosen”",
                "Part: 2014 is gone, from “2014: Ann LI elected”",
            ]),
            ("About 2,000 settlers live in the Golan Heights.", "About 7,100 settlers live in East Timor.", [
                "Part: 7,100 is new, in “About 7,100 settlers live in East Timor”",
                "Part: 2,000 is gone, from “About 2,000 settlers live in the Golan Heights”",
            ]),
            ("200 Army; 105 Air National Guard (2022)", "200 Army; 10 Space Force; 1,000 in all (2025)", [
                "Part: 10 is new, in “10 Space Force”",
                "Part: 1,000 in all (2025) is new",
                "Part: 105 Air National Guard (2022) is gone",
            ]),
            ("201 settlers live in East Timor (2014)", "those in the Golan Heights are 23 by now", [
                "Part: Golan Heights: 23 is new",
                "Part: 201 settlers live in East Timor (2014) is gone",
            ]),
            ("in April 2018, the ministers announced a law", "in May 2021, the ministers sent a bill on", [
                "Part: May 2021 is new, in “in May 2021, the ministers sent a bill on”",
                "Part: April 2018 is gone, from “in April 2018, the ministers announced a law”",
            ]),
            ("5-15,000 Qods Force", "5,000 Qods Force", [
                "Part: 15,000 (“5-15,000 Qods Force”) became 5,000 (“5,000 Qods Force”)",
                "Part: 5 is gone, from “5-15,000 Qods Force”",
            ]),
            ("Women were allowed to serve in the early 1980s", "some 5 of those are allowed to serve", [
                "Part: 5 is new, in “some 5 of those are allowed to serve”",
                "Part: 1980s is gone, from “Women were allowed to serve in the early 1980s”",
            ]),
            ("with 101.3 of all deaths", "with a total of 690,577 deaths", [
                "Part: total: 690,577 deaths is new",
                "Part: 101.3 is gone, from “with 101.3 of all deaths”",
            ]),
            ("Ann LI, first vice president (since 19 May 2024)", "President Bea WU (since 30 July 2024)", [
                "Part: President Bea WU: since 30 July 2024 is new",
                "Part: first vice president: since 19 May 2024 is gone",
            ]),
            ("President Joe BIDEN, Jr. (since 2 May 2021)", "President Ann LI (since 3 May 2025)", [
                "Part: President Ann LI: since 3 May 2025 is new",
                "Part: President Joe BIDEN, Jr: since 2 May 2021 is gone",
            ]),
            ("Growth 5%", "5.5%", ["Part: 5% became 5.5%"]),
        ],
        tried=2,
    ),
)  # fmt: skip
def test_what_is_of_another_is_not_called_by_its_name(old, new, expected):
    told = sentences(f"## Part\n\n{old}\n", f"## Part\n\n{new}\n")
    assert sorted(told) == sorted(expected)


@pytest.mark.slow
def test_letters_and_digits_without_end_are_read_in_one_go():
    assert not sentences(f"## Part\n\n{'Aa1' * 30_000} x\n", f"## Part\n\n{'Aa1' * 30_000} y\n")


@pytest.mark.parametrize(
    "written",
    breadth(
        [
            *("5 September 2020", "Sept. 5, 2020", "5th of Sept 2020", "September 5th 2020", "2020-09-05"),
            *("05 SEP 2020", "5-Sep-2020", "2020/9/5", "2020.09.05"),
        ],
        tried=5,
    ),
)
def test_a_date_is_one_figure_however_it_is_written(written):
    told = "The treaty was signed {} by all."
    assert not sentences(told.format("Sep. 5, 2020"), told.format(written))
    assert len(sentences(told.format("6 October 2021"), told.format(written))) == 1


def test_the_number_of_a_note_is_no_figure():
    told = "Trade fell by {} then.[^b]\n\n[^b]: See page 7.\n"
    table = "| A | B |\n| - | - |\n| new[^a] | words |\n\n[^a]: A note.\n\n"
    assert sentences(f"# T\n\n{told.format('5%')}", f"# T\n\n{table}{told.format('6%')}") == [
        "T: Trade fell: 5% became 6%"
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "The economy shrank in 2009 when trade fell. Prices rose all over the islands.",
            "Prices rose all over the islands. Wages have been steady from the summer of 2015.",
            [
                "T: 2015 is new, in “Wages have been steady from the summer of 2015”",
                "T: 2009 is gone, from “The economy shrank in 2009 when trade fell”",
            ],
        ),
        (
            "The war ended in 1945 for all.",
            "The war ended in 1946 for all.",
            ["T: 1945 became 1946, in “The war ended in 1946 for all”"],
        ),
        (
            "Prices fell, in 2014, by a bit.",
            "Prices fell, in 2016, by a bit.",
            ["T: 2014 became 2016, in “Prices fell, in 2016, by a bit”"],
        ),
    ],
)
def test_a_year_becomes_another_only_where_it_stood_or_by_its_name(old, new, expected):
    assert sorted(sentences(f"# T\n\n{old}\n", f"# T\n\n{new}\n")) == sorted(expected)


def test_where_a_year_stood_is_looked_up_however_much_changed_in_its_block(monkeypatch):
    touch = Mock(wraps=replacements._touch)
    monkeypatch.setattr(replacements, "_touch", touch)
    parts = [f"common{n} x{n}" for n in range(50)]
    old = " ".join([*parts, "in 1801 it", "and in 1802 it"])
    sentences(f"# T\n\n{old}\n", f"# T\n\n{old.replace(' x', ' y').replace('180', '190')}\n")
    assert 0 < touch.call_count <= 4


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It means there are 100 items.", "It means there are 100 items in the queue."),
        ("git tag 1.2.0 now", "git tag v1.2.0 now"),
        ("See 01_slides here.", "See 02_slides here."),
        ("Allow 10.0.0.1 / 24 here.", "Allow 10.1.0.1 / 22 here."),
        ("Allow 2620:9B:C000::/44 here.", "Allow 2620:9B:C001::/48 here."),
        ("```\nrun(argv.slice(2))\n```", "```\nrun(argv)\n```"),
        ("A | B\n--- | ---\n1 | one", "A | B\n--- | ---\n1 | one\n2 | two"),
    ],
)
def test_what_is_no_other_figure_is_not_told_as_one(old, new):
    assert not sentences(f"# T\n\n{old}\n", f"# T\n\n{new}\n")


def test_a_unit_that_is_gone_is_a_change():
    assert sentences("# T\n\nIt has 5 km of it.\n", "# T\n\nIt has 5 of it.\n") == ["T: 5 km became 5"]


ALIKE = [
    (
        "(the chief justice, 3 permanent and 20 non-permanent judges; 3 from abroad and 1 more)",
        "(the chief justice, 3 permanent judges, and 20 non-permanent judges, 3 from abroad, 1 more)",
    ),
    ("40 for reserve, 16.5 years for early enlistment", "16.5 years for early enlistment, to 40 for reserve"),
    ("9 nominated, up to 12 from outside", "up to 12 members from outside and up to 9 nominated"),
    ("16 1/2 years of age for all; 2-year terms", "16.5 years of age for all; 2-year terms"),
    ("It has 5 ports, 12 airports and 3 heliports.", "It has 3 heliports, 12 airports and 5 ports."),
    ("at 1 17 N, 103 50 E", "at 1 22 N, 103 48 E"),
    ("lies at 22°15′ N, 114°10′ E", "lies at 22°16′ N, 114°11′ E"),
    ("at 22°15.3′ N, 114°10′2.5″ E", "at 22°15.4′ N, 114°10′2.6″ E"),
    ("at 22.3° N, 114.2° E or 1 S 9 W", "at 22.4° N, 114.3° E or 2 S 8 W"),
    ("in 3-D, by all", "in 2-D, by all"),
    ("12 isles! 7 bays?", "7 bays! 12 isles?"),
    ("by SeaMeWe-3, APCN-2 and 4G, then Covid-19", "by SeaMeWe-4, APCN-3 and 5G, then Covid-20"),
    ("note 1: the Navy\n\nnote 2: the Army of all", "note 1: the Army of all\n\nnote 3: the Navy"),
    ("males 339,438 (2024 est.), females 5", "males 339,438, females 5 (2024 est.)"),
]


@pytest.mark.parametrize(("old", "new"), breadth(ALIKE, tried=3))
def test_an_unchanged_number_and_a_name_with_digits_are_not_told(old, new):
    assert not sentences(f"# T\n\n## S\n\n{old}\n", f"# T\n\n## S\n\n{new}\n")


OTHERS = [
    ("5.619 million", "2021", ["2021 is new", "5.619 million is gone"]),
    ("from 3 to 5 km", "from 4 to 6 km", ["3 became 4, in “from 4 to 6 km”", "5 km became 6 km"]),
    ("see notes 3 - 5", "see notes 4 - 5", ["see notes: 3 became 4"]),
    ("3%", "1122 km", ["1122 km is new", "3% is gone"]),
    (
        "votes - UPP 10.8%, NE 9%; seats - UPP 2, NE 2",
        "votes - UPP 7.2, NE 8%; seats - UPP 1, NE 2",
        [
            "seats: UPP: 2 became 1",
            "votes: NE: 9% became 8%",
            "votes: UPP: 10.8% is gone",
            "votes: UPP: 7.2 is new",
        ],
    ),
    ("none or other 35%, all 5", "none 15.4%, all 5", ["none or other: 35% is gone", "none: 15.4% is new"]),
    ("passenger/cargo 9, all 5", "general cargo 188, all 5", [
        "general cargo: 188 is new",
        "passenger/cargo: 9 is gone",
    ]),
    (
        "gas 3 km; condensate 122 km; 8 km refined products",
        "gas 3220 km, 1122 km domestic, 8 km (2013) refined products",
        [
            "1122 km is new, in “1122 km domestic”",
            "8 km, now with the year 2013, in “8 km (2013) refined products”",
            "condensate: 122 km is gone",
            "gas: 3 km became 3220 km",
        ],
    ),
    (
        "head chosen; election last held on 2 May 2014 (then by 5)",
        "king chosen; election last held on 3 May 2018 (for 5); head; election last held on 4 May 2019",
        [
            "election last held: 2 May 2014 is gone",
            "election last held: 3 May 2018 is new",
            "election last held: 4 May 2019 is new",
        ],
    ),
    ("met on 7/10/2020 here", "met on 5/3/2025 here", ["met: 7/10/2020 became 5/3/2025"]),
    ("met on 07-10-2020 here", "met on 05-03-2025 here", ["met: 07-10-2020 became 05-03-2025"]),
    ("met on 7/10/20 here", "met on 5/3/25 here", ["met: 7/10/20 became 5/3/25"]),
    ("100%", "100% of population (2022 est.)", ["100%, now with the year 2022"]),
    ("coast: 5 km", "coast: 3 years", ["coast: 3 years is new", "coast: 5 km is gone"]),
    ("It holds 70 seats.", "It holds 70 degrees.", ["holds: 70 degrees is new", "holds: 70 seats is gone"]),
    (
        "18-21 years of age for men; 16.5 years of age for early work",
        "18 years of age for all (16.5 for early starts); 18-21 years of age for men",
        [
            "16.5 years (“16.5 years of age for early work”) became 16.5 (“16.5 for early starts”)",
            "18 years is new, in “18 years of age for all”",
        ],
    ),
    (
        "8,901 (Somalia); 11,202 (Eritrea); 5,190 (Iraq)",
        "13,490 (Eritrea); 8,600 (Somalia); 5,684 (Congo)",
        [
            "11,202 became 13,490, in “13,490 (Eritrea)”",
            "5,190 is gone, from “5,190 (Iraq)”",
            "5,684 is new, in “5,684 (Congo)”",
            "8,901 became 8,600, in “8,600 (Somalia)”",
        ],
    ),
    ("height: 500 m", "height: 0.7 km", ["height: 500 m became 0.7 km"]),
    ("turnout: 58%", "turnout: 61.2 percent", ["turnout: 58% became 61.2 percent"]),
    ("5 schools, 3 banks", "5 banks, 3 schools", [
        "3 banks became 5 banks",
        "5 schools became 3 schools",
    ]),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), breadth(OTHERS, tried=3))
def test_only_figures_of_one_sort_and_name_become_each_other(old, new, expected):
    told = sentences(f"# T\n\n## S\n\n{old}\n", f"# T\n\n## S\n\n{new}\n")
    assert sorted(told) == [f"S: {each}" for each in expected]


def test_a_figure_that_went_in_one_place_and_came_in_another_by_the_same_names_is_one():
    old = "### Water\n\n#### improved\n\nurban: 97% of all ++ total: 90% of all\n\n#### worse\n\n3%\n"
    new = (
        "### Water\n\n#### improved: urban\n\nurban: {} of all\n\n#### improved: total\n\ntotal: 90% of all\n"
    )
    assert sentences(f"## S\n\n{old}", f"## S\n\n{new.format('97%')}") == ["Water: worse: 3% is gone"]
    assert sentences(f"## S\n\n{old}", f"## S\n\n{new.format('98%')}") == [
        "Water: improved: urban: 97% became 98% of all",
        "Water: worse: 3% is gone",
    ]


def test_of_two_lists_of_the_same_names_no_figure_is_anothers():
    old = "## S\n\nLower house - Reds 5%, Blues 6%\n\nWords of no one.\n"
    new = "## S\n\nWords of no one.\n\nIn the towns all of these votes were for Reds 7%, Blues 8%\n"
    assert all("became" not in told for told in sentences(old, new))


def test_lines_that_became_sections_keep_their_figures():
    names = {"total": 238.9, "from coal and coke": 2.3, "from petroleum": 210.8, "from natural gas": 25.7}
    line = "million metric tonnes of CO2 (2023 est.)"
    old = "".join(f"**{name}:** {value} {line}\n\n" for name, value in names.items())
    new = "".join(f"#### {name}\n\n{value} {line}\n\n" for name, value in names.items())
    assert not sentences(f"# T\n\n## S\n\n### Emissions\n\n{old}", f"# T\n\n## S\n\n### Emissions\n\n{new}")


def test_what_stands_under_another_heading_is_not_called_by_it():
    old, new = (
        "## S\n\n#### social services\n\n17.1%\n",
        "## S\n\n#### industry and social services\n\n12.5%\n",
    )
    assert sorted(sentences(old, new)) == [
        "industry and social services: 12.5% is new",
        "social services: 17.1% is gone",
    ]


SCALED = [
    ("stars: 3 billions", "stars: 3 millions", ["stars: 3 billions became 3 millions"]),
    (
        "It costs $3 billions now.",
        "It costs $3 millions now.",
        ["costs: $3 billions now became $3 millions now"],
    ),
    ("It has 3 billion stars.", "It has 3 million stars.", ["3 billion stars became 3 million stars"]),
    ("2 thousands of them", "5 thousands of them", ["2 thousands of them became 5 thousands of them"]),
    ("It costs $3 billions now.", "It costs $3 billion now.", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), SCALED)
def test_another_word_of_scale_is_another_figure(old, new, expected):
    told = sentences(f"# T\n\n## S\n\n{old}\n", f"# T\n\n## S\n\n{new}\n")
    assert told == [f"S: {each}" for each in expected]


JOINED = [
    ("It took 1/2 of it.", "It took 2/3 of it.", ["took: 1/2 became 2/3"]),
    ("all but 1/10th of it", "all but 1/5th of it", ["1/10 became 1/5, in “all but 1/5th of it”"]),
    ("It took 16½ hours.", "It took 16¾ hours.", ["took: 16½ hours became 16¾ hours"]),
    ("about $1 1/2 million", "about $2 1/2 million", ["$1 1/2 million became $2 1/2 million"]),
    ("It is 16½ or so.", "It is 16 1/2 or so.", []),
    ("½ of it", "¼ of it", ["½ became ¼"]),
    ("Duty: ½", "Duty: 0.5", []),
    ("About ⅓ of it", "About ½ of it", ["⅓ became ½"]),
    ("It is open 24/7 now.", "It is open 12/7 now.", ["open: 24/7 became 12/7"]),
    ("It opens at 12:30 daily.", "It opens at 13:30 daily.", ["opens: 12:30 daily became 13:30 daily"]),
    ("map at 1:250,000 now", "map at 1:500,000 now", ["map: 1:250,000 became 1:500,000"]),
    ("coast: 5 000 km", "coast: 6 000 km", ["coast: 5 000 km became 6 000 km"]),
    ("coast: 5 200", "coast: 6 200", ["coast: 5 200 became 6 200"]),
    ("all 5 200 ships now", "all 6 200 ships now", ["all: 5 200 ships now became 6 200 ships now"]),
    ("coast: 5 000 km", "coast: 5,000 km", []),
    ("coast: 5\u00a0000,5 km", "coast: 6\u00a0000,5 km", ["coast: 5\u00a0000,5 km became 6\u00a0000,5 km"]),
    (
        "8.9 deaths/1 000 people",
        "8.7 deaths/1 000 people",
        ["8.9 deaths/1 000 people became 8.7 deaths/1 000 people"],
    ),
    (
        "8.9 deaths/1,000 people",
        "8.7 deaths/1,000 people",
        ["8.9 deaths/1,000 people became 8.7 deaths/1,000 people"],
    ),
    ("Rates 100 200 300", "Rates 100 200 400", ["300 became 400, in “Rates 100 200 400”"]),
    (
        "A Boeing 747 400 seats",
        "A Boeing 747 500 seats",
        ["400 seats became 500 seats, in “A Boeing 747 500 seats”"],
    ),
    (
        "In 2020 500 ships came",
        "In 2020 600 ships came",
        ["500 ships came became 600 ships came (both of 2020)"],
    ),
    ("in 2019/20 it", "in 2019/21 it", ["20 became 21"]),
]


@pytest.mark.parametrize(("old", "new", "expected"), breadth(JOINED, tried=8))
def test_a_number_written_with_signs_between_its_digits_is_one_figure(old, new, expected):
    told = sentences(f"# T\n\n## S\n\n{old}\n", f"# T\n\n## S\n\n{new}\n")
    assert told == [f"S: {each}" for each in expected]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("1/2", 0.5, None),
        ("16½ hours", 16.5, "hours"),
        ("⅓", 1 / 3, None),
        ("½ km", 0.5, "km"),
        ("$1 1/2 million", 1_500_000.0, "$"),
        ("24/7", None, None),
        ("200/350 nm", None, "nm"),
        ("1/100", 0.01, None),
        ("12:30", None, None),
        ("-5 000 m", -5000, "m"),
        ("12 345 678,5 km", 12_345_678.5, "km"),
        ("5\u2009000 km", 5000, "km"),
    ],
)
def test_a_number_written_with_signs_between_its_digits_has_the_text_value_and_place_of_all_of_it(
    written, value, unit
):
    new = f"all of it: {written}"
    (change,) = compare_documents(
        document("# T\n\nall of it: none\n", "old"), document(f"# T\n\n{new}\n", "new")
    ).figures
    assert change.new is not None
    assert (change.new.text, change.new.value, change.new.unit) == (written, value, unit)
    span = change.new.span
    assert new[span.start : span.end] == written


@pytest.mark.parametrize(
    ("old", "new", "gone", "come"),
    breadth(
        [
            ("Rates: 3, 4, 5.", "Rates: 4, 5, 6.", "3", "6"),
            ("Rates: 4, 5, 6.", "Rates: 3, 4, 5.", "6", "3"),
            ("Sizes: 2 km, 7 km, 8 km.", "Sizes: 7 km, 8 km, 9 km.", "2 km", "9 km"),
        ]
    ),
)
def test_a_number_that_stands_unchanged_in_the_words_became_no_other(old, new, gone, come):
    changes = compare_documents(
        document(f"# T\n\n## A\n\n{old}\n", "old"), document(f"# T\n\n## A\n\n{new}\n", "new")
    )
    assert {(one.kind, each.bare) for one in changes.figures for each in (one.old, one.new) if each} == {
        ("removed", gone),
        ("added", come),
    }


def test_signs_alone_are_no_name_of_a_figure():
    words = "# T\n\n## A\n\nHow to compute:"
    assert sentences(f"{words}\n", f"{words} *: 1.1\n") == ["A: 1.1 is new, in “How to compute: *: 1.1”"]


def test_a_figure_in_another_paragraph_among_the_same_words_is_no_change():
    act = "The Act was made for all the people of it."
    old = f"# T\n\n## A\n\nA long talk of zero. It joined in 1995.\n\n{act}\n"
    new = f"# T\n\n## A\n\nA long talk of zero.\n\nIt joined in 1995. {act}\n"
    assert sentences(old, new) == []
    assert sentences(new, old) == []
    assert sentences(old, new.replace("1995", "1996")) != []


def test_a_figure_of_one_name_in_another_paragraph_with_other_words_around_is_no_change():
    old = "# T\n\n## A\n\nBorn in 1950. Died.\n\nBorn in 1960. Lives.\n"
    new = "# T\n\n## A\n\nBorn in 1960. Lives.\n\nBorn in 1950. Died in 2020.\n"
    assert sentences(old, new) == ["A: Died: 2020 is new"]
    assert sentences(new, old) == ["A: Died: 2020 is gone"]


def test_a_year_before_a_figure_is_its_year():
    head = "# T\n\n## A\n\n"
    old = f"{head}In 2020, 5 ships; in 2021, 6 ships; in 2022, 9 ships.\n"
    new = f"{head}In 2021, 6 ships; in 2022, 8 ships; in 2023, 9 ships.\n"
    assert sentences(old, new) == [
        "A: 9 ships became 8 ships (both of 2022)",
        "A: 2023 is new, in “in 2023, 9 ships”",
        "A: 9 ships is new",
        "A: 2020 is gone, from “In 2020, 5 ships”",
        "A: 5 ships is gone",
    ]


@pytest.mark.parametrize(
    "year", ["In {}, ", "By {}, ", "By {} ", "As of {}, ", "For {}, ", "At the end of {}, ", "During {} "]
)
def test_a_year_is_that_of_the_figure_behind_it_whatever_small_words_lead_to_it(year):
    old, new = (f"# T\n\n## A\n\n{year.format(n)}{k} ships.\n" for n, k in ((2020, 5), (2021, 6)))
    assert "A: 5 ships became 6 ships (2020 to 2021)" in sentences(old, new)


def test_of_few_figures_the_summary_tells_all_and_no_number_of_more():
    old = "# T\n\n## A\n\n- Tea 3 t\n- Tin 4 t"
    assert figures(f"{old}\n", f"{old.replace('3', '5')}\n- Silk 2 t\n") == (
        "A: Tea: 3 t became 5 t.",
        "A: Silk: 2 t is new.",
    )


ROWS = "| Name | Ships |\n|-|-|\n| Zone 2 | 5 |\n| Zone 3 | 7 |\n| Hill | 8 |"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (ROWS, ROWS.replace("| Zone 3 | 7 |\n", ""), ["Zone 3, Ships: 7 is gone"]),
        (ROWS.replace("| Zone 3 | 7 |\n", ""), ROWS, ["Zone 3, Ships: 7 is new"]),
        (
            ROWS.replace("7", "no"),
            ROWS.replace("| Zone 3 | 7 |\n", ""),
            ["Zone: 3 is gone"],  # nothing else tells the row
        ),
    ],
)
def test_a_number_in_a_row_s_name_is_told_with_its_figures_alone(old, new, told):
    assert sentences(f"## A\n\n{old}\n", f"## A\n\n{new}\n") == [f"A: {each}" for each in told]


GOODS = "| Good | T |\n|-|-|\n| Rice | 5 |\n| Tea | 9 |"


@pytest.mark.parametrize(
    ("table", "new", "told"),
    [
        (GOODS, "- Rice: 5 T\n- Tea: 9 T", []),
        (GOODS, "- Rice: 5\n- Tea: 9", []),
        (GOODS, "- Tea: 9\n- Rice: 5", []),
        (GOODS.replace("T ", "Weight (kg) "), "- Rice: 5 kg\n- Tea: 9 kg", []),
        (GOODS, "- Rice: 5\n- Tea: 8", ["Tea, T: 9 is gone", "Tea: 8 is new"]),
        (
            GOODS,
            "- Rice: 9\n- Tea: 5",
            ["Rice, T: 5 is gone", "Tea, T: 9 is gone", "Rice: 9 is new", "Tea: 5 is new"],
        ),
        (
            GOODS.replace("T ", "Weight (t) "),
            "- Rice: 5 kg\n- Tea: 9 t",
            ["Rice, Weight (t): 5 is gone", "Rice: 5 kg is new"],
        ),
    ],
)
def test_of_a_table_that_became_a_list_the_figures_that_changed_are_told_alone(table, new, told):
    old, new = f"## A\n\n{table}\n", f"## A\n\n{new}\n"
    assert sentences(old, new) == [f"A: {each}" for each in told]
    assert len(sentences(new, old)) == len(told)


def test_the_rows_of_a_table_that_became_a_list_are_quoted_no_second_time():
    old, new = f"## A\n\n{GOODS}\n", "## A\n\n- Rice: 5 T\n- Tea: 9 T\n"
    told = summary(compare_documents(document(old, "old"), document(new, "new")))
    assert told.words == ("A: “Good, T” was deleted.",)
    assert told.other == ("Form in “A”: “a table” became “items without numbers”.",)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("return x + 1", "A: 1 became 2, in “return x + 2”"),
        ("if size == 1:", "A: 1 became 2, in “if size == 2”"),
        ("sleep 1", "A: 1 became 2, in “sleep 2”"),
        ("timeout = 1", "A: timeout: 1 became 2"),
        ("width: 1px;", "A: width: 1 became 2"),
        ('"depth": 1,', "A: depth: 1 became 2"),
        ("--port=1", "A: port: 1 became 2"),
    ],
)
def test_in_code_a_number_is_named_by_what_it_is_set_to_alone(line, told):
    old = f"## A\n\n```\nfirst()\n{line}\n```\n"
    assert sentences(old, old.replace("1", "2")) == [told]
