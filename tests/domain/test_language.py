"""Languages: each of the known ones, the scripts, and English that must stay English."""

import pytest

from assistant.domain.language import language_of

TEXTS = {
    "en": ("We want to predict which of our customers will leave, so that the sales team can call them in time."),
    "German": (
        "Wir wollen vorhersagen, welche unserer Kunden bald kündigen, damit der Vertrieb sie "
        "rechtzeitig anrufen kann. Die Daten liegen im CRM und sind seit 2019 vollständig."
    ),
    "French": (
        "Nous voulons prédire quels clients vont résilier leur contrat, afin que les "
        "commerciaux puissent les appeler à temps. Les données sont dans le CRM depuis 2019."
    ),
    "Spanish": (
        "Queremos predecir qué clientes van a cancelar su contrato, para que el equipo de "
        "ventas los llame a tiempo. Los datos están en el CRM desde 2019."
    ),
    "Italian": (
        "Vogliamo prevedere quali clienti disdiranno il contratto, in modo che il reparto "
        "vendite possa chiamarli in tempo. I dati sono nel CRM dal 2019."
    ),
    "Dutch": (
        "We willen voorspellen welke klanten binnenkort opzeggen, zodat de verkoopafdeling ze "
        "op tijd kan bellen. De gegevens staan sinds 2019 in het CRM."
    ),
    "Portuguese": (
        "Queremos prever quais clientes vão cancelar o contrato, para que a equipe de vendas "
        "possa ligar para eles a tempo. Os dados estão no CRM desde 2019."
    ),
    "Polish": (
        "Chcemy przewidywać, którzy klienci wkrótce zrezygnują, żeby dział sprzedaży mógł do "
        "nich zadzwonić na czas. Dane są w systemie CRM od 2019 roku i nie ma w nich braków."
    ),
    "Swedish": (
        "Vi vill förutsäga vilka kunder som snart kommer att säga upp sig, så att säljarna kan "
        "ringa dem i tid. Uppgifterna finns i vårt CRM sedan 2019."
    ),
    "Russian": ("Мы хотим предсказывать, какие клиенты скоро уйдут, чтобы отдел продаж успел им позвонить."),
    "Ukrainian": ("Ми хочемо передбачати, які клієнти незабаром підуть, щоб відділ продажів встиг їм зателефонувати."),
    "Serbian": ("Желимо да предвидимо који ће клијенти ускоро отићи, како би их одељење продаје позвало на време."),
    "Greek": "Θέλουμε να προβλέψουμε ποιοι πελάτες θα φύγουν σύντομα.",
    "Arabic": "نريد أن نتوقع أي العملاء سيغادرون قريبا حتى يتصل بهم فريق المبيعات.",
    "Persian": ("می‌خواهیم پیش‌بینی کنیم کدام مشتریان به‌زودی می‌روند تا تیم فروش با آن‌ها تماس بگیرد و گفتگو کند."),
    "Hebrew": "אנחנו רוצים לחזות אילו לקוחות יעזבו בקרוב.",
    "Japanese": "どの顧客がまもなく解約するかを予測したい。データはCRMにあります。",
    "Chinese": "我们想预测哪些客户即将流失，以便销售团队及时联系他们。",
    "Korean": "어떤 고객이 곧 떠날지 예측하고 싶습니다.",
    "Hindi": "हम यह अनुमान लगाना चाहते हैं कि कौन से ग्राहक जल्द ही चले जाएंगे।",
    "Thai": "เราต้องการคาดการณ์ว่าลูกค้ารายใดจะยกเลิกในเร็ว ๆ นี้",
}


@pytest.mark.parametrize("language", TEXTS)
def test_each_language(language):
    assert language_of(TEXTS[language]) == language
    assert language_of("\n\n".join([TEXTS[language].upper()] * 3)) == language


@pytest.mark.parametrize(
    "text",
    [
        # names
        "The team of José de la Cruz, Jean-Luc le Gall, Ursula von der Leyen and Vincent "
        "van den Berg met with us in Los Angeles and El Paso.",
        # foreign words and a quotation
        "Our customers in Germany write things like 'Wo ist mein Paket?' and 'Die Ware ist "
        "nicht da', and the model has to sort them.",
        # code
        "We have this query for the training data:\n```sql\nselect de, la, el, en, un, que "
        "from der_die_das\n```\nand it takes about an hour.",
        "We run `el => el.id` on each page and see https://el.la/de/en/un/que for more of "
        "the data that we have about it.",
        # other languages named
        "The model reads German, French, Polish and Swedish texts, such as 'och', 'und', "
        "'et' or 'i', and says which of them it is.",
        "It’s a plan that we don’t like, but it’s the one that they’ve got, and we’ll see what it’s worth to them.",
        "Our chat is in Japanese (返品したい means 'I want to return it'), but the labels and "
        "all reports are in English.",
    ],
)
def test_english_stays_english(text):
    assert language_of(text) == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "12 345 --- 67 %",
        "Churn prediction",
        "é",
        # words without grammar
        "churn revenue forecast pipeline warehouse sensor camera truck depot route driver shift",
        # a list with few stop words
        "Goal: fewer returns. Data: orders since 2019, returns, reasons. Owner: Maria de "
        "Souza. Budget: 20k. Metric: recall at 10 % and precision.",
        # one telling word again and again
        "x el y el z el a el b el c el d el e el f el",
        # a language without a list
        "Haluamme ennustaa, mitkä asiakkaat lähtevät pian, jotta myynti ehtii soittaa heille ajoissa ennen sitä.",
        # two languages in equal parts
        f"{TEXTS['German']} {TEXTS['en'][:60]}",
    ],
)
def test_unsure(text):
    assert language_of(text) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("Привет", "Russian"), ("你好", "Chinese"), ("是", "Chinese"), ("はい", "Japanese"), ("안녕", "Korean")],
)
def test_a_short_text_in_a_clear_script(text, language):
    assert language_of(text) == language


def test_a_foreign_text_with_english_terms():
    text = (
        "Wir wollen mit Machine Learning den Churn der Kunden senken: Feature Store, Data Lake "
        "und MLOps sind da, Labels noch nicht."
    )
    assert language_of(text) == "German"


def test_a_long_text_is_told_by_its_beginning():
    assert language_of(TEXTS["en"] * 3000 + TEXTS["German"] * 9000) == "en"
