"""Every address of the product and the methods it answers, read from the URL conf."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.generic import RedirectView

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
# Django's own function views say nothing about their methods.
KNOWN = {
    "autocomplete_view": ["GET"],
    "app_index": ["GET"],
    "catch_all_view": ["GET"],
    "history_view": ["GET"],
    "i18n_javascript": ["GET"],
    "index": ["GET"],
    "logout": ["POST"],
    "password_change_done": ["GET"],
    "search": ["GET"],
    "set_language": ["POST"],
    "shortcut": ["GET"],
}
NEVER_LISTED = {"HEAD", "OPTIONS", "TRACE"}


@dataclass(frozen=True, kw_only=True, order=True)
class Route:
    """``name``: the view's full name, or the pattern where it has none. ``model``: of an admin page.

    ``action``: of a changelist, or the verb at the end of a ``do`` address.
    """

    name: str
    pattern: str
    methods: tuple[str, ...]
    model: str = ""
    action: str = ""
    acts: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.name}#{self.action}" if self.action else self.name

    @property
    def is_changelist_action(self) -> bool:
        return bool(self.action) and self.name.endswith("_changelist")

    @property
    def is_admin(self) -> bool:
        return self.pattern.startswith("admin/")

    @property
    def is_api(self) -> bool:
        return self.pattern.startswith("api/")

    @property
    def takes_object(self) -> bool:
        return "<" in self.pattern and "app_label" not in self.pattern


def all_routes() -> list[Route]:
    """Sorted. Of two equal addresses the first answers; a second address of one name gets a ``~``."""
    found: dict[str, Route] = {}
    names: set[str] = set()
    for route in _walk(get_resolver()):
        if route.pattern not in found:
            known = route.name in names
            found[route.pattern] = replace(route, name=f"{route.name}~") if known else route
            names.add(route.name)
    plain = [route for route in found.values() if not route.acts]
    acts = [act for route in found.values() for act in _one_per_act(route)]
    return sorted([*plain, *acts, *_admin_actions(plain)])


def _walk(resolver: URLResolver, prefix: str = "", space: tuple[str, ...] = ()) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = (*space, entry.namespace) if entry.namespace else space
            yield from _walk(entry, pattern, inner)
        else:
            yield _route(entry, pattern, space)


def _route(entry: URLPattern, pattern: str, space: tuple[str, ...]) -> Route:
    cls = _class_of(entry.callback)
    return Route(
        name=":".join((*space, entry.name)) if entry.name else pattern,
        pattern=pattern,
        methods=tuple(sorted(methods_of(entry.callback))),
        model=_model_of(pattern),
        acts=tuple(sorted(getattr(cls, "acts", ()))),
    )


def _model_of(pattern: str) -> str:
    """The model of an admin page, from its address."""
    parts = pattern.split("/")
    if parts[0] != "admin" or len(parts) < 4:
        return ""
    try:
        return str(apps.get_model(parts[1], parts[2])._meta.label)
    except LookupError:
        return ""


def _class_of(view: Any) -> Any:
    """The class behind a view and its wrappers; None for a function."""
    while view is not None:
        cls = getattr(view, "view_class", None) or getattr(view, "cls", None)
        if cls is not None:
            return cls
        view = getattr(view, "__wrapped__", None)
    return None


def methods_of(view: Callable[..., Any]) -> set[str]:
    """From a class's handlers, from ``require_http_methods``, else from what we know of Django's views."""
    cls = _class_of(view)
    if cls is RedirectView:
        return {"GET"}
    if cls is not None:
        return {m.upper() for m in cls.http_method_names if hasattr(cls, m)} - NEVER_LISTED
    declared = _closed_over(view, "request_method_list")
    if declared is not None:
        return set(declared) - NEVER_LISTED
    return set(KNOWN.get(getattr(view, "__name__", ""), ["GET", "POST"]))


def class_at(resolver: URLResolver, pattern: str, prefix: str = "") -> Any:
    """The class behind an address; None for a function."""
    for entry in resolver.url_patterns:
        whole = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            found = class_at(entry, pattern, whole) if pattern.startswith(whole) else None
            if found is not None:
                return found
        elif whole == pattern:
            return _class_of(entry.callback)
    return None


def _closed_over(view: Any, name: str) -> Any:
    """A free variable of the view or of something that it wraps."""
    while view is not None:
        code = getattr(view, "__code__", None)
        for free, cell in zip(getattr(code, "co_freevars", ()), view.__closure__ or (), strict=False):
            if free == name:
                return cell.cell_contents
        view = getattr(view, "__wrapped__", None)
    return None


def _one_per_act(route: Route) -> Iterator[Route]:
    """``do/<slug:verb>/`` is as many routes as it knows verbs."""
    for act in route.acts:
        yield replace(route, action=act, acts=())


def _admin_actions(found: list[Route]) -> Iterator[Route]:
    """One POST route per action of a changelist."""
    lists = {route.model: route for route in found if route.name.endswith("_changelist")}
    for model, model_admin in admin.site._registry.items():
        for action in model_admin.actions or ():
            name = action if isinstance(action, str) else action.__name__
            yield replace(lists[model._meta.label], methods=("POST",), action=name)
