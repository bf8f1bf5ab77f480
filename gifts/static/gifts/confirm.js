// Inside WeChat its own browser opens the confirmation; everywhere else the page says where to open it.
"use strict";
(function () {
  const button = document.getElementById("confirm");
  const hint = document.getElementById("confirm-hint");
  function show() {
    button.hidden = false;
    if (hint) hint.hidden = true;
    button.addEventListener("click", function () {
      const asked = { mchId: button.dataset.merchant, appId: button.dataset.app, package: button.dataset.package };
      window.WeixinJSBridge.invoke("requestMerchantTransfer", asked, function () {
        window.location.reload();
      });
    });
  }
  if (!button) return;
  if (window.WeixinJSBridge) show();
  else document.addEventListener("WeixinJSBridgeReady", show, { once: true });
})();
