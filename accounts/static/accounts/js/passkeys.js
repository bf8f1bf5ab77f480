// Passkeys: asks the browser's own dialog and puts its answer into the form that stands around the button.
// Without this script the button stays hidden and the page says what else there is.
(() => {
  "use strict";
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const listed = (items) => (items || []).map((item) => ({ ...item, id: bytes(item.id) }));

  const ask = async (act, options) => {
    const publicKey = { ...options.publicKey, challenge: bytes(options.publicKey.challenge) };
    if (act === "create") {
      publicKey.user = { ...publicKey.user, id: bytes(publicKey.user.id) };
      publicKey.excludeCredentials = listed(publicKey.excludeCredentials);
      return navigator.credentials.create({ publicKey });
    }
    publicKey.allowCredentials = listed(publicKey.allowCredentials);
    return navigator.credentials.get({ publicKey });
  };

  const answer = (credential) => {
    const response = { clientDataJSON: text(credential.response.clientDataJSON) };
    for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = text(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      clientExtensionResults: {},
    });
  };

  if (!window.PublicKeyCredential) return;
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    for (const other of form.querySelectorAll("[data-passkey-without]")) other.hidden = true;
    for (const part of form.querySelectorAll("[data-passkey-with]")) part.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.answer.value) return;
      event.preventDefault();
      const trouble = form.querySelector("[data-passkey-trouble]");
      trouble.hidden = true;
      try {
        form.elements.answer.value = answer(await ask(form.dataset.passkey, JSON.parse(form.dataset.options)));
        form.submit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
})();
