"""Words that tell the language of a short message, and those that only seem to."""

# What short answers are made of besides: "we want", "I have", "yes", "about", "data", "customers".
SHORT_WORDS = {
    "German": (
        "acht sechs sieben neun dauert an so was will man also am wollen möchten möchte brauchen gibt leider ungefähr "
        "jeden jede bitte danke weiß weiss müssen muss mein meine mich mir bin habe hätte wäre wer wann warum wo "
        "nichts alles viele sehr schon jetzt hier weil ob ohne gegen etwa daten kunden nein sagen vorhersagen wissen "
        "euch ihm ihnen gerade bereits damals pro welchem welchen dafür davon darüber mitarbeiter fotos bilder machen "
        "geht steht liegt liegen spät einmal menschen entscheidet entscheiden nutzt nutzen prüft prüfen braucht kommt "
        "kommen zuerst später vorher danach immer nie manchmal vielleicht sonst nächste nächsten letzte neue tage "
        "täglich woche wirklich unbedingt niemand jemand wegen zwischen während mehrere einige wenige frage fragen "
        "verstehe verstehen höchstens mindestens kollegin kollegen müsste könnte könnten sollte sollten würde würden "
        "hängt ab zwei drei vier fünf zehn zwölf hundert tausend euro stunde stunden minuten monate monaten fall "
        "fälle heute morgen gestern bekommen sehen prüfe ersten letzten anderen selbst dabei darum deshalb trotzdem "
        "beide beides weder jeweils laut erst fast genug heißt bedeutet brauche speichern gespeichert sammeln "
        "gesammelt erfasst vorhanden fehlt fehlen richtig falsch wichtig möglich unmöglich kurz lang teuer billig "
        "schnell"
    ),
    "French": (
        "on a me sais je voulons veux voudrais souhaitons ai as n'avons n'ai n'est d'un d'une l'on qu'on pourquoi "
        "combien quand comment oui non merci environ rien tout tous toutes quel quelle quels quelles données clients "
        "faut peut peuvent jamais encore déjà aussi ici mois jour jours année moi toi chez selon ça cela avant après "
        "prédire s'il y personne j'ai utiliser décide décident toujours quelques moins trop fois projet semaine va "
        "vont était pendant lorsque puis parce aucun aucune plusieurs beaucoup mesuré bonne mes jusqu'à question "
        "comprends comprendre voudrait faudrait demander collègue dépend septembre août février mai juin tard tôt "
        "deux trois quatre cinq dix mille cent heure heures minutes euros maximum trier lettres photos moment "
        "l'instant plutôt surtout parfois souvent presque seulement aujourd'hui demain hier dois doit devons savoir "
        "vérifie gardons font dit mettre prendre même mêmes autre autres premier dernier vrai faux sinon donc alors "
        "car puisque contre vers sous ceux celui celle quelqu'un"
    ),
    "Spanish": (
        "a me he yo quiero tengo necesitamos puede pueden hacer qué cuál cuándo cuánto cuántos quién quiénes dónde "
        "nada todo mucho muchos poco unos unas sí gracias nos les le mi mis aún todavía ahora datos clientes nadie "
        "nunca cómo saber sé eso esto ese día días mes meses año años aproximadamente predecir hacen hace reducir "
        "equipo ventas antes siempre después menos quizás semana proyecto usan etiquetado van fin decide línea ningún "
        "ninguna algo algunos varios usar evitar entiendo entender pregunta preguntar compañera compañero depende "
        "guardamos revisa revisan máximo mínimo diez mil cien dos tres cuatro cinco hora horas minutos euros fotos "
        "cartas enero febrero abril mayo junio julio agosto hoy mañana ayer tampoco entonces aunque mientras según "
        "contra hacia durante otro otra otros otras mismo misma primero último cierto falso mejor peor debe deben "
        "debemos hecho dicho sabe saben dice creo persona personas gente parte veces alguien enfermera médico"
    ),
    "Italian": (
        "sì sei sette otto nove no me so a i io voglio ho possiamo può possono serve dati clienti nessuno mai già "
        "ancora circa quanti quanto quale quali chi cosa perché quindi anni mesi giorno giorni grazie loro noi tutti "
        "tutto molto poco prevedere nessun dell'anno c'è sempre entro prima dopo forse settimana progetto li usa "
        "decide fine ridurre usano cos'è fare stato stata nessuna alcuni qualche vorremmo capisco capire domanda "
        "chiedere collega dipende teniamo massimo minimo mila diecimila dieci cento due tre quattro cinque ora ore "
        "minuti euro foto lettere gennaio febbraio aprile maggio giugno luglio agosto settembre ottobre oggi domani "
        "ieri bisogna controlla controllano allora mentre secondo contro verso durante altro altra altri altre stesso "
        "stessa primo ultimo vero falso meglio peggio deve devono dobbiamo fatto detto sa sanno dice credo persone "
        "gente parte volte qualcuno mia mio siamo"
    ),
    "Dutch": (
        "me he so ik jullie wil heb hebt weet niemand niets iets alles veel weinig gegevens klanten ongeveer waarom "
        "wanneer welke wie graag bedankt dank mijn jaar maanden dagen nooit altijd zelf staat staan voorspellen "
        "alleen mensen doen dag beslist foto's voorlopig vanaf einde klaar behouden misschien soms week maand eerst "
        "daarna natuurlijk mogen zodat per zodra gebruiken gebruikt vraag vragen begrijp begrijpen hooguit hoogstens "
        "minstens collega collega's hangt af twee drie vier vijf tien twaalf honderd duizend tienduizend euro uur "
        "uren minuten maart mei juni vandaag morgen gisteren ermee ervan daarom toch zelfs andere anderen zelfde "
        "eerste laatste onwaar moesten konden zouden gezegd gedaan bewaren bewaard verzamelen verzameld ontbreekt "
        "ontbreken belangrijk mogelijk snel duur goedkoop iemand keer kijkt bekijkt bekijken verpleegkundige hier "
        "daar"
    ),
    "Portuguese": (
        "me eu quero tenho precisamos pode podem fazer quais qual quanto quantos quem nada tudo sim obrigado obrigada "
        "ainda agora dados clientes ninguém nunca isto esse essa dia dias mês meses ano anos aproximadamente prever "
        "sei sabemos nós porque sempre reduzir cerca fim pessoa decide só depois antes talvez semana projeto usar "
        "usam nenhum nenhuma alguns vários evitar vendas equipe equipa pergunta perguntar entendo percebo colega "
        "depende guardamos máximo mínimo dez mil cem dois duas três quatro cinco hora horas minutos euros fotos "
        "cartas janeiro fevereiro março abril maio junho julho agosto hoje amanhã ontem então embora enquanto segundo "
        "contra durante outro outra outros outras mesmo mesma primeiro último certo falso melhor pior deve devem "
        "devemos feito dito sabe sabem diz acho pessoas gente parte vezes alguém vê veem minha meu enfermeira médico"
    ),
    "Polish": (
        "my on by no ja mam chcę potrzebujemy nikt nic wszystko dużo mało tak dziękuję proszę dane danych klienci "
        "klientów około dlaczego kiedy kto gdzie ile jaki jakie jakich wiem wiemy lat miesięcy dni teraz jeszcze "
        "zawsze nigdy przewidywać naszym decyduje roku końca dziennie zdjęć człowiek przed potem tydzień projekt "
        "każdego żaden żadnych kilka wszystkie będziemy powinno pytanie pytania zapytać rozumiem rozumie muszę musimy "
        "najwyżej najmniej dziesięć tysięcy tysiąc sto dwa dwie trzy cztery pięć godzin godziny minut euro zdjęcia "
        "listy stycznia lutego marca kwietnia maja czerwca lipca dzisiaj jutro wczoraj więc chociaż według przeciw "
        "inny inna inne inni sam sama pierwszy ostatni prawda lepiej gorzej powinien powinny zrobione wie wiedzą mówi "
        "myślę ludzie osoby osoba ktoś coś koleżankę kolegę koleżanka zależy sprawdza sprawdzamy mniej więcej bardzo "
        "trzeba"
    ),
    "Swedish": (
        "man per vet kunder data ingen inget inga ungefär varför vem mycket många tack mig min mina år månader dagar "
        "aldrig alltid redan ännu förutsäga själva behöver gör saknas vad bilder dag människa före slut märkt "
        "bestämmer vilka vilken kanske vecka projekt ibland sedan behålla någon något några använder använda veta "
        "fråga frågan frågor förstår kollega högst minst tio tusen tiotusen hundra två tre fyra fem timmar timme "
        "minuter euro foton brev januari februari maj juni juli augusti idag imorgon igår därför fast enligt mot "
        "annan annat andra samma första sista sant falskt bättre sämre bör borde gjort sagt tror folk personer gånger "
        "tittar kollar beror behövs spara sparar sparade samlar saknar viktigt möjligt dyrt snabbt vanligtvis ofta "
        "sällan bland igen"
    ),
    "Danish or Norwegian": (
        "her man i per ved vet ønsker kunder ingen intet omtrent hvorfor hvornår hvem meget takk tak mig meg min mine "
        "år måneder dager dage aldri aldrig alltid altid allerede ennå endnu forudsige forutsi trenger findes finnes "
        "ligger beholde kunderne kundene bestemmer billeder bilder dag måske kanskje uge uke bruger bruker hvilke "
        "hvilken prosjekt projekt nogen spørsmål spørgsmål spørge spørre forstår kollega højst høyst mindst minst ti "
        "tusind tusen to tre fire fem timer minutter kroner januar februar maj mai juni juli august morgen derfor "
        "ifølge mod mot anden annen samme første sidste siste sandt sant bedre bør burde gjort sagt tror folk "
        "personer gange ganger ser kommer an må mangler samler vigtigt viktig ofte sjældent sjelden igen igjen "
        "kollegaen sykepleier sygeplejerske"
    ),
    "Czech": (
        "já mám chci potřebujeme nikdo nic všechno hodně málo ano děkuji prosím data dat zákazníci zákazníků asi proč "
        "kdy kdo kde kolik jaký jaké víme nevím nevíme let měsíců dní teď vždy nikdy nemáme rozhoduje člověk konce "
        "roku denně fotek před možná týden udržet žádná žádné několik všechny budeme otázka otázku otázce zeptat "
        "rozumím kolegy kolegyně musím musíme nejvýše nejméně deset tisíc sto dva tři čtyři pět hodin minut eur ledna "
        "února dnes zítra včera proto jiný jiná stejný první poslední pravda lepší horší měl mělo lidé osoba někdo "
        "něco záleží kontroluje velmi"
    ),
    "Romanian": (
        "a as or am eu vreau putem nimeni nimic tot mult puțin da mulțumesc date datele clienți clienții cam "
        "aproximativ cine cât câți știu știm ani luni zile încă niciodată prezice avut întotdeauna decide sfârșitul "
        "anului poate săptămână păstrăm nicio niciun câteva toate trebuie dori întrebare întrebarea înțeleg întreb "
        "colega coleg maximum cel zece mii sută două trei patru cinci ore minute lei euro azi mâine ieri deci altul "
        "alta același primul ultimul adevărat bine trebui făcut spus știe oameni persoană cineva ceva depinde "
        "verifică foarte"
    ),
    "Hungarian": (
        "be én szeretnék nincsenek senki semmi mindent sok kevés igen köszönöm kérem adatok adataink ügyfelek "
        "ügyfeleink körülbelül miért mikor mennyi hány melyik tudom tudjuk év hónap nap most soha mindig dönt végéig "
        "évben talán hét megtartani néhány összes kellene nincsen kérdés kérdést értem kérdezni kollégám legfeljebb "
        "legalább tíz ezer száz kettő három négy öt óra perc ma holnap tegnap ezért szerint másik ugyanaz első utolsó "
        "igaz jobb rosszabb kellett emberek valaki valami attól függ ellenőrzi"
    ),
    "Turkish": (
        "bunu şunu buna at hayır evet istiyorum teşekkürler lütfen veri verimiz veriler müşteri müşteriler "
        "müşterilerin yaklaşık neden kim nerede kaç biliyorum bilmiyorum bilmiyoruz yıl ay gün şimdi henüz hiç kimse "
        "bizde zaman karar verir sonuna belki hafta tutmak etmek birkaç bütün gerekiyor olmalı soru soruyu anlamadım "
        "anlamıyorum sormam sormak arkadaşıma fazla az on bin yüz iki üç dört beş saat dakika bugün yarın dün göre "
        "diğer aynı ilk son doğru yanlış kişi biri şey bağlı kontrol"
    ),
}
# In English, in names or in abbreviations, too: they only support what other words tell.
WEAK_WORDS = (
    "a ab af after ai ais al ale all alla alle alles allow alltid also alta am ama ami an ande ani anno ano anos "
    "ante ao april après as asi att au august aus aux av ay az azi bara bei beide ben bestemmer bilder bin bine "
    "bis biz bland bon bonne bor bu but ca cam car care cartas ce cel cem cent ces chez chi ci cien cinco "
    "clientes clients co coleg colega com come comment como con contra contre cu da dale damit dan dank dar dare "
    "das dat data date dates de decide del della dem den der des det detto dez di dice die dig din dire dit dito "
    "dix dnes do doar dont door dos drei du due duo déjà e ed ein el elke elle em en encore entre er era es est "
    "esta este et eu eur euro euros ez fall falso fare fast fem fez fi fim fin fine fire folk for fora forte foto "
    "foto's foton fotos gente genug gut guten gün ha had hade han har hasta hat have hay he her hier his ho hoe "
    "hol holnap hoy hun hét i ieri iki il ile ilk ils im in ingen inna io is ja je jen jobb jour juli june juni "
    "junin junio k kan kell kim kroner la lang las lat le lei les let lettres li list lista listy lo lor los luni "
    "ma maggio mai maj maja mal man mar mas maximum me med meg mein men mensen mer mes met mi mig mii mil mila "
    "mille min mina mine minimo minimum mint minut minute minutes mio mis mit mod moi moment most mot mult my na "
    "nada nap nas ne nee ni nie no non nos not note notes notre nu nur o ob od of og om on ons op or ora ore os "
    "otto ou over par parte pas pe per perc persona personnel photos pior plan plus po poco pod pour prima primo "
    "pro projekt qu quatre question re s sa saat sage sagt sale sam sama san sandt sans sant se secondo sei sem "
    "ser serve si sie sig sim sin six ska slut so sobre solo som son sono soru sous st stato sto su sur sus ta "
    "tack tage tak tan te ten ti til till timer tio to todo toi ton tot tout tre trei tres trier tror très tu u "
    "uge ultimo um un una under uno up us usa v va vad van var ve veem ver veri vero vers verso vet vi via vid "
    "vill von w want war waren was wat we week wel wer were wet wie will wo y ya yo z za zaman ze zo zu zum zur"
)
# The whole of a short message, without its marks.
PHRASES = {
    "German": "nein|danke|nein danke|ja bitte|keine ahnung|weiß nicht|weiss nicht|weiß ich nicht|noch nicht|gar nicht|genau|natürlich|nächste frage|überspringen|guten tag",
    "French": "oui|merci|non merci|oui merci|aucune idée|je sais pas|pas encore|d'accord|bien sûr|pas du tout|question suivante|bonjour",
    "Spanish": "sí|gracias|no gracias|ni idea|no sé|no lo sé|todavía no|aún no|por supuesto|siguiente pregunta|buenos días",
    "Italian": "sì|grazie|no grazie|non so|non lo so|non ancora|certo|nessuna idea|buongiorno|prossima domanda",
    "Dutch": "nee|nee bedankt|ja graag|geen idee|weet ik niet|weet niet|nog niet|bedankt|dank je|volgende vraag",
    "Portuguese": "não|não sei|obrigado|obrigada|ainda não|nem ideia|bom dia|próxima pergunta",
    "Polish": "nie wiem|dziękuję|jeszcze nie|proszę|nie mam pojęcia|następne pytanie|dzień dobry",
    "Swedish": "vet inte|vet ej|jag vet inte|ingen aning|inte än|tack|nej tack|nästa fråga",
    "Danish or Norwegian": "ved ikke|vet ikke|ikke endnu|ikke ennå|ingen anelse|nej tak|nei takk|ja tak",
    "Czech": "ano|nevím|děkuji|ještě ne|nemám tušení|další otázka|dobrý den",
    "Romanian": "nu știu|mulțumesc|încă nu|habar n-am|bună ziua",
    "Hungarian": "igen|nem|nem tudom|köszönöm|még nem|fogalmam sincs",
    "Turkish": "evet|hayır|bilmiyorum|teşekkürler|henüz değil|fikrim yok",
}
# Letters of a language's own; in a word without a capital they support what other words tell.
ACCENTS = {
    "German": "äöüß", "French": "éèêëàâçùûîïôœ", "Spanish": "ñáéíóú¿¡", "Italian": "àèéìòù", "Dutch": "ëïé",
    "Portuguese": "ãõçáéíóúâêôà", "Polish": "ąćęłńóśźż", "Swedish": "åäö", "Danish or Norwegian": "æøå",
    "Czech": "ěščřžýáíéúůďťň", "Romanian": "ăâîșşțţ", "Hungarian": "őűáéíóöúü", "Turkish": "ğışçöü",
}  # fmt: skip
LOANS = (
    "à brûlée café cafés cliché clichés crème crèche crèches décor déjà détente doppelgänger éclair émigré entrée "
    "entrées exposé façade façades facade fiancé fiancée forté frappé jalapeño maître mañana matinée mêlée naïve "
    "naïveté née papier-mâché passé pâté piñata piñatas protégé purée résumé résumés rosé roué risqué sauté señor "
    "smörgåsbord smörgasbord soirée soufflé touché über voilà vis-à-vis"
)
