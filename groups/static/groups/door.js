// Without a connection the door keeps what is typed on this device and hands it in when there is one again.
// Nobody counts as let in before the server has said so. Without this script the form works as it stands.
"use strict";
(function () {
  const box = document.getElementById("kept");
  if (!box || !window.localStorage) return;
  const waits = box.querySelector("p");
  const list = waits.parentNode.insertBefore(document.createElement("ul"), waits.nextSibling);
  const forget = box.querySelector("button");
  const MOST = 500; // of one call
  const place = `door:${box.dataset.event}`;
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;
  let busy = false;

  // By the server's clock, which stands on the page: a device may be days ahead.
  const ahead = Date.now() - Date.parse(box.dataset.now);
  const now = () => Date.now() - ahead;
  // After that time the server takes none of them, and tickets stay on no device for longer than they are of use.
  const isOver = () => now() >= Date.parse(box.dataset.until);
  const read = () => (isOver() ? [] : JSON.parse(localStorage.getItem(place) || "[]"));
  function write(scans) {
    if (scans.length) localStorage.setItem(place, JSON.stringify(scans));
    else localStorage.removeItem(place);
    list.replaceChildren(
      ...scans.map((scan) => {
        const line = document.createElement("li");
        const time = new Date(scan.at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
        line.textContent = `${scan.code} · ${time}${scan.refused ? ` · ${scan.refused === "again" ? box.dataset.again : box.dataset.refused}` : ""}`;
        return line;
      }),
    );
    box.hidden = !scans.length;
    waits.hidden = scans.every((scan) => scan.refused);
    forget.hidden = !scans.some((scan) => scan.refused);
  }
  function newKey() {
    return Array.from(crypto.getRandomValues(new Uint8Array(12)), (one) => one.toString(16).padStart(2, "0")).join("");
  }

  async function handIn() {
    const scans = read().filter((scan) => !scan.refused).slice(0, MOST);
    if (busy || !scans.length) return;
    busy = true;
    try {
      const answer = await fetch(box.dataset.scans, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token(), "Idempotency-Key": newKey() },
        body: JSON.stringify({ scans: scans.map(({ key, code, at }) => ({ key, code, at })) }),
      });
      if (!answer.ok) return;
      const said = new Map((await answer.json()).scans.map((one) => [one.key, one.outcome]));
      const isIn = (scan) => said.get(scan.key) === "admitted"; // also when this very scan was handed in before
      write(read().filter((scan) => !isIn(scan)).map((scan) => ({ ...scan, refused: said.get(scan.key) || scan.refused })));
      if (scans.some(isIn)) window.location.reload();
    } catch (error) {
      // still no connection: what is kept stays
    } finally {
      busy = false;
    }
  }

  async function isConnected() {
    if (!navigator.onLine) return false;
    try {
      return (await fetch(box.dataset.ping, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(4000) })).ok;
    } catch (error) {
      return false;
    }
  }

  document.addEventListener("submit", async function (event) {
    const form = event.target;
    const field = form.querySelector("[name=code]");
    if (!field || !field.value.trim()) return;
    if ("connected" in form.dataset) {
      delete form.dataset.connected; // for the next one, should the browser bring this page back
      return;
    }
    event.preventDefault();
    if (field.readOnly) return; // pressed again while the first press is looked into
    const scan = { key: newKey(), code: field.value.trim(), at: new Date(now()).toISOString() };
    field.readOnly = true; // what is typed meanwhile would be sent in its place, or wiped
    const connected = await isConnected();
    field.readOnly = false;
    form.removeAttribute("data-sent"); // ui.js: nothing was sent yet
    if (connected) {
      field.value = scan.code;
      form.dataset.connected = "";
      form.requestSubmit();
      return;
    }
    write([...read(), scan]);
    if (field.type !== "hidden") field.value = "";
  });
  forget.addEventListener("click", () => write(read().filter((scan) => !scan.refused)));
  window.addEventListener("online", handIn);
  setInterval(handIn, 20000);
  write(read());
  handIn();
})();
