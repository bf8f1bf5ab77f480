"""The unified social credit code (GB 32100): 18 characters, with an organisation code (GB 11714) inside.

``stdnum.cn.uscc`` alone takes a wrong inner check character. Well-formed is all that this proves.
"""

import unicodedata
from dataclasses import dataclass

from stdnum.cn import uscc
from stdnum.exceptions import InvalidChecksum, ValidationError

from trust import errors

_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
# Registering department and the types it registers, as in use.
_DEPARTMENTS = {
    "1": "1239",
    "2": "19",
    "3": "123459",
    "4": "19",
    "5": "1239",
    "9": "123",
    "A": "19",
    "Y": "1",
}


@dataclass(frozen=True, kw_only=True)
class CompanyCode:
    """``is_doubtful``: well-formed, but of a department that is not known to register anybody."""

    code: str
    is_doubtful: bool


def inner_check_character(code: str) -> str:
    """Of the eight characters of an organisation code."""
    total = sum(weight * _INNER_SIGNS.index(sign) for weight, sign in zip(_INNER_WEIGHTS, code, strict=True))
    rest = (11 - total % 11) % 11
    return "X" if rest == 10 else str(rest)


def parse_company_code(text: str) -> CompanyCode:
    """Spaces, hyphens, full-width and small letters are forgiven.

    Raises: BadCompanyCode, CompanyCodeChecksum, InnerCodeChecksum.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    try:
        code = str(uscc.validate(plain))
    except InvalidChecksum as error:
        raise errors.CompanyCodeChecksum(field="company_code") from error
    except ValidationError as error:
        raise errors.BadCompanyCode(field="company_code") from error
    if inner_check_character(code[8:16]) != code[16]:
        raise errors.InnerCodeChecksum(field="company_code")
    return CompanyCode(code=code, is_doubtful=code[1] not in _DEPARTMENTS.get(code[0], ""))
