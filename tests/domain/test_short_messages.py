"""A message of a few words in another language is told, and next to no English one is taken for it."""

import re

import pytest

from assistant.domain.language import language_of
from assistant.resources import folder

FOREIGN = {
    "German": (
        "Darüber müssen wir noch reden",
        "Die Schicht dauert acht Stunden",
        "Eine Ärztin schaut sich das an",
        "Ohne Zustimmung geht gar nichts",
        "WIR HABEN KEINE ZEIT",
        "weiß nicht",
        "Nein.",
    ),
    "French": (
        "Une infirmière relit tout",
        "Ce n'est pas encore décidé",
        "On garde les images trois ans",
        "Je n'ai pas compris votre question",
        "Combien ça coûte ?",
        "Oui",
        "je ne sais pas trop",
    ),
    "Spanish": (
        "Eso lo decide la dirección",
        "Guardamos todo durante tres años",
        "¿Por qué lo preguntas?",
        "No hay etiquetas todavía",
        "Sí, pero con permiso",
        "ni idea",
    ),
    "Italian": (
        "Questo lo decide la direzione",
        "Perché me lo chiedi?",
        "Le etichette non ci sono ancora",
        "Sì, ma con il permesso",
        "non so",
    ),
    "Dutch": (
        "Daar gaat de directie over",
        "Waarom vraag je dat?",
        "Er zijn nog geen labels",
        "Ja, maar alleen met toestemming",
        "geen idee",
    ),
    "Portuguese": (
        "Isso quem decide é a direção",
        "Ainda não há etiquetas",
        "Porque é que pergunta isso?",
        "Guardamos tudo durante três anos",
    ),
    "Polish": (
        "O tym decyduje dyrekcja",
        "Nie ma jeszcze etykiet",
        "Dlaczego o to pytasz?",
        "Przechowujemy wszystko przez trzy lata",
    ),
    "Swedish": (
        "Det bestämmer ledningen",
        "Varför frågar du det?",
        "Vi sparar allt i tre år",
        "Det finns inga etiketter än",
    ),
    "Danish or Norwegian": ("Det bestemmer ledelsen ikke", "Hvorfor spør du om det?"),
    "Czech": ("Proč se na to ptáte?", "O tom rozhoduje vedení"),
    "Romanian": ("De ce mă întrebați asta?",),
    "Hungarian": ("Ezt a vezetőség dönti el",),
    "Turkish": ("Buna yönetim karar veriyor", "Bunu neden soruyorsunuz?"),
    "Russian": ("Это решает дирекция", "нет"),
    "Ukrainian": ("Міток ще немає",),
    "Greek": ("Όχι ακόμα", "ναι"),
    "Arabic": ("ليس بعد",),
    "Hebrew": ("עוד לא",),
    "Persian": ("چرا می‌پرسید؟",),
    "Chinese": ("还没有", "不"),
    "Japanese": ("まだありません",),
    "Korean": ("아직 없어요",),
    "Hindi": ("अभी नहीं",),
    "Thai": ("ยังไม่มี",),
}
ENGLISH = """
no
ok, next
dunno, ask Sören
not yet, mabye in March
we dont hav any lables
teh data si on a shared drive
yea both
the second one pls
same as b4
a nurse, always
20k max, incl. hardware
c. 300/day, peaks on Mon
2 FTE + 1 intern
Ask Marie de la Tour
Van Dijk and Von Arnim sign
Dr. Peña, Mrs. Müller, Mr. Nuñez
offices in São Paulo, Łódź and Malmö
Los Angeles, San José, El Paso
Der Spiegel and Le Figaro articles
tickets of Deutsche Bahn und ÖBB
Crédit Agricole app reviews
Åsa in legal
café menus, à la carte and crème brûlée
naïve baseline, cliché but fine
résumés of applicants
et al., e.g., i.e., per se
in vitro, en masse, de facto
pro rata, ad hoc, status quo
MIT licence, DIN norm, IST time zone
EU + CH + UK, GDPR applies
SAP, ES and DAS storage
λ and μ by grid search
±5 μm, Δ under 2 %
labels "ja" and "nein"
mails such as 'Wo ist mein Paket?'
customers write “je ne sais pas”
French, Polish and Dutch mails
hasta la vista to spreadsheets
que sera sera
über simple rules
son or daughter of a member
sale prices, fares, pains
dos attacks in log files
sin tax on sugar
hay and straw bales
die cutters and dental dies
a fast car, a war, a hat
come on, me too
no use, no gain
most are in a van
""".strip().splitlines()
LONGEST_SHORT = 11


@pytest.mark.parametrize(
    ("language", "text"), [(language, text) for language, texts in FOREIGN.items() for text in texts]
)
def test_a_few_words_in_another_language_are_told(language, text):
    assert language_of(text) == language


@pytest.mark.parametrize("text", ENGLISH)
def test_terse_notes_names_and_slips_are_taken_for_english(text):
    assert language_of(text) in (None, "en")


def test_there_are_enough_of_both():
    assert sum(map(len, FOREIGN.values())) >= 30
    assert len(ENGLISH) >= 40


def test_hardly_a_fragment_of_our_own_english_is_taken_for_another_language():
    """Runs of a few words, as they come, out of whole pages of prose and lists."""
    wrong, count = [], 0
    for path in sorted((folder("knowledge") / "guidance").glob("*.md"))[::3]:
        words = re.sub(r"<!--.*?-->", "", path.read_text(encoding="utf-8")).split()
        for number, start in enumerate(range(0, len(words), 5)):
            fragment = " ".join(words[start : start + 1 + number % LONGEST_SHORT])
            count += 1
            wrong += [fragment] if language_of(fragment) not in (None, "en") else []
    assert count > 1500
    assert wrong == []
