/* Comforts on top of pages that work without it: copying, sharing, closing messages, no double press. */
(() => {
  "use strict";
  const worker = document.currentScript?.dataset.worker;
  if (worker) navigator.serviceWorker?.register(worker, { scope: "/", updateViaCache: "none" }).catch(() => {});

  const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

  function showDone(button) {
    const label = button.querySelector("span") || button;
    const before = label.textContent;
    label.textContent = button.dataset.done;
    button.setAttribute("aria-live", "polite");
    setTimeout(() => { label.textContent = before; }, 2500);
  }

  async function copy(button) {
    const source = document.getElementById(button.dataset.copy);
    source.select();
    try {
      await navigator.clipboard.writeText(source.value);
    } catch {
      document.execCommand("copy");
    }
    showDone(button);
  }

  each("[data-copy]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  });
  each("[data-copy-source]", (input) => input.addEventListener("focus", () => input.select()));

  each("[data-share]", (button) => {
    if (!navigator.share) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      navigator.share({ url: button.dataset.share, text: button.dataset.text || "" }).catch(() => {});
    });
  });

  each("[data-toast]", (toast) => {
    const close = document.createElement("button");
    close.type = "button";
    close.className = "toast__close";
    close.textContent = "×";
    close.setAttribute("aria-label", toast.dataset.toast);
    close.addEventListener("click", () => toast.remove());
    toast.append(close);
  });

  /* A part that is asked for again: slower while nothing changes or the way is blocked, never in a tab that
     nobody sees, and never under somebody's finger. The page is whole without it. */
  const SOON = 15000, LATE = 240000;
  each("[data-live]", (part) => {
    let wait = SOON, timer = 0, tag = "";
    const plan = () => {
      clearTimeout(timer);
      if (!document.hidden) timer = setTimeout(ask, wait);
    };
    const busy = () => part.contains(document.activeElement) || part.querySelector("details[open]");
    async function ask() {
      if (busy()) return plan();
      try {
        const headers = tag ? { "If-None-Match": tag } : {};
        const answer = await fetch(part.dataset.live, { headers, redirect: "error", cache: "no-store" });
        if (answer.status === 401 || answer.status === 403 || answer.status === 404) return;
        const fresh = answer.status === 200 ? await answer.text() : "";
        const changed = fresh && !busy();
        if (changed) part.innerHTML = fresh;
        if (changed || answer.status === 304) tag = answer.headers.get("ETag") || "";
        wait = changed ? SOON : Math.min(wait * 1.5, LATE);
      } catch {
        wait = Math.min(wait * 2, LATE);
      }
      plan();
    }
    document.addEventListener("visibilitychange", () => { wait = SOON; plan(); });
    plan();
  });

  /* The server takes a form once; this only stops the finger. Back from the next page frees it again. */
  const free = () => each("form[data-sent]", (form) => form.removeAttribute("data-sent"));
  addEventListener("pageshow", free);
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.hasAttribute("data-sent")) event.preventDefault();
    form.setAttribute("data-sent", "");
    setTimeout(() => form.removeAttribute("data-sent"), 8000);
  });
})();
