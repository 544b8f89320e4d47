// The search box of every page. While somebody types, htmx brings suggestions and they are the list of a combobox:
// arrows choose, Enter opens the choice or searches, Escape closes. Without this script the box is a form.
// The key / goes to the box only for a reader who switched it on in the footer (WCAG 2.1.4); no cookie.
(() => {
  const setting = document.getElementById("slash-setting");
  const slash = setting.querySelector("input");
  try { slash.checked = localStorage.getItem("slash") === "on"; setting.hidden = false; } catch { /* no storage: off */ }
  slash.addEventListener("change", () => localStorage.setItem("slash", slash.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    const typing = document.activeElement.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (event.key !== "/" || !slash.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const search = document.querySelector("#search-box, #site-search, #front-search");
    event.preventDefault();
    search.focus();
    search.select();
  });

  const form = document.querySelector("form[data-htmx]");
  if (!form) return;
  const box = form.querySelector("input");
  const list = () => document.getElementById("completions");
  const options = () => [...list().querySelectorAll("[role=option]")];
  const status = Object.assign(document.createElement("p"), { className: "hidden", role: "status" });
  form.append(status);
  const at = { role: "combobox", "aria-autocomplete": "list", "aria-controls": "completions", "aria-expanded": "false" };
  for (const name in at) box.setAttribute(name, at[name]);
  const choose = (option) => {
    for (const each of options()) each.setAttribute("aria-selected", each === option);
    if (option) box.setAttribute("aria-activedescendant", option.id);
    else box.removeAttribute("aria-activedescendant");
    option?.scrollIntoView({ block: "nearest" });
  };
  const open = (is) => {
    list().hidden = !is;
    box.setAttribute("aria-expanded", is);
    choose(null);
  };
  const ask = () => {
    if (box.value.trim().length > 1) box.dispatchEvent(new Event("offer"));
    else { open(false); status.textContent = ""; }
  };
  // htmx comes with the first visit to the box, not with every page. It styles and evaluates nothing here.
  const load = () => {
    const content = JSON.stringify({ includeIndicatorStyles: false, allowEval: false, historyCacheSize: 0 });
    document.head.append(Object.assign(document.createElement("meta"), { name: "htmx-config", content }));
    const script = Object.assign(document.createElement("script"), { src: form.dataset.htmx });
    script.addEventListener("load", () => { window.htmx.process(form); ask(); });
    document.head.append(script);
  };
  if (document.activeElement === box) load();
  else box.addEventListener("focus", load, { once: true });
  box.addEventListener("input", ask);
  box.addEventListener("blur", () => open(false));
  form.addEventListener("mousedown", (event) => { if (event.target.closest("#completions")) event.preventDefault(); });
  form.addEventListener("htmx:beforeSwap", (event) => {
    const asked = new URLSearchParams(event.detail.pathInfo.finalRequestPath.split("?")[1]).get("q");
    event.detail.shouldSwap &&= asked === box.value && document.activeElement === box;
  });
  document.addEventListener("htmx:afterSwap", () => {
    const count = options().length;
    open(count > 0);
    status.textContent = count ? `${count} suggestion${count > 1 ? "s" : ""}` : "No suggestions";
  });
  box.addEventListener("keydown", (event) => {
    const is = options(), here = is.findIndex((each) => each.id === box.getAttribute("aria-activedescendant"));
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Escape" && !list().hidden) { event.preventDefault(); open(false); }
    else if (event.key === "Enter" && here >= 0) { event.preventDefault(); is[here].click(); }
    else if (step && is.length) {
      event.preventDefault();
      if (list().hidden) open(true);
      choose(is[(here + step + is.length + (here < 0 && step < 0)) % is.length]);
    }
  });
})();
