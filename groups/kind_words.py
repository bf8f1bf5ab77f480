"""Words that often hurt, per language: short on purpose, and open to everybody's reading.

They never forbid anything. Whoever writes one of them to others is asked once before sending; a group's
flags and stewards see to what no list knows. Latin words match whole words, Chinese ones anywhere.
"""

WORDS: dict[str, tuple[str, ...]] = {
    "en": (
        "idiot",
        "idiots",
        "moron",
        "stupid",
        "dumb",
        "loser",
        "pathetic",
        "scum",
        "worthless",
        "ugly",
        "liar",
        "shut up",
        "get lost",
        "hate you",
        "kill yourself",
        "drop dead",
    ),
    "zh-hans": (
        "傻逼",
        "傻叉",
        "白痴",
        "智障",
        "脑残",
        "废物",
        "蠢货",
        "贱人",
        "人渣",
        "垃圾人",
        "去死",
        "滚蛋",
        "滚开",
        "闭嘴",
        "不要脸",
        "神经病",
        "真恶心",
        "丢人现眼",
    ),
}
