"""How pages that follow are called, in the languages of the web; none is one engine's own."""

import re

NEXT = re.compile(
    r"(?i)\b(?:next|older|continued?|more (?:posts|topics|threads|ads|results|comments|upcoming)|weiter|nächste[rns]?|n(?:ae|a)chste|vor(?:wärts)?|ältere"
    r"|suivante?s?|siguientes?|sig|successiv[aoie]|avanti|pr[óo]xim[ao]|seguintes?|następn\w+|dalej"
    r"|starsze|další|následující|ďalš\w+|nasledujúc\w+|volgende?|ouder|nästa|næste|neste|seuraava"
    r"|következő|sonraki|următo\w+|urmato\w+|înainte|sljedeć\w+|naslednj\w+|sledeć\w+"
    r"|след(?:ующ\w+)?|вперед|вперёд|далее|дальше|старые|наступн\w+|далі|уперед|следващ\w+|напред"
    r"|επόμεν\w+)\b|次|下一?页|下一?頁|다음|التالي|הבא|ถัดไป|tiếp"
)
PREVIOUS = re.compile(
    r"(?i)\b(?:prev(?:ious)?|newer|back|zurück|vorherige\w*|vorige|précédente?s?|anterior(?:es)?"
    r"|precedente?|indietro|poprzedni\w*|wstecz|předchozí|zpět|predošl\w+|späť|föregående|forrige"
    r"|edellinen|előző|önceki|înapoi|anterioar\w+|prethodn\w+|предыдущ\w+|пред|назад|попередн\w+"
    r"|предишн\w+|προηγούμεν\w+)\b|前|上一?页|上一?頁|이전|السابق|הקודם"
)
END = re.compile(
    r"(?i)\b(?:last|letzte\w*|dernière?|últim[ao]|ultima|ostatni\w*|poslední|laatste|последн\w+"
    r"|останн\w+|first|erste\w*|première?|primer[ao]?|pierwsz\w+|první|перв\w+|перш\w+)\b"
)
OTHER = re.compile(
    r"(?i)\b(?:thread|topic|discussion|article|post|тем[аыу]|thema|temat|téma|sujet|tema)\b|unread|slide"
    r"|read more|image|photo|month|week|level"
)
FORWARD = re.compile(r"^(?:[›»>→▶►⟩≫❯]|&gt;|>>|»»|->|=>)$")
ARROW_AFTER = re.compile(r"[^\W\d_].*[›»>→▶►⟩≫❯]$")
CALENDAR = re.compile(r"(?i)month|week|slide|\bday\b|thread|topic")
NAMED_NEXT = re.compile(r"(?i)next|older|forward|weiter|suivant|siguiente|volgende")
NAMED_PREVIOUS = re.compile(r"(?i)prev|newer|back")
BAR = re.compile(r"(?i)pag(?:e|ing|in|er)|pager|navi|wp-paginate")
NOT_BAR = re.compile(r"(?i)slide|carousel|gallery|calendar|ticker|swiper|lightbox|jcarousel|flex-")
HERE = re.compile(r"(?i)current|active|selected|here")
