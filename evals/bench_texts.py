"""Texts for the measurements: one page of a project description, and as many different pages as wanted."""

PAGE_CHARS = 3000
_PAGE = """Project: {thing} at {place}

{place} receives about {number} {thing} a month, and {people} sort them by hand. It takes them two days a week, and one \
in {few} ends up in the wrong place, which we notice only when somebody complains. We would like a system that reads each \
of the {thing} and proposes where it belongs, so that {people} only check what is doubtful.

Today a list of key words does part of it. It finds six in ten and nobody dares to change it. We have kept {number} \
{thing} a month since 20{year}, with the place where each one went in the end, but the form changed twice and about {few} \
percent of the entries are empty. A sample of {half} was looked at by two people; they agreed on nine in ten. Names and \
addresses of private persons stand in most of them, and some tell of illness. Nobody has asked yet whether we may use \
them for this. The data stays on our own servers, since our security team does not want it to leave the house.

The pilot should run for {few} weeks at one site, beside the people who do it now. We would call it a success if {few} \
hours a week are saved and no more than one in a hundred urgent {thing} waits longer than a day. An urgent one that is \
missed is far worse than a false alarm. {people} decide in the end; the system shows its three best guesses and how sure \
it is. If it is down, the old list goes on, and {people} know how to switch back. Who owns it after the pilot is open.

The budget is {number} euros for the first year, and one developer with half of her time. The board wants to see a first \
version in {half} days, before the new contract with {place} begins. We are not sure whether machine learning is needed at \
all: perhaps a better form would do. Customers in {place} and their families are affected, among them older people who \
write by hand. We have not talked to them. The works council has to agree, because one could see how fast each person works.

"""
_THINGS = (
    "letters",
    "fault reports",
    "invoices",
    "sound recordings",
    "soil samples",
    "permit requests",
    "X-ray pictures",
)
_PLACES = ("the harbour office", "a dairy in the valley", "our lift workshop", "the city archive", "a seed bank")
_PEOPLE = ("three clerks", "the night shift", "two engineers", "volunteers", "the nurses", "four inspectors")

ANSWERS = (
    "We sort the letters that reach the harbour office and send each to the right desk.",
    "Three clerks do it by hand today, about two days a week.",
    "We have kept 1,400 letters a month since 2019, with the desk where each one ended up.",
    "I don't know yet whether we may use them.",
    "A clerk checks every proposal before anything happens.",
    "why do you ask?",
    "If it's down, the clerks go on with the old list.",
    "We want to save ten hours a week, and no urgent letter may wait longer than a day.",
)
QUESTIONS = (
    "how many labelled examples do we need",
    "what is drift",
    "may we use our customers' letters for training",
    "who should own the system after launch",
    "do we have to tell people that a machine reads their letters",
    "how do I choose between precision and recall",
    "what happens when it is down",
    "how long does such a project take",
    "is it fair to people who write by hand",
    "best recipe for plum cake",
)


def pages(count: int) -> str:
    """A description of so many pages, no two paragraphs alike."""
    wanted = count * PAGE_CHARS
    number, text = 0, ""
    while len(text) < wanted:
        text += _page(number)
        number += 1
    return text[:wanted].rpartition(". ")[0] + "."


def _page(number: int) -> str:
    return _PAGE.format(
        thing=_THINGS[number % len(_THINGS)],
        place=_PLACES[number % len(_PLACES)],
        people=_PEOPLE[number % len(_PEOPLE)],
        number=400 + 37 * number,
        half=120 + 7 * number,
        few=4 + number % 9,
        year=10 + number % 14,
    )
