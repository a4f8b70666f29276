"""Kazakh, in Cyrillic and in Latin script."""

from dateline.languages.kazakh_suffixes import ENDINGS, stem_cyrillic
from dateline.languages.language import Language, word_list

# BGN/PCGN 1979 without its marks. So а and ә become a, and q tells қ from к.
_CYRILLIC = dict(
    zip(
        "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя",
        "a a b v g gh d e yo zh z i y k q l m n ng o o p r s t u u u f kh h ts ch sh shch - y i - e yu ya".replace("-", "").split(" "),
        strict=True,
    )
)

# Letters of the Latin alphabets of 2021 and 2018, to the same addresses as their Cyrillic fellows.
_LATIN = {"ğ": "gh", "ǵ": "gh", "ñ": "ng", "ń": "ng", "ş": "sh", "ý": "u", "ı": "i", "ə": "a"}

LETTERS = _CYRILLIC | _LATIN

STOP_WORDS = word_list(
    """
    айтты айтуынша ақ ал алайда алғаш арасында арқылы аса аталған атап ау әйтпесе әйтсе әлі әр әрбір әрине әрі
    әсіресе әттең б бар бара барлығы барлық барынша басқа бәлки бәрі бәріміз бен бері беріп биыл бойы бойымен
    бойында бойынша бола болады болар болатын болған болмайды болмақ болса болу болуы болып бұған бұдан бұл бұлар
    бұлардың бұны бұның бұрын бүгін бүкіл бүтін біз бізге біздің бір біраз бірақ бірақта бірге біреу бірнеше бірі
    ғана ғой да дәл де деген дегендей дегенді дегенмен дегені деді дейді дейтін дейін демек деп деу еді едім екен
    ендеше енді ең есе ешкім ешқандай ешнәрсе жағы жаңағы жатқан жатыр және жоқ жөнінде жөніндегі жуық жүрген и иә
    ие ке кез кезде кезінде кейбір кейбірі кейін келген келеді керек кім кімде қазір қазіргі қай қайсы қайта қалай
    қана қандай қарағанда қарай қарсы қатар қатысты қашан қоса ма мақсатында мәліметінше мәселен ме мен менен менің
    мұнда мұндағы мұндай мұны мұның мүмкін мына мынау мысалы міне неге неліктен немесе нендей оған одан ойпырмай ол
    олай олар оларға оларды олардың онда ондағы ондай онсыз оны оның осы осыған осыдан осылай осындай отыр отырған
    өз өзге өзі өзінің өйткені өте өткен па пәлен пе пен сай сайын сәйкес себебі секілді сен сендер сені сенің
    сияқты соған сол солай сондағы сондай сондықтан сонымен соның соң соңғы сіз сізге сіздің тағы тек тиіс тиісті
    тура туралы тұр тұрған түгел түрлі тым тіпті үстінде үшін хабарлайды хақында ша шақты шамалы ше шейін шығар ы
    ылғи ыы іске ішінде іі э я яғни
    """
)

# The alphabet of 2021. Where a word has a letter with an acute it is of 2018, and that table reads it.
_OF_2021 = dict(zip("aäbdefgğhıijklmnñoöpqrsştuūüvyz", "аәбдефгғхіижклмнңоөпқрсштуұүвыз", strict=True))
_FOREIGN = {"c": "ц", "ç": "ч", "w": "у", "x": "х", "ï": "и", "ə": "ә"}
_OF_2018 = _OF_2021 | {"ı": "и", "i": "і", "u": "ұ", "ý": "у", "á": "ә", "ǵ": "ғ", "ń": "ң", "ó": "ө", "ú": "ү"}
_ACUTE = frozenset("áǵńóúý")
_VOWELS = frozenset("аәеиоөуұүыіэюя")
_GROUPS = (("şş", "щ"), ("sh", "ш"), ("ch", "ч"))


def to_cyrillic(word: str) -> str:
    """A Kazakh word in Latin script (small letters) in Cyrillic; any other word comes back as it is.

    Reads the alphabets of 2021 and 2018. Both write и and й with one letter: after a vowel it is й. A foreign
    word is turned too, always the same way, so that it still finds itself.
    """
    if not word.isalpha() or any("\u0400" <= letter <= "\u052f" for letter in word):
        return word
    table = _OF_2018 if _ACUTE.intersection(word) else _OF_2021
    for group, letter in _GROUPS:
        word = word.replace(group, letter)
    letters: list[str] = []
    for letter in word:
        found = table.get(letter) or _FOREIGN.get(letter, letter)
        if found == "и" and letters and letters[-1] in _VOWELS:
            found = "й"
        if found == "а" and letters and letters[-1] in "ий":
            found = "я"
            if letters[-1] == "й":
                letters.pop()
        letters.append(found)
    return "".join(letters)


def stem(word: str) -> str:
    """The stem of a Kazakh word of either script, in Cyrillic."""
    return stem_cyrillic(to_cyrillic(word))


KAZAKH = Language(
    code="kk",
    own_name="Қазақша",
    direction="ltr",
    letters=LETTERS,
    stem=stem,
    stop_words=STOP_WORDS,
    endings=ENDINGS,
)
