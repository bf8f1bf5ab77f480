/* Inside WeChat: its own button asks for one more message. What is answered comes to the site from WeChat. */
(() => {
  "use strict";
  const told = document.currentScript.dataset;
  const wx = window.wx;
  const button = document.querySelector("#wechat wx-open-subscribe");
  const without = document.querySelector("#wechat [data-without]");
  if (!wx || !button) return;
  const show = (works) => {
    button.hidden = !works;
    without.hidden = works;
  };
  wx.config({
    debug: false,
    appId: told.appId,
    timestamp: Number(told.timestamp),
    nonceStr: told.nonce,
    signature: told.signature,
    jsApiList: ["checkJsApi"],
    openTagList: ["wx-open-subscribe"],
  });
  wx.error(() => show(false));
  wx.ready(() => show(true));
  document.addEventListener("WeixinOpenTagsError", () => show(false));
  button.addEventListener("error", () => show(false));
  // WeChat tells the site at the same time; the page then shows what the site was told.
  button.addEventListener("success", () => setTimeout(() => window.location.reload(), 1000));
})();
