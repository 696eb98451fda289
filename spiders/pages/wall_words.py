"""What pages that stand before a board say, in the languages boards speak; folded at import."""

import re
import unicodedata


def folded(text: str) -> str:
    """*text* without accents and case, its white space single, its apostrophes straight."""
    flat = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return " ".join("".join(sign for sign in flat if not unicodedata.combining(sign)).split())


def _any(*phrases: str) -> re.Pattern[str]:
    """A pattern of *phrases*; in one, `..` stands for up to forty signs of the same sentence."""
    every = "|".join(
        re.escape(folded(one)).replace(r"\.\.", r"[^.!?]{0,40}?")
        for line in phrases
        for one in line.split(" / ")
    )
    return re.compile(rf"(?<!\w)(?:{every})")


HUMAN = _any(
    "checking your browser / checking if the site connection is secure / verify you are human",
    "verify that you are human / verifying you are human / verify you are not / are you a robot",
    "are you human / are you a human / i'm not a robot / i am not a robot / you're not a robot",
    "you are not a robot / you are a human / you're not a bot / you are not a bot / press & hold",
    "unusual traffic / human verification / prove you are human / ddos protection by",
    "complete the captcha / enter the captcha / solve the captcha / complete the security check",
    "nie jestem robotem / nie jestes robotem / czy jestes robotem / jestes czlowiekiem",
    "sprawdzanie..przegladarki / sprawdzamy..przegladark / weryfikacja przegladarki",
    "nietypowy ruch / przepisz kod z obrazka / rozwiaz captch",
    "ich bin kein roboter / sie kein roboter / du kein roboter / sie ein roboter",
    "sie ein mensch / du ein mensch / browser wird überprüft / browser wird geprüft",
    "überprüfung ihres browsers / ungewöhnlichen datenverkehr / ungewöhnlicher datenverkehr",
    "pas un robot / vous un robot / vous êtes humain / vous êtes un humain / êtes-vous humain",
    "vérification de votre navigateur / vérifions votre navigateur / trafic inhabituel",
    "trafic exceptionnel / no soy un robot / no eres un robot / no es un robot / eres un robot",
    "es usted un robot / eres humano / es usted humano / es un ser humano",
    "verificando su navegador / verificando tu navegador / comprobando su navegador",
    "comprobando tu navegador / tráfico inusual",
    "я не робот / вы не робот / вы робот / вы человек / проверка браузера / проверка вашего браузера",
    "проверяем ваш браузер / проверку браузера / подозрительный трафик / необычный трафик",
    "не робот / ви не робот / ви робот / ви людина / ви — людина / перевірка браузера",
    "перевірка вашого браузера / перевіряємо ваш браузер / незвичний трафік / підозрілий трафік",
    "nu sunt robot / nu sunt un robot / nu esti robot / nu esti un robot / nu sunteti robot",
    "nu sunteti un robot / esti om / sunteti om / verificam browserul / se verifica browserul",
    "verificarea browserului / trafic neobisnuit",
    "nejsem robot / nejste robot / non sono un robot / non sei un robot / ik ben geen robot",
)

MEMBERS = _any(
    "you must be logged in / you must log in / you must login / you need to be logged in",
    "you need to log in / you need to login / you have to be logged in / you have to log in",
    "not logged in or / please log in to view",
    "please login to view / please log in to continue / please login to continue",
    "log in to view / login to view / sign in to view / sign in to continue / sign in to read",
    "requires you to be registered / only registered.. can view / only registered.. may view",
    "only registered.. access / only registered.. allowed / you must be logged-in / permission to do that",
    "you don't have permission to view / only registered.. can read / only members can / must be a registered / must be registered",
    "you do not have permission to / you are not authorised to read / not authorized to read",
    "musisz się zalogować / musisz być zalogowan / musisz zalogować się / nie jesteś zalogowany lub",
    "zaloguj się, aby / zaloguj się aby / zaloguj się, żeby / wymaga zalogowania",
    "tylko dla zalogowanych / tylko zarejestrowani / dla zarejestrowanych / tylko zalogowani",
    "sie müssen angemeldet / du musst angemeldet / du musst dich anmelden / müssen sich anmelden",
    "müssen sie sich anmelden / musst du dich anmelden / nicht angemeldet oder",
    "müssen eingeloggt sein / musst eingeloggt sein",
    "sie müssen sich einloggen / musst dich einloggen / nur für registrierte / nur für mitglieder",
    "nur registrierte / nicht die notwendigen zugriffsrechte",
    "vous devez être connecté / vous devez vous connecter / vous devez vous identifier",
    "vous devez être enregistré / vous devez être inscrit / pas connecté ou",
    "réservé aux membres / connectez-vous pour",
    "debes iniciar sesión / debe iniciar sesión / tienes que iniciar sesión / inicia sesión para",
    "debes estar registrado / debe estar registrado / debes identificarte / debe identificarse",
    "necesitas iniciar sesión / iniciado sesión o / sólo para registrad",
    "solo para usuarios registrados / sólo los usuarios registrados",
    "вы должны войти / вы должны авторизоваться / вы должны зарегистрироваться / вы не вошли на форум или",
    "вы должны быть авторизованы / вы должны быть зарегистрированы / необходимо авторизоваться",
    "необходимо войти / нужно войти / требуется авторизация / необходима авторизация",
    "необходимо зарегистрироваться / войдите, чтобы / авторизуйтесь, чтобы / не авторизованы или",
    "только для зарегистрированных / только зарегистрированным / только зарегистрированные",
    "только авторизованным",
    "ви повинні увійти / вам потрібно увійти / потрібно увійти / необхідно увійти / ви не увійшли або",
    "ви повинні бути зареєстровані / ви повинні зареєструватися / ви повинні авторизуватися",
    "необхідно авторизуватися / потрібна авторизація / увійдіть, щоб / не авторизовані або",
    "тільки для зареєстрованих / лише для зареєстрованих / лише зареєстрован",
    "trebuie să fii autentificat / trebuie să fiți autentificat / trebuie să vă autentificați",
    "trebuie să te autentifici / trebuie să fiți înregistrat / trebuie să fii înregistrat",
    "trebuie să fii logat / trebuie să fiți logat / autentificat sau",
    "autentifică-te pentru / autentificați-vă pentru / doar pentru membri / doar membrii",
    "musíte se přihlásit / musíte být přihlášen / devi effettuare / devi essere registrato",
    "je moet ingelogd zijn / je moet inloggen",
)

TO_WRITE = re.compile(
    folded(
        r"\b(?:reply|post|respond|comment|vote|rate|download|attachment|answer|chat|create|start a"
        r"|odpowi|odpisa|pisa|napisa|komentowa|skomentowa|głosowa|dodać|dodawać|założyć|antwort"
        r"|schreib|kommentier|abstimm|erstell|répond|poster|comment|publi|particip|respond|escrib"
        r"|vota|crear|ответ|отвеч|писа|напис|остав|коммент|голос|скач|создан|отправ|відпов|писат"
        r"|комент|голосу|створ|răspun|scrie|posta|crea)"
    )
)
"""What stands in one sentence with a demand to log in that is about writing only."""
TO_READ = re.compile(
    folded(
        r"\b(?:view|read|see|access|visit|browse|widok|wyświetl|przegląda|zobaczy|czyta|dostęp"
        r"|просм|просматр|увид|видеть|чита|доступ|перегля|бачити|побачити|lesen|anseh|anzuseh|einsehen"
        r"|anschau|zugriff|voir|consult|lire|accéder|ver|leer|acceder|vedea|vizualiz|citi|accesa)"
    )
)
"""What says that the demand is about reading after all."""
SENTENCE = re.compile(r"[.!?|]")

_LOGIN = (
    "login / log in / log-in / sign in / signin / logon / zaloguj / zaloguj się / logowanie"
    " / anmelden / anmeldung / einloggen / connexion / se connecter / s'identifier / identification"
    " / iniciar sesión / identificarse / acceder / conectarse / вход / войти / авторизация / логин"
    " / вхід / увійти / авторизація / autentificare / conectare / intră în cont / přihlásit"
    " / přihlášení / accedi / inloggen / log in or register / login required / please log in"
    " / członkowie / logga in"
)
LOGIN = frozenset(map(folded, _LOGIN.split(" / ")))
"""The whole of a title's part or of a heading over a form to log in."""

CONSENT = _any(
    "before you continue / avant de continuer / bevor sie fortfahren / zanim przejdziesz / personali",
    "antes de continuar / прежде чем перейти / перш ніж перейти / înainte de a continua",
    "cookie / we value your privacy / your privacy / we and our partners / consent / gdpr",
    "ciastecz / cenimy..prywatność / twoja prywatność / zgod / rodo / partnerzy / dane osobowe",
    "einwilligung / privatsphäre / datenschutz / zustimmung / unsere partner / werbung",
    "consentement / vie privée / nos partenaires / confidentialité / données personnelles",
    "consentimiento / privacidad / nuestros socios / datos personales",
    "куки / файлы cookie / конфиденциальност / согласи / персональных данных / партнер",
    "файли cookie / конфіденційніст / згод / персональних даних",
    "consimțămân / confidențialitat / module cookie / date personale / partenerii",
)
"""What a demand for consent speaks of; two different ones are needed."""

ACCEPT = _any(
    "yes, / tak, mam / ja, ich / oui, / sí, / si, / да, / так, / da, am / accept / i agree / agree and / agree & / allow all / got it / i consent / consent / continue",
    "i am over / i am 18 / i'm 18 / enter site / reject all / manage options / yes, i am",
    "akceptuj / zgadzam / zgoda / przejdź do / odrzuć / mam ukończone / mam 18 / wchodzę",
    "akzeptieren / alle annehmen / zustimmen / einverstanden / ablehnen / weiter mit / ich bin",
    "accepter / tout accepter / j'accepte / continuer / refuser / j'ai plus de",
    "aceptar / acepto / rechazar / soy mayor / continuar",
    "принять / принимаю / согласен / соглас / отклонить / мне есть / мне больше / продолжить",
    "прийняти / приймаю / погоджуюсь / згоден / відхилити / мені є / мені більше / продовжити",
    "accept / sunt de acord / de acord / continuă / am peste / respinge",
)
"""What the buttons of a demand for consent say."""

AGE = _any(
    "over 18 / 18 years / 18+ / adults only / ukończone 18 / pełnoletni / tylko dla dorosłych",
    "über 18 / volljährig / mindestens 18 / plus de 18 / majeur / mayor de 18 / mayor de edad",
    "18 лет / старше 18 / совершеннолет / 18 років / повноліт / peste 18 / 18 ani / major",
)

SHUT = _any(
    "access denied / access to this page has been denied / forbidden / you have been blocked",
    "you are blocked / your ip / too many requests / rate limit / request blocked",
    "temporarily unavailable / under maintenance / service unavailable / currently unavailable",
    "not available in your / unavailable for legal reasons / database error / board is closed",
    "dostęp zabroniony / brak dostępu / odmowa dostępu / zostałeś zablokowany / przerwa techniczna",
    "zbyt wiele żądań / forum jest wyłączone / prace konserwacyjne / chwilowo niedostępn",
    "zugriff verweigert / kein zugriff / gesperrt / zu viele anfragen / wartungsarbeiten",
    "vorübergehend nicht / accès refusé / accès interdit / trop de requêtes / maintenance",
    "acceso denegado / acceso prohibido / demasiadas solicitudes / mantenimiento",
    "доступ запрещ / доступ огранич / доступ закрыт / вы заблокирован / слишком много запросов",
    "технические работы / временно недоступ / форум закрыт / форум отключ",
    "доступ заборонен / доступ обмежен / вас заблоковано / забагато запитів / технічні роботи",
    "тимчасово недоступ / форум вимкнен / acces interzis / acces refuzat / prea multe cereri",
    "mentenanță / temporar indisponibil / přístup odepřen / accesso negato",
)
