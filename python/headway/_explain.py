"""What every command does, in words: what ``--explain`` prints."""

from __future__ import annotations

_READING = """\
Reading. A file has one row per person, dimension and round. Columns are recognised by their headers in several languages. A mark counts
when it is one level of the rubric's scale, plainly written. Anything else ("2-3", "2.5", "3+", "three") is kept as it was written, is
listed as a problem, and is not counted: no mark is guessed, rounded, changed or lost. "Don't know", "not applicable", "not asked",
"refused" and a blank are told apart. When one person gave two different marks for one dimension, both are kept and neither is counted."""

_GROUPS = """\
Small groups. For the room nothing is withheld, because people saw each other's marks. For partners and for the public, sectors with few
people are joined with other small ones, the same way in every round of a community, and what too few people still stand behind is
withheld; so is what could be worked out by taking one shown figure from another. Where something is withheld, it says so and why. These
rules make it hard to tell one person's mark; they cannot make it impossible."""

_NOT = "There is no total over dimensions, no average of levels, and no ranking of places."

METHODS = {
    "demo": f"""\
demo writes a rubric, a file of marks, a file of agreed marks and a deliberately dirty file, all invented, and the reports made from them.

{_READING}

{_GROUPS}""",
    "check": f"""\
check reads files and says, for everything that was not as expected, where it stands (file:line:column), what was found, what is allowed
and what was done about it.

{_READING}

Severity. A note is settled without doubt, such as "3.0" read as 3. A warning is settled but worth a look, such as a date with the day
first. An error leaves a mark or a row out of the counts. The command ends with 1 when there are errors or warnings; with --strict notes
count too.""",
    "profile": f"""\
profile says where a community stands in a round, one dimension a line.

n and the counts are people. "no mark" are those who gave none, for whatever reason.
middle: the median, the mark of the person in the middle when people stand in the order of their marks. With an even number of people
there may be two.
could be: the levels that could be the middle of all the people these stand for; 95 times of 100 such a list holds it. It is computed
exactly from the counts, for any number of people.
spread: how far people are apart, from 0 (all on one level) to 1 (half at each end of the scale), with the range in which it lies 95 times
of 100. It looks only at the order of levels, never at distances between them.
2+ away: people whose mark is two or more levels from the middle.
agreed: the mark the room settled on, which is never mixed with people's own marks.

{_GROUPS}

{_NOT}""",
    "agenda": f"""\
agenda puts the dimensions of one room in an order for one conversation, and says why.

First come dimensions on which people fall into two camps, then those where the room did not agree, where the agreed mark is far from
people's own marks, where many are far apart, where a minority view is on record, where many did not know; then where marks moved since
the round before, among people who came to both. What is low and agreed is a shared gap; what is high and agreed is something to build
on. With fewer than five marks it says that differences tell little.

{_GROUPS}

{_NOT}""",
    "change": f"""\
change says what changed in a community between two rounds, dimension by dimension, and how sure that is.

It looks first at the people who marked both times, person by person, so that a room with other people in it cannot pass for a change. Given how far
each person's two marks lie apart, chance alone would send them up or down like a coin: what that would do is counted out exactly, for any number
of people, ties and all. The dimensions are looked at together by turning whole people round, so that nine questions do not make nine
chances. moved and slipped are more than chance would do; held means that fewer than half went either way, beyond doubt; cannot tell
is everything else. Where the people who moved are so few that they could not have shown anything, it says so: that is no sign that nothing changed.

Beside it stand everybody in both rounds, and everybody with the mix of sectors held fixed. When these go another way, the people in the room are
part of what one sees. When an earlier round was marked again later (--then-test), a fall is first offered as a harder yardstick.

{_GROUPS}

{_NOT}""",
    "sectors": f"""\
sectors says who sees it differently: every group of people against the rest of the room, over all dimensions and on each.

Groups may differ by chance alone, and small ones often do. So whole people are moved between groups, thousands of times or in every way there is,
and a difference is called more than chance only when few of those ways give one as large, all groups and dimensions looked at together.
How much of all differences lies between groups rather than inside them is stated beside what chance would give.

{_GROUPS}

{_NOT}""",
    "fit": f"""\
fit looks at all marks together. A mark depends on where the place stands and on who gives it: some people and sectors mark high, some of those who
came last time stayed away. The model has a part for each, learns from all marks how large each part is, and takes every figure with the others
held fixed. What the marks cannot tell apart is left out; --show blocks says why.

levels: the typical person's most probable level, the probability of every level, and the mark expected on average (the fair average) for that
person and for people as they differ (panel). change: of the expected mark, with the probability of a rise and of one by a level or more.
severity: how far below the middle people and sectors mark; nobody is named. linking: which places share people, so that they can be
compared, and which only by assumption. Intervals hold 95 times of 100; with few marks they are wide, as they should be. If everybody's
yardstick moves alike, that looks like change of the place.

{_GROUPS}

There is no total over dimensions and no ranking of places.""",
    "report": f"""\
report writes one HTML page that needs no network: per community where each dimension stands, level against agreement, what to talk about
first, the rounds side by side with the same people and everybody kept apart, what the rooms agreed and why, who marked, what was not
understood in the file, and what the page must not be used for.

With --model each community also gets a section with everybody's severity taken out: one model of its marks says where a typical person
would put each dimension in the latest round, with a range, what changed since the round before, and how probable a rise or a fall is. It
counts the levels as equal steps, takes a second or so for each community, and gives the same figures every time. "headway fit --explain" says more of it.

{_READING}

{_GROUPS}

{_NOT}""",
    "convert": f"""\
convert writes everything that was understood as one tidy CSV file: one mark a row, agreed marks among them, written marks as they were
written. Reading it again gives the same study. Text that a spreadsheet would run as a formula gets an apostrophe before it, which
reading takes off again.

{_READING}""",
}
