"""One wording for what must make no difference: he or she, Mr or Ms, whose name it is, British or American spelling.

The reader sees texts in this wording alone, when it learns and when it reads, so that these differences can move no value
and no warning. Quotes are of course taken from the text as it stands.
"""

import re

_PERSON = {
    **{word: word for word in ("he", "his", "himself", "mr")},
    "she": "he",
    "her": "his",
    "hers": "his",
    "him": "his",
    "herself": "himself",
    "mrs": "mr",
}
_PERSONS = re.compile(rf"\b(?:{'|'.join(_PERSON)})\b", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:M(?:r|rs|s|iss)|Dr|Prof)\b\.?\s+[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)?")
SOMEBODY = "Mr Smith"
_SPELT = re.compile(
    r"\b(?P<our>(?:behavi|col|fav|fl[ae]v|harb|hon|hum|lab|neighb|rum|tum|vap|vig|endeav|arm|od|parl|sav)our)"
    r"|\b(?P<centre>cent|fib|lit|met|kilomet|millimet|centimet|theat|calib|spect)re\b"
    r"|\b(?P<ise>(?:anonym|author|automat|categor|character|computer|custom|digit|emphas|equal|final|general|harmon|legal|local|maxim"
    r"|memor|minim|modern|monet|normal|optim|organ|penal|personal|pilot|priorit|pseudonym|random|real|recogn|revolution|scrutin"
    r"|special|stabil|standard|steril|summar|symbol|synchron|token|util|visual|critic|apolog|hospital|vandal|subsid|authent))is(?=e|ing|ation)"
    r"|\b(?P<yse>(?:anal|paral|catal))ys(?=e[drs]?\b|ing\b)"
    r"|\b(?P<ll>(?:label|model|travel|cancel|fuel|signal|level|total|channel|tunnel|panel|marvel|counsel|duel|dial))l(?=ed\b|ing\b|er\b|ers\b)"
    r"|\b(?P<whole>programme|licence|defence|offence|judgement|ageing|catalogue|dialogue|grey|tyre|cheque|mould|plough|aluminium|storey"
    r"|enrol(?!l)|fulfil(?!l)|instalment|practise|sceptical|per cent|learnt|burnt|spelt|whilst|amongst|towards"
    r"|skilful|wilful|jewellery|jeweller|woollen|counsellor|kerb|draught|cosy|sulphur|manoeuvr|anaesthe|anaemi"
    r"|haemo|haema|leukaemi|paediatr|orthopaed|gynaecol|foet|oesoph|oestro|diarrhoea|maths|artefact|yoghurt"
    r"|pretence|analogue|acknowledgement|mum|sombre|lustre|pyjama|distil(?!l)|instal(?!l)|speciality|aeroplane"
    r"|archaeolog|encyclopaedi|moustache|sceptic(?!al))",
    re.IGNORECASE,
)
_AMERICAN = {
    "programme": "program",
    "licence": "license",
    "defence": "defense",
    "offence": "offense",
    "judgement": "judgment",
    "ageing": "aging",
    "catalogue": "catalog",
    "dialogue": "dialog",
    "grey": "gray",
    "tyre": "tire",
    "cheque": "check",
    "mould": "mold",
    "plough": "plow",
    "aluminium": "aluminum",
    "storey": "story",
    "enrol": "enroll",
    "fulfil": "fulfill",
    "instalment": "installment",
    "practise": "practice",
    "sceptical": "skeptical",
    "per cent": "percent",
    "learnt": "learned",
    "burnt": "burned",
    "spelt": "spelled",
    "whilst": "while",
    "amongst": "among",
    "towards": "toward",
    "skilful": "skillful",
    "wilful": "willful",
    "jewellery": "jewelry",
    "jeweller": "jeweler",
    "woollen": "woolen",
    "counsellor": "counselor",
    "kerb": "curb",
    "draught": "draft",
    "cosy": "cozy",
    "sulphur": "sulfur",
    "manoeuvr": "maneuver",
    "anaesthe": "anesthe",
    "anaemi": "anemi",
    "haemo": "hemo",
    "haema": "hema",
    "leukaemi": "leukemi",
    "paediatr": "pediatr",
    "orthopaed": "orthoped",
    "gynaecol": "gynecol",
    "foet": "fet",
    "oesoph": "esoph",
    "oestro": "estro",
    "diarrhoea": "diarrhea",
    "maths": "math",
    "artefact": "artifact",
    "yoghurt": "yogurt",
    "pretence": "pretense",
    "analogue": "analog",
    "acknowledgement": "acknowledgment",
    "mum": "mom",
    "sombre": "somber",
    "lustre": "luster",
    "pyjama": "pajama",
    "distil": "distill",
    "instal": "install",
    "speciality": "specialty",
    "aeroplane": "airplane",
    "archaeolog": "archeolog",
    "encyclopaedi": "encyclopedi",
    "moustache": "mustache",
    "sceptic": "skeptic",
}


def canonical(text: str) -> str:
    """The words with one gender, one name behind a title, and American spelling; letters' case may change."""
    told = _NAMED.sub(SOMEBODY, text)
    told = _PERSONS.sub(lambda match: _PERSON[match[0].lower()], told)
    return _SPELT.sub(_american, told)


def _american(match: re.Match[str]) -> str:
    kind, said = str(match.lastgroup), match[0]
    if kind == "our":
        return said[:-3] + "or"
    if kind == "centre":
        return match["centre"] + "er"
    if kind == "ise":
        return match["ise"] + "iz"
    if kind == "yse":
        return match["yse"] + "yz"
    return match["ll"] if kind == "ll" else _AMERICAN[said.lower()]
