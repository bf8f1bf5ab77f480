// Lets a member have this browser woken. The hidden form is shown only where the browser can do it.
(() => {
  const form = document.querySelector("form[data-push]");
  if (!form || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  const bytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const device = () => {
    const names = [/Edg/, /Firefox/, /Chrome/, /Safari/];
    const found = names.map((name) => navigator.userAgent.match(name)).find(Boolean);
    return [found ? found[0] : "", navigator.platform || ""].join(" ").trim().slice(0, 60);
  };
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.endpoint.value) return;
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") return;
      const worker = await navigator.serviceWorker.ready;
      const key = bytes(form.dataset.push);
      const given = await worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
      const keys = given.toJSON().keys;
      form.endpoint.value = given.endpoint;
      form.p256dh.value = keys.p256dh;
      form.auth.value = keys.auth;
      form.label.value = device();
      form.submit();
    } catch {
      form.hidden = true;
    }
  });
})();
