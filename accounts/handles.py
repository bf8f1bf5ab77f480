"""Readable handles: two words and six characters, drawn at random, never from a person's name."""

import secrets

from common.ids import new_code

_QUALITIES = (
    "amber azure brave breezy bright calm candid cheery clear clever cosy crisp dapper eager early easy "
    "fair fond fresh gentle glad golden grand green happy hardy honest humble jolly keen kind light "
    "lively lucky lunar mellow merry mild neat nimble noble olive patient plain plucky proud quick quiet "
    "rosy ruby sage sandy sharp silver snowy solar spry steady sunny tidy vivid warm wise witty"
).split()
_BEINGS = (
    "alder aspen badger bamboo beaver birch bison cedar cicada clover cosmos crane cricket curlew cypress "
    "daisy deer dove egret falcon fern finch fox gecko ginkgo goose hare hazel heron hibiscus ibis iris "
    "jasmine juniper kestrel koi lark laurel lily linnet lotus lynx magpie maple marten mallow oriole "
    "orchid osprey otter panda peony pine plover plum poppy quail robin rowan sparrow swallow swan tulip"
).split()


def new_handle() -> str:
    """Like ``calm-heron-7k2m9x``: 4,000 pairs of words times 28 to the 6th; a clash is a matter of luck."""
    return f"{secrets.choice(_QUALITIES)}-{secrets.choice(_BEINGS)}-{new_code(6).lower()}"
