"""What a short message wishes, where its words alone decide: whichever engine reads, code does what a person expects."""

import re

SHORT_WORDS = 8
OWNER_WORDS = 12
NAME_CHARS = 60

_FILLER = r"(?:(?:oh|ok(?:ay)?|no|wait|sorry|oops|please|well|hmm+|just|can you|could you|let'?s|i'?d like to|i want to),?\s+)*"
_TAKES_BACK = re.compile(
    rf"^\W*{_FILLER}(?:undo(?:\s+(?:that|this|it|my (?:last|previous) (?:answer|message)|the last (?:one|answer|message)))?"
    r"|(?:i\s+)?take (?:that|it|this) back|(?:scrap|scratch|strike|delete|remove|forget) (?:that|it|this|my (?:last|previous) (?:answer|message)|what i (?:just )?said)"
    r"|revert(?: (?:that|it))?)(?:[\s,]+(?:please|again|thanks?))*\W*$",
    re.IGNORECASE,
)
_SAME = re.compile(
    rf"^\W*{_FILLER}(?:(?:it(?:'s| is)|that(?:'s| is)|they(?:'re| are)|still|all|exactly|keep (?:it|that)|leave (?:it|that))\s+)*"
    r"(?:(?:the )?same(?: (?:as|like) (?:before|i said|we said|last time|earlier|previously|above)| again| answer)?|as (?:before|i said(?: before)?|above|it (?:is|was))"
    r"|unchanged|no change|(?:keep|leave) (?:it|that)(?: as it (?:is|was))?|stays (?:the same|as it (?:is|was)))\W*$",
    re.IGNORECASE,
)
_MORE = re.compile(
    rf"^\W*{_FILLER}(?:(?:ask (?:me )?)?(?:some )?more(?: questions?)?|next(?: (?:question|one))?|go on|continue|carry on|keep going|what else(?: do you (?:need|want) to know)?)(?:[\s,]+please)?\W*$",
    re.IGNORECASE,
)
_DEGREE = r"(?:very|quite|pretty|rather|really|just|probably|maybe|perhaps|about|around|roughly|fairly|i (?:think|guess|suppose)|i'?d say|it(?:'s| is)|they(?:'re| are)|we want(?: it)?|we need(?: it)?|should be|must be|has to be|as|so|the|a)"
_VAGUE_WORD = (
    r"(?:soon(?:er)?|asap|quick(?:ly)?|fast|good(?: enough)?|well|better|best|great|fine|ok(?:ay)?|decent|high(?:ly)?(?: enough)?|low(?: enough)?|accurate(?:ly)?|reliable|cheap(?:ly)?|big|large|small|many|much"
    r"|lots?(?: of (?:it|them|data|stuff|things|cases|people))?|plenty|loads|tons|some(?: of (?:it|them|that))?|a few|few|several|various|different|enough|a (?:lot|bit|little)|normal(?:ly)?|usual(?:ly)?|the usual(?: (?:stuff|things|ones|way))?"
    r"|it (?:depends|varies)|depends|varies|possibly|maybe|perhaps|sometimes|somehow|something|whatever|anything|everything|everyone|everybody|people|users|customers|stuff|things|yes|yep|yeah|sure|of course|kind of|sort of|more or less|in the (?:near )?future"
    r"|(?:fast|soon|good|high|low|accurate|cheap|many|much|well|quickly|little|early|reliable) as (?:possible|we can|it (?:gets|can be)|you can)|(?:state of the art|world class|reasonable|competitive|acceptable|sufficient|not (?:much|many|too (?:much|many|bad|long))))"
)
_VAGUE = re.compile(
    rf"^\W*(?:{_DEGREE}\s+)*{_VAGUE_WORD}(?:(?:\s+|\W+\s*|\s+(?:and|or)\s+){_VAGUE_WORD})?(?:[\s,]+(?:really|i guess|i think|please|of course|probably))?\W*$",
    re.IGNORECASE,
)
_NONE_OF = re.compile(
    r"^\W*(?:none(?: of (?:them|those|these|the above))?|neither|nothing like that)\W*$", re.IGNORECASE
)
_WHY = re.compile(
    r"^\W*(?:(?:but|and|ok(?:ay)?|so|well|sorry|hmm+)\W+)*(?:why\b.{0,60}(?:\b(?:ask|asking|need|want|wanna|matters?|important|know|relevant|question|care|interested|necessary)\b|\?\W*$)|why\W*$"
    r"|what(?:'s| is) (?:that|this|it) (?:good |needed |used )?for\b|what do you (?:need|want) (?:that|this|it) for\b|how is (?:that|this|it) relevant\b|is (?:that|this|it) (?:really )?(?:necessary|important|relevant)\b|does (?:that|this|it) matter\b)",
    re.IGNORECASE,
)
_NAME = r"(?:(?:our|the|my|a|an)\s+)?[\w'’.&-]+(?:\s+(?!would\b|will\b|should\b|might\b|may\b|can\b|could\b|probably\b|knows?\b|about\b|for that\b|instead\b|please\b|and\b|but\b)[\w'’.&()-]+){0,6}"
_OWNER = (
    re.compile(
        rf"\b(?:ask(?:ing)?|check with|talk to|speak (?:to|with)|(?:a )?question for|one for|contact|up to)\s+(?P<who>{_NAME})",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:^|[.,;:!?–—-]\s*|\b(?:but|and|maybe|perhaps|probably|i think|i guess)\s+)(?P<who>{_NAME})\s+(?:(?:would|will|should|might|may|could|can)(?:\s+probably)?\s+(?:know|tell (?:you|us|me)|be the (?:one|person))\b|knows(?=\s*(?:\W*$|that\b|this\b|it\b|about\b|more\b|better\b)))",
        re.IGNORECASE,
    ),
)
_NOBODY = frozenset(
    "i we you they he she it me us them nobody anybody anyone someone somebody who one all none that this sorry don't dont not "
    "no noone everyone people him her so".split()
)
_BARE_NA = re.compile(
    r"^\W*(?:(?:that|this|it)(?:'s| is)?\s+|i(?:'d| would) say\s+|that\s+)*(?:n\.?\s?/?\s?a\.?|not applicable|(?:does(?:n'?t| not)) apply(?: (?:here|to us|to this|for us))?|(?:is )?not relevant(?: (?:here|to us|for us))?|irrelevant(?: here)?|not needed(?: here)?|none needed)\W*$",
    re.IGNORECASE,
)


def takes_back(text: str) -> bool:
    """The person wants the last thing undone."""
    return _short(text) and bool(_TAKES_BACK.match(text))


def same_as_before(text: str) -> bool:
    """The answer is the one that was given before."""
    return _short(text) and bool(_SAME.match(text))


def wants_more(text: str) -> bool:
    """The person asks to be asked on."""
    return _short(text) and bool(_MORE.match(text))


def is_vague(text: str) -> bool:
    """The words settle nothing: no figure, name or thing in them."""
    short = _short(text) and not any(char.isdigit() for char in text)
    return short and bool(_VAGUE.match(text) or _NONE_OF.match(text))


def is_bare_not_applicable(text: str) -> bool:
    """Says that it doesn't apply, without a reason."""
    return bool(_BARE_NA.match(text))


def asks_why(question: str) -> bool:
    """A question in return about the reason of our question."""
    return bool(_WHY.match(question))


def owner_named(text: str) -> str:
    """Who would know, where the words say so; empty where they name nobody."""
    if len(text.split()) > OWNER_WORDS * 2:
        return ""
    for pattern in _OWNER:
        for match in pattern.finditer(text):
            who = match["who"].strip(" .,;:!?")
            words = who.lower().split()
            if words and words[0] not in _NOBODY and len(who) <= NAME_CHARS:
                return who
    return ""


def only_names_owner(text: str) -> bool:
    """A short message whose point is who would know."""
    return len(text.split()) <= OWNER_WORDS and bool(owner_named(text))


def _short(text: str) -> bool:
    return len(text.split()) <= SHORT_WORDS
