/* Guanxi. Names the member who came from there, to this site only. No cookie; nothing is sent anywhere.
   Forms and links marked data-gx carry the token on; data-keep on the script keeps it for this tab. */
(function () {
  "use strict";
  var NAME = "gx_click", MOST = 600;
  var script = document.currentScript, keeps = !!script && script.hasAttribute("data-keep");
  var here = new URL(location.href), click = here.searchParams.get(NAME) || "";
  if (click.length > MOST) click = "";
  try {
    if (keeps && click) sessionStorage.setItem(NAME, click);
    if (keeps && !click) click = sessionStorage.getItem(NAME) || "";
  } catch (nowhere) { /* kept on this page only */ }
  if (here.searchParams.has(NAME)) {
    here.searchParams.delete(NAME);
    history.replaceState(history.state, "", here.href);
  }
  function own(url) { return url.origin === location.origin; }
  addEventListener("submit", function (event) {
    var form = event.target;
    if (!click || !form.hasAttribute("data-gx") || !own(new URL(form.action, location.href))) return;
    var field = form.elements.namedItem(NAME) || form.appendChild(document.createElement("input"));
    field.type = "hidden"; field.name = NAME; field.value = click;
  }, true);
  addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-gx]");
    if (!click || !link || !own(new URL(link.href))) return;
    var url = new URL(link.href);
    url.searchParams.set(NAME, click);
    link.href = url.href;
  }, true);
  window.gx = { click: function () { return click; } };
})();
