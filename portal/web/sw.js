/* Keeps the shell and the offline page, and nothing else: no page of anybody is ever kept. */
"use strict";
const KNOWN = {{ known }};
const KEPT = `shell-${KNOWN.version}`;
const LANGUAGE = "/offline/language";

self.addEventListener("install", (event) => {
  const wanted = [...KNOWN.shell, ...Object.values(KNOWN.offline)];
  const fresh = wanted.map((path) => new Request(path, { cache: "reload", credentials: "omit" }));
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(caches.keys()
    .then((names) => Promise.all(names.filter((name) => name !== KEPT).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()));
});

/* The language of the last page that was read, for the page that stands in when none can be had. */
let spoken = "";
async function remember(response) {
  const language = response.headers.get("Content-Language");
  if (!language || language === spoken || !(language in KNOWN.offline)) return;
  spoken = language;
  await (await caches.open(KEPT)).put(LANGUAGE, new Response(language));
}

async function offlinePage() {
  const kept = spoken || await (await caches.match(LANGUAGE))?.text();
  const language = kept || (/^zh/i.test(self.navigator.language) ? "zh-hans" : "en");
  return (await caches.match(KNOWN.offline[language])) || Response.error();
}

async function page(event) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(remember(response).catch(() => {}));
    return response;
  } catch {
    return offlinePage();
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== self.location.origin) return;
  if (event.request.mode === "navigate") {
    event.respondWith(page(event));
  } else if (KNOWN.shell.includes(address.pathname)) {
    event.respondWith(caches.match(event.request).then((found) => found || fetch(event.request)));
  }
});

for (const part of KNOWN.parts) importScripts(part);
