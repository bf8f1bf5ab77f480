"""Which codes members may choose for themselves. Pure.

Codes are read aloud, written down and typed again, so that letters and digits that look alike count as one.
The list is short on purpose and our own: what stands here is refused wherever it stands in a code, in English
and in pinyin, digits read as the letters that they stand for.
"""

import re

SHORTEST, LONGEST = 5, 16
_CODE = re.compile(rf"[A-Z0-9]{{{SHORTEST},{LONGEST}}}")
_ALIKE = str.maketrans("01L", "OII")
_SPOKEN = str.maketrans("0134578", "OIEASTB")
# Whoever reads one of these takes it for the site's own word.
RESERVED = frozenset(
    "ADMIN OFFICIAL SUPPORT MODERATOR STAFF SYSTEM GUANXI GUANFANG KEFU WECHAT WEIBO ALIPAY REFUND".split()
)
UNFIT = frozenset(
    "ANAL ANUS ARSE BASTARD BITCH BLOWJOB BONER CLIT COCK COON CUNT DICK DILDO DYKE FAGGOT FUCK FUCC FUK "
    "HITLER HOOKER JIZZ KIKE KKK MILF NAZI NEGRO NIGGA NIGGER ORGY PEDO PENIS PISS PORN PUSSY QUEER RAPE "
    "RETARD SCAT SCHLAMPE SEX SHIT SLUT SPERM SUCK TITS TRANNY TWAT VAGINA WANK WHORE "
    "BIAOZI CAONI CAONIMA CHUSHENG DIAOSI FEIWU GOUPI HUNDAN JIBA JIANHUO JIANREN JINV MABI NAOCAN NIMA "
    "QUSI SABI SHABI SHAGUA TAMADE TMD WANGBADAN WOCAO ZHUANGBI ZAZHONG".split()
)


def fold(code: str) -> str:
    """What a code is told apart by: no case, no spaces, one letter for look-alikes."""
    return "".join(code.split()).upper().translate(_ALIKE)


def is_code(code: str) -> bool:
    """Letters and digits, 5 to 16, in capitals already."""
    return bool(_CODE.fullmatch(code))


def is_unfit(code: str) -> bool:
    """Whether it says what nobody may say here, or what only the site may say of itself."""
    read = {fold(code), code.translate(_SPOKEN), fold(code.translate(_SPOKEN))}
    read |= {re.sub(r"[0-9]", "", code), fold(re.sub(r"[0-9]", "", code))}
    words = UNFIT | RESERVED
    return any(word in each or fold(word) in each for word in words for each in read)
