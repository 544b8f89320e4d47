// Gives Django's search fields (select2) and the empty head of a tabular form the names they lack.
(() => {
  const name = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete")) {
      const label = select.labels?.[0]?.textContent.replace(":", "").trim() || select.getAttribute("aria-label");
      const box = select.nextElementSibling?.querySelector(".select2-selection");
      if (!label || !box) continue;
      for (const part of [box, box.querySelector("[role=textbox]")]) part?.setAttribute("aria-label", label);
    }
    for (const head of root.querySelectorAll("th.original:empty")) {
      const text = document.createElement("span");
      text.className = "visually-hidden";
      text.textContent = "Row";
      head.append(text);
    }
  };
  // After the fields were made: jQuery calls in the order in which it was asked.
  const ready = window.django?.jQuery ?? ((run) => window.addEventListener("load", run));
  ready(() => name(document));
  document.addEventListener("formset:added", (event) => setTimeout(() => name(event.target)));
})();
