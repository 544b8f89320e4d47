// Keys of the search page: arrows walk from the box through the roles found. After htmx has put in new
// results, their summary is read out. Without this script the page is whole, with Tab and Enter.
(() => {
  const box = document.getElementById("search-box");
  const status = document.getElementById("search-status");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const here = document.activeElement;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const stops = [box, ...document.querySelectorAll("[data-hit]")];
    const place = stops.indexOf(here);
    if (!step || place < 0 || !stops[place + step]) return;
    event.preventDefault();
    stops[place + step].focus();
  });
  document.addEventListener("htmx:afterSettle", () => {
    status.textContent = document.querySelector("#summary .found-count, #summary")?.textContent.trim() ?? "";
  });
})();
