"""Small closed word patterns that decide what statistics should not: not-knowing, not-applying, injections.

They look at one unit only and are kept few; what a field or signal is about is learnt from labelled texts.
"""

import re

UNKNOWN = re.compile(
    r"\b(?:tb[dcas]|to be (?:determined|decided|defined|confirmed|agreed|discussed|clarified|announced|seen)|not (?:yet )?(?:known|decided|clear|defined"
    r"|settled|agreed|fixed|discussed)|unknown(?=\W*$|[,;.)]|\s+(?:yet|so far|at|to us|for now|as yet|how|whether|if|what|until|who|which)\b)|undecided|unclear|open (?:point|question|issue)|no idea"
    r"|\b(?:i|we)(?: \w+){0,2} (?:don'?t|do not) (?:\w+ )?know|(?:don'?t|do not|doesn'?t) know yet|^\W*(?:don'?t|do not) know|dunno|unsure"
    r"|not sure|haven'?t (?:decided|thought|discussed|settled|worked|figured)|have not (?:decided|thought|discussed)|nobody (?:has )?(?:knows?|decided|said|asked)"
    r"|no one (?:knows|has)|still (?:open|being (?:discussed|decided|worked))|up in the air|we'?ll see|who knows|no (?:opinion|decision|number) yet"
    r"|yet to be|not been (?:decided|discussed|settled|set)|remains? (?:open|to be)|question mark|pending(?=\W*$|[,;.)]|\s+(?:approval|decision|review|answer|legal|sign|clarification)))\b|^\W*\?+\W*$|\?\?",
    re.IGNORECASE,
)
NOT_APPLICABLE = re.compile(
    r"^\W*(?:n\.?\s?/?\s?a\.?|not applicable|does(?:n'?t| not) apply|none needed|not relevant|nothing to label)\W*$"
    r"|\bnot applicable\b|\b(?:does(?:n'?t| not)|do(?:n'?t| not)) apply\b|\bnothing to (?:label|annotate)\b|\bno labels? (?:is |are )?(?:needed|required|necessary)\b",
    re.IGNORECASE,
)
CONDITION = re.compile(
    r"\b(?:if|when|whenever|where|once|unless|as soon as|in case|cases?|those|anything|whatever)\b[^.;]{0,80}?\b(?:unsure|unclear|unknown|not sure|not clear|not known|undecided|no idea)\b",
    re.IGNORECASE,
)
"""Not-knowing of the system or of a case ("when the model is unsure"), which says what happens then."""
DASH = re.compile(r"^[\s\-–—.…/|*]*$")
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|earlier|your|all|any|these|the)\b.{0,25}\b(?:instructions?|rules?|prompts?"
    r"|guidelines?|polic(?:y|ies)|checks?|questions?)\b|\bmark\b.{0,30}\b(?:every|all|each)\w*\b.{0,30}\b(?:complete|done|resolved|answered|stated|ok|passed|green|filled)"
    r"|\b(?:you are now|act as|pretend (?:to be|you)|system prompt|developer mode|jailbreak)\b"
    r"|\b(?:set|report|return|output|say|clear|remove|raise)\b.{0,25}\b(?:no|zero|all|every|any)\b.{0,12}\b(?:flags?|risks?|warnings?|blockers?)\b.{0,20}(?:resolved|none|cleared)?"
    r"|\b(?:to|dear|attention|note to|instructions? (?:to|for)) (?:the )?(?:ai|assistant|model|llm|reviewer bot|language model)\b",
    re.IGNORECASE,
)


def says_unknown(text: str) -> bool:
    """The words say that something is undecided or not known."""
    return bool(UNKNOWN.search(CONDITION.sub(" ", text)))


def says_not_applicable(text: str) -> bool:
    """The words say that it does not apply."""
    return bool(NOT_APPLICABLE.search(text))


def is_injection(text: str) -> bool:
    """The words give instructions to the reader instead of describing a project."""
    return bool(INJECTION.search(text))
