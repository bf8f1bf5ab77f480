/* Inside WeChat: the card that its menu sends says what the page says. Without it WeChat words the card. */
(() => {
  "use strict";
  const told = document.currentScript.dataset;
  const wx = window.wx;
  if (!wx) return;
  wx.config({
    debug: false,
    appId: told.appId,
    timestamp: Number(told.timestamp),
    nonceStr: told.nonce,
    signature: told.signature,
    jsApiList: ["updateAppMessageShareData", "updateTimelineShareData"],
  });
  wx.error(() => {});
  wx.ready(() => {
    const card = { title: told.title, link: told.link, imgUrl: "" };
    wx.updateAppMessageShareData({ ...card, desc: told.desc });
    wx.updateTimelineShareData(card);
  });
})();
