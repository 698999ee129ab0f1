"""Tells the language of a text by its script and the share of its commonest words."""

import re
from collections import Counter

ENGLISH = "en"
MIN_WORDS = 12
MIN_DIFFERENT = 3
MIN_SHARE = 0.05
MIN_FOREIGN_SHARE = 0.12
FOREIGN_LEAD = 2
MIN_SCRIPT_LETTERS = 2
MIN_SCRIPT_SHARE = 0.4
MAX_CHARS = 200_000

# The commonest words of each language; a word may stand in several of them.
_WORDS = {
    ENGLISH: (
        "the and of to is are was were be been will would can could should have has had we our us "
        "you your they their them it its this that these those there which who what when where "
        "why how for from with by at on as or not but if because than then so do does did about "
        "into over after before between each all any some more most no only also an my he she his "
        "her him don't"
    ),
    "German": (
        "der die das und ist nicht mit ein eine einen einem einer eines für von zu zum zur den "
        "dem des wir sie ich werden wird wurde wurden sich auch auf im bei sind oder aber nach "
        "wie aus dass daß durch über haben hat kann können soll sollen nur noch wenn unser unsere "
        "unseren ihr ihre es vom beim mehr als sowie keine kein um uns diese dieser dieses bis "
        "unter derzeit jedoch damit seit welche"
    ),
    "French": (
        "le la les des du et est une un que qui dans pour nous vous ils elles il elle ce cette "
        "ces au aux avec sont pas ne être avoir ont sur par plus mais ou où leur leurs notre nos "
        "votre vos se sa ses son avons afin ainsi dont comme fait été très chaque entre sans de "
        "en qu c'est"
    ),
    "Spanish": (
        "el la los las de del que y en un una por con para es son se no su sus al lo como más "
        "pero ha han está están este esta estos estas nuestro nuestra nuestros nuestras ser "
        "también cada cuando desde hasta sobre entre sin muy ya hay tenemos queremos donde si "
        "porque todos todas hemos"
    ),
    "Italian": (
        "il lo la gli le di del della dei delle degli che e è un una uno per con non sono si da "
        "dal dalla nel nella nei nelle al alla ai alle come più ma anche ha hanno questo questa "
        "questi queste nostro nostra nostri nostre essere ogni quando sul sulla dove abbiamo "
        "vogliamo tra ed ci o"
    ),
    "Dutch": (
        "de het een van en is dat die niet voor met zijn op aan worden wordt wij we deze dit ook "
        "om naar bij of te er maar als uit door over hebben heeft kan kunnen moet moeten nog wel "
        "geen onze ons hun meer dan tot ze onder tussen elke wat hoe waar omdat willen werd zal "
        "zou"
    ),
    "Portuguese": (
        "o os a as de do da dos das que e em no na nos nas um uma por com para é são se não seu "
        "sua seus suas ao aos à às como mais mas foi está estão este esta estes estas nosso nossa "
        "nossos nossas ser também cada quando desde até sobre entre sem muito já há temos "
        "queremos onde pelo pela pelos pelas isso ou"
    ),
    "Polish": (
        "i w z na do się nie jest są że to jak ale lub oraz dla przez przy po od za który która "
        "które których jego jej ich nasz nasza nasze naszych tego tej tym tych ten ta te być był "
        "była było były może można tylko już co czy bez pod nad między każdy każdej mamy chcemy "
        "gdy ze o a także będzie aby"
    ),
    "Swedish": (
        "och att det i som en på är av för med till den har de inte om ett vi men så från vid kan "
        "ska skall eller var när efter hur under där sig vår våra vårt deras ni jag alla också än "
        "mer bara blir vill måste mellan utan varje detta denna dessa finns hade över"
    ),
}
_STOP_WORDS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
# Common in English too, so they tell of no other language.
_SHARED_WORDS = "a all also am an as by die do i is me no on over so to was we"
_SHARED = frozenset(_SHARED_WORDS.split())
_SCRIPTS: tuple[tuple[str, str], ...] = (
    ("Japanese", "\u3040-\u30ff"),
    ("Korean", "\uac00-\ud7af\u1100-\u11ff"),
    ("Chinese", "\u3400-\u4dbf\u4e00-\u9fff"),
    ("Russian", "\u0400-\u04ff"),
    ("Greek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Arabic", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("Hebrew", "\u0590-\u05ff"),
    ("Hindi", "\u0900-\u097f"),
    ("Thai", "\u0e00-\u0e7f"),
)
# Letters that mark another language of the same script.
_LETTERS: dict[str, tuple[tuple[str, str], ...]] = {
    "Russian": (("Ukrainian", "іїєґІЇЄҐ"), ("Serbian", "ђјљњћџЂЈЉЊЋЏ")),
    "Arabic": (("Urdu", "ٹڈڑےں"), ("Persian", "پچژگ")),
}
_NOT_PROSE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`|https?://\S+|\S+@\S+|\S*[_\\/{}<>=]\S*", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:['\u2019](?=t\b)[^\W\d_]+)?")


def language_of(text: str) -> str | None:
    """Tell the language of a text.

    Returns:
        'en' for English, the English name of another language, or None where it cannot be told:
        a short text in Latin letters, a language without a list here, or two languages at once.
    """
    sample = _NOT_PROSE.sub(" ", text[:MAX_CHARS])
    return _by_script(sample) or _by_words(sample)


def _by_script(text: str) -> str | None:
    letters = sum(char.isalpha() for char in text)
    counts = {name: len(re.findall(f"[{ranges}]", text)) for name, ranges in _SCRIPTS}
    cjk = counts["Japanese"] + counts["Chinese"]
    if counts["Japanese"] > cjk / 10:
        counts["Japanese"], counts["Chinese"] = cjk, 0
    name = max(counts, key=lambda script: counts[script])
    if counts[name] < max(MIN_SCRIPT_LETTERS, MIN_SCRIPT_SHARE * letters):
        return None
    return _of_script(name, text, counts[name])


def _of_script(script: str, text: str, count: int) -> str:
    """The language whose own letters the text shows, else the script's most spoken one."""
    for language, own in _LETTERS.get(script, ()):
        if len(re.findall(f"[{own}]", text)) > count / 100:
            return language
    return script


def _by_words(text: str) -> str | None:
    words = Counter(word.lower().replace("\u2019", "'") for word in _WORD.findall(text))
    total = sum(words.values())
    if total < MIN_WORDS:
        return None
    hits = {language: _hits(words, language) for language in _STOP_WORDS}
    english = hits.pop(ENGLISH)
    best = max(hits, key=lambda language: hits[language])
    if hits[best] >= max(MIN_FOREIGN_SHARE * total, FOREIGN_LEAD * english, 1):
        return best
    if english >= max(MIN_SHARE * total, hits[best], 1):
        return ENGLISH
    return None


def _hits(words: Counter[str], language: str) -> int:
    """How many words are stop words of a language; none where it is but one or two, often."""
    shared = _SHARED if language != ENGLISH else frozenset()
    found = {word: words[word] for word in _STOP_WORDS[language] - shared if word in words}
    telling = sum(len(word) > 1 for word in found)
    return sum(found.values()) if telling >= MIN_DIFFERENT else 0
