"""How people write @ . _ / in words, so that a machine does not see an address."""

AT_WORDS = (
    r"arroba|ma[łl]p(?:a|k[aą]|ą)|соба(?:ка|чка)|sobaka|песик|пёсик|равлик|сбк|arobase?|a\s?rond|arond|klammeraffe|"
    r"affenschwanz|chiocciola|coada\sde\smaimu[tț][aă]"
)
# These are common words too: they stand for @ only in brackets, or with a dot in words after them.
WEAK_AT = r"at|ät|aet|ат|эт|ет|chez|bei|la"
DOT_WORDS = r"dot|punkt|kropk[aą]|точка|крапка|tochka|krapka|punct|punto|point|ponto"
UNDERSCORE_WORDS = (
    r"under\s?score|podkre[śs]lnik\w*|podłoga|unterstrich|tiret[\s-]bas|underline|gui[oó]n\sbajo|"
    r"нижнее\sподч[её]ркивание|нижнє\sпідкреслення|подч[её]ркивание|liniu[tț][aă]\sjos"
)
SLASH_WORDS = r"slash|slesh|schr[äa]gstrich|schraegstrich|barra|ukośnik|слеш|слэш|косая|barre"

_OPEN, _SHUT = r"\s{0,3}[\[({<]\s{0,3}", r"\s{0,3}[\])}>]\s{0,3}"

AT = (
    rf"(?:@|\s@\s|{_OPEN}(?:@|{AT_WORDS}|{WEAK_AT}|a|а|æt){_SHUT}|\s{{1,3}}(?:{AT_WORDS})\s{{1,3}}"
    rf"|\s{{1,3}}(?P<weak>{WEAK_AT})\s{{1,3}})"
)
SPOKEN_DOT = rf"(?:{_OPEN}(?:\.|{DOT_WORDS}|p|d){_SHUT}|\s{{1,3}}(?:{DOT_WORDS})\s{{1,3}})"
DOT = rf"(?:\.|{SPOKEN_DOT}|\s\.\s?)"
NAME_DOT = rf"(?:\.|{_OPEN}(?:\.|{DOT_WORDS}){_SHUT})"
UNDERSCORE = rf"(?:\s?_\s?|{_OPEN}(?:_|{UNDERSCORE_WORDS}){_SHUT}|\s(?:{UNDERSCORE_WORDS})\s)"
SLASH = rf"(?:\s?/\s?|{_OPEN}(?:/|{SLASH_WORDS}){_SHUT}|\s(?:{SLASH_WORDS})\s)"
TLD = (
    r"(?:com|net|org|info|biz|eu|example|test|online|site|shop|pro|work|works|jobs?|me|io|co|app|xyz|top|club|agency|"
    r"uk|ie|pl|ua|ru|by|kz|ro|md|de|at|ch|es|mx|ar|cl|pe|fr|be|lu|it|pt|nl|cz|sk|lt|lv|ee|bg|gr|cy|mt|tr|ae|qa|"
    r"se|no|dk|fi|hu|hr|si|rs|il|ge|am|az|uz|kg|us|ca|au|nz|in|ph|ke|ng|gh|za|ma|tn|sn|ci|cm|br|asia|cat|рф|укр)"
)
# One of these is in every text that spells the sign out: a cheap look before the patterns above.
AT_STEMS = ("@", "arroba", "małp", "malp", "соба", "sobaka", "песик", "пёсик", "равлик", "сбк", "arob", "arond", "a rond", "klammer", "affenschw", "chioc", "coada")  # fmt: skip
DOT_STEMS = ("dot", "punkt", "kropk", "точка", "крапка", "tochka", "krapka", "punct", "punto", "point", "ponto")  # fmt: skip
UNDERSCORE_STEMS = ("_", "underscore", "under score", "podkre", "podłog", "unterstrich", "tiret", "underline", "guion", "guión", "подч", "підкресл", "liniu")  # fmt: skip
