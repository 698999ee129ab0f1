"""Which choice of a field's vocabulary an answer to its own question means: first word, telling words, and the heads.

The answer to "when does it answer?" may be "each night": too little for heads that were fitted on descriptions, but the
question gives the words their meaning. The words stand for the labels' meanings; a catalogue's other fields go by heads.
"""

import re
from collections.abc import Mapping

from assistant.domain.catalogue import FieldSpec
from assistant.domain.picks import bare

LEAD_WEIGHT, WORDS_WEIGHT, ENOUGH, SURE = 0.6, 0.35, 0.05, 0.42
_LEAD = re.compile(
    r"^\W*(?:(?:well|oh|hmm+|so|i think|i guess|right|sadly)\W+)*(?P<word>yes|yep|yeah|no|nope|none|not (?:yet|really)|partly|partially|in part|only|some|a few)\b",
    re.IGNORECASE,
)
_LEADS = {
    "yes": "yes", "yep": "yes", "yeah": "yes", "no": "no", "nope": "no", "none": "no", "not yet": "no", "not really": "no",
    "partly": "part", "partially": "part", "in part": "part", "only": "part", "some": "part", "a few": "part",
}  # fmt: skip
_WORDS: dict[str, dict[str, str]] = {
    "data.availability": {
        "partial": r"\b(?:only (?:some|part|for|from|a)|some (?:of|is|are|\w+ (?:is|are) (?:missing|there))|missing|must (?:still|first)? ?(?:agree|allow|approve)|(?:not|n't) (?:yet )?(?:been )?(?:cleared|released|allowed|agreed)|waiting for|have(?:n't| not) agreed|pending)\b",
        "unavailable": r"\b(?:(?:does(?:n't| not)|do(?:n't| not)|not) exist(?:ing)?|no (?:data|recordings?|pictures?|images?|records?)|nothing (?:has|is|was|yet)|did(?:n't| not) (?:record|collect|keep)|(?:must|have to|need to) (?:first )?(?:collect|make|record|gather))\b",
        "available": r"\b(?:exists?|we have (?:it|them|all|everything)|is (?:all )?(?:there|ours)|are (?:all )?(?:there|ours)|(?:may|can|allowed to|free to) use)\b",
    },
    "data.labels": {
        "partly_labelled": r"\b(?:only|partly|some of|for some|part of|about (?:a|one|half)|half|a third|a quarter|a few|for (?:about )?[\d,.]+|[\d,.]+ of (?:them|these))\b",
        "unlabelled": r"\b(?:nobody|no one|nothing|none|never|not (?:yet|existing|labell?ed|marked)|no labels?|unlabell?ed)\b",
        "labelled": r"\b(?:for (?:all|each|every)|all of them|(?:each|every) \w+|of course|always|recorded for)\b",
        "not_needed": r"\b(?:(?:don't|do not|doesn't|not) need(?:ed)?|unnecessary)\b",
    },
    "data.sensitivity": {
        "special_category": r"\b(?:health|medical|patients?|diagnos\w+|illness|faces?|voices?|biometric\w*|child(?:ren)?|minors?|pupils?|religio\w+|beliefs?|ethnic\w*|origin|sexual\w*|political|genetic)\b",
        "personal": r"\b(?:names?|address(?:es)?|accounts?|phone numbers?|e-?mails?|salar(?:y|ies)|income|plates?|purchases?|customers'|personal)\b",
        "none": r"\b(?:no (?:people|persons?|names|personal|one)|nobody|nothing about people|not about people|anonymous|(?:just|only) \w+)\b",
    },
    "impact.decision_role": {
        "automates": r"\b(?:by itself|on its own|automatic\w*|autonom\w+|without (?:a |any )?(?:person|human|people|anyone|anybody|asking|approval))\b",
        "augments": r"\b(?:decides?|a (?:person|human)|checks?|confirms?|reviews?|approves?|accepts?|signs?|corrects?|has the last word)\b",
    },
    "infrastructure.processing": {
        "batch": r"\b(?:(?:each|every|once (?:a|an|per)|twice (?:a|per)) (?:\w+ )?(?:hour|day|night|morning|afternoon|evening|weeks?|months?|quarter|year|(?:mon|tues|wednes|thurs|fri|satur|sun)day)s?|nightly|daily|weekly|monthly|overnight|(?<!at )once|batch|whole list|all at once|scheduled|in bulk)\b",
        "streaming": r"\b(?:all the time|continuous\w*|constant(?:ly)?|non-?stop|steady|live|second by second|permanent(?:ly)?|without (?:a )?(?:break|pause)|feed|stream\w*|real[- ]time flow)\b",
        "online": r"\b(?:right away|at once|immediate(?:ly)?|instant(?:ly)?|directly|on (?:request|demand)|whenever|as soon as|waits?|waiting|right after|(?:each|every) time)\b",
    },
    "infrastructure.deployment": {
        "cloud": r"\b(?:cloud|hosted|saas|online service|provider|aws|azure|google)\b",
        "on_premises": r"\b(?:(?:our|own|city|town|company|court|university|in-?house|hospital|local)(?:'s)? (?:own )?(?:servers?|data cent\w+|pcs?|computers?|machines?)|on-?prem\w*|server room|laptop|servers? of|pc in)\b",
        "edge": r"\b(?:(?:on|in|at|beside|under|inside) (?:the|a|each|every) (?:small |little )?(?:\w+ )?(?:device|machine|robot|car|cart|vehicle|sensor|camera|board|belt|boat|ship|train|plane|drone|hive|box|meter)|embedded|edge|raspberry|computer (?:beside|under|in|on|at) )\b",
        "mobile": r"\b(?:(?:smart|mobile )?phones?|tablets?|mobile app)\b",
    },
    "data.source": {
        "internal": r"\b(?:(?:our|own|in-?house|company|internal) (?:own )?(?:\w+ )?(?:systems?|records?|archives?|databases?|files?|till|logs?|booking\w*|data)|we count|our own)\b",
        "third_party": r"\b(?:partners?|suppliers?|vendors?|bought|purchased|licensed|register|from another|data broker)\b",
        "public": r"\b(?:open data|public(?:ly)?|the (?:internet|web)|websites?|scraped|downloaded)\b",
        "user_generated": r"\b(?:(?:users?|customers?|tenants?|students?|visitors?|members?|players?|patients?|people) (?:\w+ )?(?:\w+ )?(?:write|upload|rate|record|post|send|type|enter|submit))\b",
        "sensors": r"\b(?:cameras?|microphones?|sensors?|meters?|gps|devices?|drones?|loggers?|thermocouples?|scanners?|satellites?|x-?ray|counters?|probes?)\b",
    },
}
_PATTERNS = {
    field: {choice: re.compile(words, re.IGNORECASE) for choice, words in choices.items()}
    for field, choices in _WORDS.items()
}


def chosen(text: str, spec: FieldSpec, heads: Mapping[str, float]) -> tuple[str, ...]:
    """The choices that an answer means.

    Args:
        text: the answer's words.
        spec: the field that was asked.
        heads: how likely each choice is by the fitted heads.
    """
    weights = {choice: heads[choice] + _by_words(text, spec, choice) for choice in spec.choices}
    lead = _by_lead(text, spec)
    if lead:
        weights[lead] += LEAD_WEIGHT
    best = max(weights, key=lambda choice: weights[choice])
    if weights[best] < ENOUGH:
        return ()
    if not spec.many:
        return (best,)
    return tuple(
        choice for choice in spec.choices if choice == best or heads[choice] >= SURE or _by_words(text, spec, choice)
    )


def _by_words(text: str, spec: FieldSpec, choice: str) -> float:
    pattern = _PATTERNS.get(spec.id, {}).get(choice)
    return WORDS_WEIGHT if pattern and pattern.search(text) else 0.0


def _by_lead(text: str, spec: FieldSpec) -> str:
    """The one choice whose label begins as the answer does: "Partly, …"."""
    match = _LEAD.match(text)
    if match is None:
        return ""
    word = _LEADS[match["word"].lower()]
    hits = [option.choice for option in spec.options if _begins(option.label, word)]
    return hits[0] if len(hits) == 1 else ""


def _begins(label: str, word: str) -> bool:
    first = bare(label).split()[:2]
    if word == "part":
        return first[0] in ("partly", "some") or first == ["for", "some"]
    return first[0] == word
