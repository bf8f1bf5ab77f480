"""The icon set: strokes on a 24 x 24 grid, drawn for this project. ``{% icon "gift" %}`` inlines one."""

from typing import Final

ICONS: Final[dict[str, str]] = {
    "alert": '<path d="M12 3.5 21.5 20h-19z"/><path d="M12 10v4.5M12 17.2v.1"/>',
    "arrow-left": '<path d="M20 12H4.5M11 5.5 4.5 12l6.5 6.5"/>',
    "bell": '<path d="M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 21h4"/>',
    "box": '<path d="m3.5 7.5 8.5-4 8.5 4v9l-8.5 4-8.5-4zM3.5 7.5l8.5 4 8.5-4M12 11.5v9M7.8 5.5l8.5 4"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "chevron": '<path d="m9.5 5.5 6.5 6.5-6.5 6.5"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "copy": '<rect x="8.5" y="8.5" width="12" height="12" rx="2"/>'
    '<path d="M5.5 15.5h-1a1 1 0 0 1-1-1v-10a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1"/>',
    "draw": '<rect x="4" y="4" width="16" height="16" rx="3"/>'
    '<path d="M8.5 8.5h.1M15.5 8.5h.1M12 12h.1M8.5 15.5h.1M15.5 15.5h.1" stroke-width="2.75"/>',
    "gift": '<path d="M4.5 12v8.5h15V12M3 7.5h18V12H3zM12 7.5v13M12 7.5C10 3 5.5 3 6 6c.2 1.2 2 1.5 6 1.5'
    'M12 7.5C14 3 18.5 3 18 6c-.2 1.2-2 1.5-6 1.5"/>',
    "home": '<path d="m3.5 11 8.5-7.5 8.5 7.5M5.5 9.5v11h13v-11M10 20.5v-6h4v6"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.7v.1"/>',
    "language": '<path d="M3 5.5h11M8.5 3.5v2M12 5.5c-.8 4-4 7.5-8.5 9M5.5 8.5c1.2 2.7 3.5 5 6.5 6'
    'M12.5 20.5l4.25-10 4.25 10M14 17h5.5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7l-1.3 1.3"/>'
    '<path d="M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7l1.3-1.3"/>',
    "lock": '<rect x="5" y="10.5" width="14" height="10" rx="2"/>'
    '<path d="M8 10.5V8a4 4 0 0 1 8 0v2.5M12 14.5v2"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m3.5 6.5 8.5 7 8.5-7"/>',
    "megaphone": '<path d="M4 10v4l11 4.5v-13zM15 8.5c2.5.5 4 1.8 4 3.5s-1.5 3-4 3.5M6.5 15l1.5'
    ' 5.5h3L9.5 16.3"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 19.5c.5-4 3-6 6.5-6s6 2 6.5 6"/>'
    '<path d="M15.5 4.9a3.5 3.5 0 0 1 0 6.2M17.5 14c2.3.8 3.7 2.6 4 5.5"/>',
    "phone": '<rect x="6.5" y="2.5" width="11" height="19" rx="2.5"/><path d="M11 18.5h2"/>',
    "pin": '<path d="M12 21.5c4.7-5 7-8.5 7-11.5a7 7 0 1 0-14 0c0 3 2.3 6.5 7 11.5z"/>'
    '<circle cx="12" cy="10" r="2.5"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "scroll": '<path d="M8 3.5h11.5V17a3.5 3.5 0 0 1-3.5 3.5M8 3.5A2.5 2.5 0 0 0 5.5 6v11'
    "M8 3.5a2.5 2.5 0 0 1 2.5 2.5v1M12.5 17H3a3.5 3.5 0 0 0 3.5 3.5H16a3.5 3.5 0 0 1-3.5-3.5z"
    'M9.5 9.5h6M9.5 13h6"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/>'
    '<circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "share": '<path d="M12 15V3.5M7.5 7.5 12 3.5l4.5 4M5.5 11.5v9h13v-9"/>',
    "shield-check": '<path d="M12 3 4.5 6v5.5c0 4.5 3 7.7 7.5 9.5 4.5-1.8 7.5-5 7.5-9.5V6z"/>'
    '<path d="m8.5 11.8 2.5 2.5 4.5-5"/>',
    "star": '<path d="m12 3.5 2.6 5.6 6 .7-4.5 4.1 1.2 6L12 16.9l-5.3 3 1.2-6-4.5-4.1 6-.7z"/>',
    "sun": '<circle cx="12" cy="12" r="4"/>'
    '<path d="M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4'
    'M17.3 6.7l1.4-1.4"/>',
    "ticket": '<path d="M3 6.5h18v3.5a2 2 0 0 0 0 4v3.5H3V14a2 2 0 0 0 0-4zM14.5 6.5v2M14.5 11v2M14.5'
    ' 15.5v2"/>',
    "truck": '<path d="M2.5 6h11.5v11H9.5M4.5 17h-2V6M14 9.5h4l3.5 4V17h-2M14 17v-7.5M14 17h.5"/>'
    '<circle cx="7" cy="17.5" r="2.3"/><circle cx="17" cy="17.5" r="2.3"/>',
    "user": '<circle cx="12" cy="8" r="4"/><path d="M4.5 20.5c.6-4.5 3.5-6.5 7.5-6.5s6.9 2 7.5 6.5"/>',
    "x": '<path d="m5.5 5.5 13 13M18.5 5.5l-13 13"/>',
}

BADGE_ICONS: Final[dict[str, str]] = {"good": "check", "wait": "clock", "bad": "alert", "info": "info"}
