// Part of the service worker: shows what was sent, and opens it.
self.addEventListener("push", (event) => {
  let news = {};
  try { news = event.data.json(); } catch { return; }
  event.waitUntil(self.registration.showNotification(news.title || "Guanxi", {
    tag: news.tag, lang: news.lang, data: { url: news.url },
  }));
});
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.url || "/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
