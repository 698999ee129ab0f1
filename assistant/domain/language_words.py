"""The commonest words of each language, which tell languages apart."""

# The commonest words of each language; a word may stand in several of them.
WORDS = {
    "en": (
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
    "Danish or Norwegian": (
        "og er ikke det en et vi har som på til med af av for den de der kan skal vil men eller fra om også hvor "
        "når hvad hva jeg være blive bliver blir vores vår våre noget noen hver alle mange mere mer nogle hvis "
        "fordi så dette denne disse efter etter hvordan over under være vært skulle"
    ),
    "Czech": (
        "a je se na že v z do jsou není jako ale nebo pro který která které jsme máme chceme jen už když jak co ne "
        "od po za s k o i to ten ta tento této bude být byl byla bylo aby jejich naše našich při také každý "
        "protože podle ještě více může"
    ),
    "Romanian": (
        "și şi nu este sunt pentru cu din care mai sau dar în pe la de un o avem vrem să că nostru noastră noastre "
        "fi fost ca prin despre după fără fiecare când unde acest această aceste lor ale ai al acum doar"
    ),
    "Hungarian": (
        "és nem egy van hogy az a azt meg csak már még ez mi vagy de ha is mint lesz nincs volt kell minden "
        "szeretnénk ezt amely ami akkor után között által lehet vannak nagyon több kik hol mert pedig ezek"
    ),
    "Turkish": (
        "ve bir bu için ile değil var yok çok daha gibi ama biz ben ne mi mı olarak kadar sonra önce olan da de "
        "her en hangi nasıl çünkü veya bizim onların şu o istiyoruz olacak ediyor"
    ),
}
