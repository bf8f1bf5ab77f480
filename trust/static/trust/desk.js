// Comfort for certifiers who decide by keyboard. Everything works without it.
(function () {
  "use strict";
  var form = document.getElementById("desk-decision");
  var outcomes = { a: "approve", s: "resubmit", x: "reject" };
  function isTyping(target) {
    return target.matches("textarea, select, input:not([type=radio]):not([type=checkbox])");
  }
  function turn(proof) {
    var options = Array.prototype.slice.call(proof.querySelectorAll("input[type=radio]"));
    var now = options.findIndex(function (option) { return option.checked; });
    if (options.length) { options[(now + 1) % options.length].checked = true; }
  }
  document.addEventListener("keydown", function (event) {
    if (form && event.key === "Enter" && event.ctrlKey) {
      form.querySelector("button[value=decide]").click();
      return;
    }
    if (isTyping(event.target) || event.ctrlKey || event.altKey || event.metaKey) { return; }
    var proof = document.querySelector(".desk-proof:hover") || document.querySelector(".desk-proof");
    if (form && outcomes[event.key]) {
      form.querySelector("input[name=outcome][value=" + outcomes[event.key] + "]").click();
    } else if (proof && event.key === "t") {
      turn(proof);
    } else if (proof && event.key === "z") {
      var zoom = proof.querySelector(".desk-zoom");
      if (zoom) { zoom.checked = !zoom.checked; }
    }
  });
})();
