"""A browser in two words, out of what it says about itself. For recognising one's own, never for deciding."""

# The more special first: everybody claims to be Safari, and most to be Chrome.
_BROWSERS = (
    ("MicroMessenger", "WeChat"),
    ("Weibo", "Weibo"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("HuaweiBrowser", "Huawei Browser"),
    ("MiuiBrowser", "Mi Browser"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def browser_of(agent: str) -> str:
    return next((name for sign, name in _BROWSERS if sign in agent), "")


def system_of(agent: str) -> str:
    return next((name for sign, name in _SYSTEMS if sign in agent), "")


def network_hint(network: str) -> str:
    """``203.0.113.7`` to ``203.0.*.*``: enough to recognise one's own, not enough to find anybody."""
    if ":" in network:
        return ":".join(network.split(":")[:2]) + ":*"
    parts = network.split(".")
    return ".".join(parts[:2]) + ".*.*" if len(parts) == 4 else ""
