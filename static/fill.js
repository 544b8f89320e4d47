// Lets the text to copy follow what is typed into the sheet, and warns before typing is lost.
// Without this script the text keeps its placeholders, and the files still take what was typed.
(() => {
  const fields = document.querySelectorAll("input.fill[form=sheet]");
  if (!fields.length) return;
  const spans = new Map();
  for (const span of document.querySelectorAll("[data-fill]")) {
    span.dataset.empty = span.textContent;
    spans.set(span.dataset.fill, [...(spans.get(span.dataset.fill) ?? []), span]);
  }
  const follow = (field) => {
    for (const span of spans.get(field.name) ?? []) span.textContent = field.value.trim() || span.dataset.empty;
    for (const twin of fields) if (twin !== field && twin.name === field.name) twin.value = field.value;
  };
  for (const field of fields) {
    field.addEventListener("input", () => follow(field));
    if (field.value) follow(field);
  }
  let sent = false;
  document.getElementById("sheet").addEventListener("submit", () => { sent = true; setTimeout(() => { sent = false; }, 1000); });
  window.addEventListener("beforeunload", (event) => {
    const typed = [...document.querySelectorAll("input.fill")].some((field) => field.value.trim());
    if (typed && !sent) event.preventDefault();
  });
})();
